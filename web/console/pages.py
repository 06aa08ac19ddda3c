"""All pages of the console; what is imported here is on the line."""

from web.console import (  # noqa: F401
    absences,
    account,
    agenda,
    aliases,
    calendar_feed,
    callbacks,
    calls,
    contacts,
    editor,
    events_log,
    forms,
    notices,
    now,
    oidc,
    outcome,
    over_time,
    people,
    preview,
    retention,
    revisions,
    sign_in,
    ticket_page,
)
from web.console.gate import console

__all__ = ["console"]
