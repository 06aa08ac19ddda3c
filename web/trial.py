"""A supervisor listens to a draft before anybody else does: a signed ticket makes one call of the phone speak it.

The ticket is part of the address that the phone dials. A real carrier dials the one that is set for our number, and
signs it; whoever has no ticket hears the line as it is.
"""

from itsdangerous import BadData, URLSafeTimedSerializer

from routing.revision import Revision
from web.hotline import Hotline

SECONDS = 2 * 60 * 60  # how long a call can still be begun with it
NAME = "draft"  # of the parameter


def ticket(line: Hotline, number: int) -> str:
    """For calls that speak the draft on trial under this number (store/drafts.py)."""
    return _seal(line).dumps(number)


def dialled(ticket: str) -> str:
    """The path such a call begins at."""
    return f"/voice?{NAME}={ticket}"


def revision_of(line: Hotline, ticket: str) -> Revision | None:
    """What a call with this ticket speaks; None if it is not ours or too old. The first call waits until it is read."""
    try:
        number = _seal(line).loads(ticket, max_age=SECONDS)
    except BadData:
        return None
    return line.routing.of(-number) if type(number) is int and number > 0 else None


def _seal(line: Hotline) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(line.secret, salt="routing draft on trial")
