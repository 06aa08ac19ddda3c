"""An inspector wants the call now, before its hour or after nobody was reached: whether that may be, or why not."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum, auto

from office.ringing import OPEN, Ring, waking
from office.slots import Diary, Practice, Span
from office.tickets import BlueTicket, Channel, Status

EARLY = timedelta(minutes=15)
AGAIN = (Status.booked, Status.calling, Status.no_answer, Status.postponed)


class Hindrance(StrEnum):
    """Why nobody is rung now."""

    not_by_phone = auto()
    over = auto()
    no_number = auto()
    being_rung = auto()
    too_early = auto()
    another_day = auto()
    quiet = auto()
    not_there = auto()
    other_talk = auto()
    other_ticket = auto()  # the citizen has booked another one since


def hindrance(
    ticket: BlueTicket, rings: Sequence[Ring], diary: Diary, now: datetime, practice: Practice
) -> Hindrance | None:
    """Why a ticket cannot be rung for now, None if it can; `diary` is the inspector's, without this ticket.

    From a quarter of an hour before the start until the end of the day, while no telephone rings for it, within the
    inspector's hours and never in the quiet ones (docs/decisions/).
    """
    return (
        _never(ticket, rings)
        or _by_the_clock(ticket, now, practice)
        or _by_the_diary(ticket, diary, now, practice)
    )


def window(ticket: BlueTicket, now: datetime, practice: Practice) -> Span:
    """The quarter of an hour in which it is rung: its own, or a new one from now where too little is left of that."""
    if now <= ticket.ends_at - practice.rules.shortest_talk:
        return Span(ticket.starts_at, ticket.ends_at)
    return Span(now, now + practice.rules.length)


def next_attempt(rings: Sequence[Ring]) -> int:
    """The number of the attempt that would come next."""
    return max((ring.n for ring in rings), default=0) + 1


def _never(ticket: BlueTicket, rings: Sequence[Ring]) -> Hindrance | None:
    if ticket.channel is not Channel.phone:
        return Hindrance.not_by_phone
    if ticket.status not in AGAIN:
        return Hindrance.over
    if not ticket.phone:
        return Hindrance.no_number
    if ticket.status is Status.calling and _is_going_on(rings):
        return Hindrance.being_rung
    return None


def _is_going_on(rings: Sequence[Ring]) -> bool:
    """Whether a telephone rings or is talked into."""
    return any(ring.state in OPEN for ring in rings if ring.n == next_attempt(rings) - 1)


def _by_the_clock(ticket: BlueTicket, now: datetime, practice: Practice) -> Hindrance | None:
    if practice.today(now) != practice.today(ticket.starts_at):
        return Hindrance.too_early if now < ticket.starts_at else Hindrance.another_day
    if now < ticket.starts_at - EARLY:
        return Hindrance.too_early
    return Hindrance.quiet if waking(now, practice.rules, practice.zone) != now else None


def _by_the_diary(ticket: BlueTicket, diary: Diary, now: datetime, practice: Practice) -> Hindrance | None:
    local = now.astimezone(practice.zone)
    day, at = local.date(), local.time()
    works = any(hours.covers(day) and hours.begins <= at < hours.ends for hours in diary.hours)
    away = any(span.touches(now, now + timedelta(seconds=1)) for span in diary.absences)
    if away or not works or practice.is_closed_on(day):
        return Hindrance.not_there
    talk = (now, now + practice.rules.length) if now < ticket.starts_at else _span(ticket, now, practice)
    return Hindrance.other_talk if any(span.touches(*talk) for span in diary.taken) else None


def _span(ticket: BlueTicket, now: datetime, practice: Practice) -> tuple[datetime, datetime]:
    found = window(ticket, now, practice)
    return found.begins, found.ends
