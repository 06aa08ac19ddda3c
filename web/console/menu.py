"""What each role finds in the menu of the console, in order; the first is what they see after signing in."""

from collections.abc import Mapping, Sequence

from office.users import Role

# views, which are endpoints too; each has a text menu.<view> in words/console
MENU: Mapping[Role, Sequence[str]] = {
    Role.supervisor: (
        "now",
        "over_time",
        "calls_list",
        "callbacks",
        "hours_form",
        "contacts",
        "editor",
        "revisions",
        "agenda",
        "absences",
    ),
    Role.inspector: ("agenda", "absences", "calendar_feed"),
    Role.auditor: ("events_log", "retention", "revisions"),
    Role.administrator: ("people", "events_log", "retention"),
}
