"""The Blue Tickets a call was about: for which petition, and the hours offered, as a .call file gives them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from itertools import pairwise

from ivr.script import Reply, Say
from office.petitions import State

INSPECTOR = "ana"
NEVER = "2000-01-03 09:00-09:15"  # an inspector who is not there any more
WITHOUT = "booking.refused.no_inspector"
REFUSED_AS = {
    "booking.refused.not_assigned": State.registered,
    "booking.refused.redirected": State.redirected,
    "booking.refused.joined": State.joined,
    "booking.refused.closed": State.closed,
    "booking.refused.answered": State.answered,
}
IDENTIFIED = ("hours", "booking", "my_ticket")  # files whose steps follow when number, day and name agree
OFFER = ("booking.place", "booking.hour")


@dataclass(frozen=True)
class Identified:
    """A citizen was recognised: the number and day they gave, and why they could not have an hour, if not."""

    written: str
    day: str
    refused: Say | None


def identified(replies: Sequence[Reply]) -> list[Identified]:
    """Every time number, day and name agreed."""
    found = []
    for before, after in pairwise(replies):
        asked, follows = before.question, after.question
        is_next = follows is not None and follows.at.split(".")[0] in IDENTIFIED
        if asked is None or asked.at != "identify.name" or asked.then is None or not is_next:
            continue
        given = asked.then.given
        refused = next((one for one in said(after) if one.key.startswith("booking.refused.")), None)
        found.append(Identified(given["written"], given["day"], refused))
    return found


def said(reply: Reply) -> Iterator[Say]:
    """All sentences of a reply but those that cannot be interrupted."""
    yield from reply.lead
    if reply.question:
        yield from reply.question.news
        yield from reply.question.says


def offered(reply: Reply) -> list[tuple[str, str, str]]:
    """The hours to choose from, each as day (ISO), beginning and end on the office's clock."""
    found, day = [], ""
    for one in said(reply):
        if one.key in OFFER:
            day = one.values.get("day", day)
            found.append((day, *one.values["slot"]))
    return found


def places(replies: Sequence[Reply]) -> list[tuple[str, str, str]]:
    """All hours that were offered in a call, soonest first."""
    return sorted({place for reply in replies for place in offered(reply)})


def begins(place: tuple[str, str, str], zone: tzinfo) -> datetime:
    """When an offered hour begins."""
    return datetime.fromisoformat(f"{place[0]} {place[1]}").replace(tzinfo=zone)


def diary(replies: Sequence[Reply]) -> list[str]:
    """The inspector, who is free at just the hours that were offered; nobody where nobody is needed."""
    needed = any(one.refused is None or one.refused.key != WITHOUT for one in identified(replies))
    hours = "; ".join(f"{day} {since}-{until}" for day, since, until in places(replies))
    return [f"inspector {INSPECTOR} {hours or NEVER}"] if needed else []


def numbered(replies: Sequence[Reply]) -> dict[str, str]:
    """The tickets booked in a call, by number, as a .call file names them: the first hour that was held is (ticket 1).

    A ticket that was moved keeps its number: where it was booked in another call, it is not among them.
    """
    held: list[int] = []
    names: dict[str, str] = {}
    for reply in replies:
        number = next((one.values["number"] for one in said(reply) if one.key == "booking.number"), "")
        if number and held:
            names.setdefault(number, f"(ticket {len(held)})")
        for option in reply.question.options if reply.question else ():
            hold = option.to.given.get("held")
            if hold and hold not in held and not option.to.given.get("moving"):
                held.append(hold)
    return names


def citizen(one: Identified, replies: Sequence[Reply]) -> dict[str, str]:
    """What else the register knows of the petition: the name that is keyed as 882, and where the inspector writes."""
    keys = [each.key for reply in replies for each in said(reply)]
    facts = {"surname": "Țucă", "first_name": "Ana-Maria"}
    if one.refused is None or one.refused.key != WITHOUT:
        facts["inspector"] = INSPECTOR
    if "booking.write_down" not in keys and "booking.no_link" not in keys:
        facts["email"] = "ana@exemplu.invalid"
    return facts


def state_of(one: Identified, today: date) -> tuple[str, dict[str, str]]:
    """A state in which the petition is treated as it was, with its facts."""
    if one.refused is None or one.refused.key not in REFUSED_AS:
        return State.in_progress, {}
    state = REFUSED_AS[one.refused.key]
    days = one.refused.values.get("days")
    return state, {"answered": (today - timedelta(days=days)).isoformat()} if days else {}
