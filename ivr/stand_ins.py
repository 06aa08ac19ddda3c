"""What stands for whatever could tell who called: the same value of a call is always the same invented one."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ivr.script import Reply
from office.registration import RegistrationNumber
from routing.revision import Revision

CALLER, OTHER_PHONE, ABROAD = "+40722000111", "+40722000222", "+4915112345678"  # nobody's
NUMBERS = (
    "119368",
    "119401",
    "277855",
    "351061",
    "210013",
)  # of petitions, the first that is named and so on
FILED, ANOTHER_DAY = "2026-02-18", "2026-02-17"
UNKNOWN_TICKET = "10000012"


@dataclass
class StandIns:
    """The invented values of one call, which comes from `caller`."""

    caller: str = CALLER
    days: dict[str, str] = field(
        default_factory=dict
    )  # on which the petitions were filed that somebody booked for
    tickets: dict[str, str] = field(default_factory=dict)  # booked in this call: the number -> "(ticket 1)"
    _numbers: dict[int, str] = field(default_factory=dict)
    _phones: dict[str, str] = field(default_factory=dict)

    def instead(self, form: str, value: Any) -> Any:
        """What is said in the place of a value of this form."""
        match form:
            case "registration":
                return self.number(str(value))
            case "last":  # offered by its last digits: the calling number, unless it was given before
                return self._phones.setdefault(str(value), self.caller)
            case "phone":
                return self._phones.setdefault(str(value), OTHER_PHONE)
            case "date":
                return self.days.get(str(value), ANOTHER_DAY if FILED in self.days.values() else FILED)
            case "digits":  # of a ticket
                return self.tickets.get(str(value), UNKNOWN_TICKET)
        return value

    def number(self, written: str) -> str:
        """The sample for a number; department and date stay as they are."""
        known = RegistrationNumber.parse(written)
        if known is None:
            return NUMBERS[0]
        sample = self._numbers.setdefault(known.number, _sample(len(self._numbers)))
        return replace(known, number=int(sample), written=sample).text


def _sample(at: int) -> str:
    return NUMBERS[at] if at < len(NUMBERS) else str(351061 + 119 * at)


def caller_like(shown: str, replies: Sequence[Reply], revision: Revision) -> str:
    """A telephone of the same kind; a landline of the county that was proposed."""
    if shown.startswith("+40 7") or not shown:
        return CALLER
    if not shown.startswith("+40"):
        return ABROAD
    asked = [one for reply in replies if reply.question for one in reply.question.says]
    named = [dict(one.values["county"]) for one in asked if one.key == "county.is_it"]
    counties = revision.directory.counties.values()
    near = (one.prefixes[0] for one in counties if named and dict(one.name) == named[0])
    return f"+4{next(near, '021')}".ljust(len(CALLER), "0")


def keyed(number: str) -> str:
    """A number as it is keyed, with * for the slash."""
    known = RegistrationNumber.parse(number)
    if known is None:
        return number
    when = f"{known.filed_on:%d%m%Y}" if known.filed_on else str(known.year or "")
    digits = ("".join(filter(str.isdigit, segment)) for segment in known.segments)
    return "*".join(filter(None, (known.written, *digits, when)))
