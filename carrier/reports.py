"""What the telephone company reports about a message, in the words an office acts on."""

from office.messages import State

# https://www.twilio.com/docs/messaging/api/message-resource: the values of MessageStatus
_STATES: dict[str, State] = {
    "accepted": "sent",
    "scheduled": "sent",
    "queued": "sent",
    "sending": "sent",
    "sent": "sent",
    "delivered": "delivered",
    "read": "delivered",
    "undelivered": "permanent-failure",
    "failed": "permanent-failure",
    "canceled": "permanent-failure",
}
# a full queue, a telephone that is off or out of reach, trouble on the way that nobody can name
_PASSING = {"30001", "30003", "30008"}


def state_of(status: str, code: str) -> State | None:
    """What a report means, None for a word we do not know; `code` is the company's error code, or empty."""
    state = _STATES.get(status)
    return "temporary-failure" if state == "permanent-failure" and code in _PASSING else state
