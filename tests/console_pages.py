"""Every page of the console that one can open by its address: for whoever looks at them all.

`path` has blanks for what is in the samples (tests/console_house.py); `login` is who opens it, "" is nobody.
"""

from dataclasses import dataclass

SUPERVISOR, INSPECTOR, AUDITOR, ADMINISTRATOR = "supervizor", "inspector", "auditor", "administrator"
WRITER, LATE = "radu", "ioana"  # supervisors who are writing


@dataclass(frozen=True)
class ConsolePage:
    """`name` is that of its view, and of its picture in docs/images; `also` are the other roles that see it."""

    name: str
    login: str
    path: str
    also: tuple[str, ...] = ()


PAGES = (
    ConsolePage("sign_in", "", "/sign-in"),
    ConsolePage("account", SUPERVISOR, "/account", (INSPECTOR, AUDITOR, ADMINISTRATOR)),
    # the line
    ConsolePage("now", SUPERVISOR, "/now"),
    ConsolePage("over_time", SUPERVISOR, "/time"),
    ConsolePage("calls_list", SUPERVISOR, "/calls"),
    ConsolePage("call_page", SUPERVISOR, "/calls/{call}"),
    ConsolePage("callbacks", SUPERVISOR, "/callbacks"),
    ConsolePage("callback", SUPERVISOR, "/callbacks/{request}"),
    # the routing file
    ConsolePage("hours_form", SUPERVISOR, "/change/hours"),
    ConsolePage("closed_days_form", SUPERVISOR, "/change/closed-days"),
    ConsolePage("contact_form", SUPERVISOR, "/change/contact?at={contact}"),
    ConsolePage("alias_form", SUPERVISOR, "/change/alias"),
    ConsolePage("alias_from_unmatched", SUPERVISOR, "/unmatched/{unmatched}/alias"),
    ConsolePage("notice_form", SUPERVISOR, "/change/notice"),
    ConsolePage("contacts", SUPERVISOR, "/contacts"),
    ConsolePage("editor", WRITER, "/routing"),
    ConsolePage("routing_preview", WRITER, "/routing/preview"),
    ConsolePage("routing_conflict", LATE, "/routing/conflict"),
    ConsolePage("revisions", SUPERVISOR, "/routing/revisions", (AUDITOR,)),
    ConsolePage("revision_compare", SUPERVISOR, "/routing/compare?old=1&new=2", (AUDITOR,)),
    # inspectors' days
    ConsolePage("agenda", INSPECTOR, "/agenda?view=week", (SUPERVISOR,)),
    ConsolePage("ticket_page", INSPECTOR, "/tickets/{concluded}", (SUPERVISOR,)),
    ConsolePage("outcome", INSPECTOR, "/tickets/{to_write}/outcome"),
    ConsolePage("outcome_preview", INSPECTOR, "/tickets/{to_sign}/outcome/preview"),
    ConsolePage("absences", INSPECTOR, "/absences", (SUPERVISOR,)),
    ConsolePage("calendar_feed", INSPECTOR, "/calendar"),
    # who watches over all this
    ConsolePage("events_log", AUDITOR, "/events", (ADMINISTRATOR,)),
    ConsolePage("retention", AUDITOR, "/retention", (ADMINISTRATOR,)),
    ConsolePage("people", ADMINISTRATOR, "/people"),
    ConsolePage("person", ADMINISTRATOR, "/people/{user}"),
)

# what the others are made of, and what is a file
NO_PAGES = {
    "call_as_test",
    "editor_check",
    "events_csv",
    "now_alarms",
    "now_live",
    "outcome_paper",
    "over_time_csv",
    "revision_compare_part",
    "revision_text",
    "routing_preview_part",
    "ticket_paper",
    "ticket_rings",
}
