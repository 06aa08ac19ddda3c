"""A line that has been open for long, in a minute: calls with turns, what was counted, messages, tickets, events."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import count, islice, pairwise
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
from sqlalchemy import Table, make_url

import ivr.dialogues  # noqa: F401  every dialogue makes its steps known
from ivr.codec import encode
from ivr.counting import BY_HOUR, GOALS, Count
from ivr.engine import advance, pick_up
from ivr.hearing import Heard
from ivr.walk import call_of
from office.slots import Diary, WorkingHours, is_kept
from office.tickets import TicketNumber
from routing.appointments import practice_of
from routing.directory import Directory
from store import tables
from store.tallies import MONTH, WHOLE_DAY
from words.catalogue import Catalogue
from words.screen import open_screens

KEYS = ("1", "119368#", "1", "119368#", "1", "119368#", "1")  # of a call: a petition that is not found
OF_A_CALL = len(KEYS) + 1
COUNTED = 366  # days in the tallies
DAYS, EVENTS, MESSAGES, TICKETS, REQUESTS, SENTENCES = 90, 100_000, 200_000, 50_000, 5_000, 5_000
GOING_ON = 40  # calls in progress
INSPECTORS = 25
OPENS, CLOSES, QUARTER = time(9), time(17), timedelta(minutes=15)
TO_COME, OWED = 5_000, 100  # tickets still to come, and those of the past without an outcome
Row = tuple[Any, ...]


def fill(url: str, turns: int, directory: Directory, words: Catalogue, now: datetime) -> None:
    """Everything but petitions, of which there must be as many as tickets; `turns` of the last ninety days."""
    calls = turns // OF_A_CALL
    told = _told(directory, words, now)
    pour(url, tables.calls, "call caller shown began ended outcome seconds counted", _calls(calls, now))
    columns = "call turn at began language failures heard reply revision lookups"
    pour(url, tables.turns, columns, _turns(calls, told, now))
    pour(url, tables.tallies, "day hour what name n", _tallies(now.date()))
    pour(url, tables.unmatched, "sentence language n first_on last_on state", _sentences(now.date()))
    pour(url, tables.events, "at actor entity entity_id what before after", _events(now))
    pour(url, tables.callback_requests, "call phone about language state at", _requests(now))
    columns = "key kind channel recipient language given status created_at due expires_at told_at"
    pour(url, tables.messages, columns, _messages(now))
    pour(url, tables.inspectors, "id name function unit_id phone email active", _inspectors())
    pour(url, tables.working_hours, "inspector_id weekday begins ends", _hours())
    columns = (
        "number sequence petition_id inspector_id starts_at ends_at status channel phone language created_at"
    )
    pour(url, tables.tickets, columns, _tickets(list(_worked(directory, now)), now))
    pour(url, tables.absences, "inspector_id starts_at ends_at kind note", _absences(now))
    pour(url, tables.conclusions, "ticket_id version text author signed_at", _conclusions(now))


def sid(call: int) -> str:
    """How the carrier names one of the calls; the newest are those with the smallest numbers."""
    return f"CA{call:032}"


def ticket(place: int) -> str:
    """The number of one of the tickets; the newest are those with the smallest places."""
    return TicketNumber.of(1_000_000 + place).digits


def pour(url: str, table: Table, columns: str, rows: Iterable[Row]) -> None:
    """Writes rows into a table as fast as the database takes them."""
    names = columns.split()
    if url.startswith("sqlite"):
        row = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
        file = sqlite3.connect(make_url(url).database or "")
        with file:
            file.executemany(row, rows)
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        file.close()
        return
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as conn:
        conn.execute("SET TIME ZONE 'UTC'")
        with (
            conn.cursor() as cursor,
            cursor.copy(f"COPY {table.name} ({', '.join(names)}) FROM STDIN") as copy,
        ):
            for one in rows:
                copy.write_row(one)
        conn.execute(f"VACUUM ANALYZE {table.name}")


def _at(moment: datetime) -> str:
    """As both databases read it."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}.000000"


def _told(directory: Directory, words: Catalogue, now: datetime) -> list[str]:
    """The replies of one call, as they are stored."""
    call = call_of(directory, "ro", now)
    turn = pick_up(call)
    replies = [encode(turn.reply)]
    for keys in KEYS:
        turn = advance(turn.reply, Heard(keys=keys), call, words)
        replies.append(encode(turn.reply))
    return replies


def _began(call: int, calls: int, now: datetime) -> datetime:
    """The first ones go on at this moment, the others lie evenly in the past."""
    if call < GOING_ON:
        return now - timedelta(seconds=60 + call)
    return now - timedelta(minutes=10) - timedelta(days=DAYS) * (call / calls)


def _calls(calls: int, now: datetime) -> Iterator[Row]:
    for call in range(calls):
        began = _began(call, calls, now)
        is_over = call >= GOING_ON
        ended = _at(began + timedelta(seconds=90)) if is_over else None
        caller = f"{call % 50_000:032x}"
        yield sid(call), caller, "+40 7•• ••• 111", _at(began), ended, "completed" * is_over, 90, is_over


def _turns(calls: int, told: list[str], now: datetime) -> Iterator[Row]:
    for call in range(calls):
        began = _began(call, calls, now)
        for turn, reply in enumerate(told):
            heard = '{"keys": "1"}' if turn else "{}"
            at = _at(began + timedelta(seconds=7 * turn))
            yield sid(call), turn, at, _at(began), "ro", turn // 4, heard, reply, 1, 0


def _tallies(today: date) -> Iterator[Row]:
    """Every question, every way to three others, every service, in every hour."""
    places = [key.removeprefix("place.") for key in open_screens()["ro"].texts if key.startswith("place.")]
    kinds = ("asked", "answered", "miss", "misheard", "silence", "zero", "hangup", "seconds")
    daily = [(what, place) for place in places for what in kinds]
    daily += [("path", f"{one}>{there}") for by in (1, 2, 5) for one, there in pairwise(places[::by])]
    hourly = [("calls", ""), ("repeat", ""), *(("language", code) for code in ("ro", "hu", "en"))]
    hourly += [("outcome", one) for one in ("completed", "busy", "no-answer", "failed", "canceled")]
    hourly += [(what, service) for service in GOALS for what in ("began", "done")]
    assert {what for what, _ in hourly} == set(BY_HOUR)
    months = Counter[Row]()
    for row in _days_told(today, daily, hourly):
        yield row
        day, hour, what, name, n = row
        months[f"{day[:7]}-01", MONTH + hour, what, name] += n
    yield from ((*row, n) for row, n in months.items())


def _days_told(today: date, daily: Sequence[Count], hourly: Sequence[Count]) -> Iterator[Row]:
    for ago in range(COUNTED):
        day = (today - timedelta(days=ago)).isoformat()
        for at, (what, name) in enumerate([*daily, *hourly, ("length", "")]):
            yield day, WHOLE_DAY, what, name, {"asked": 900, "seconds": 9000}.get(what, 40 + at % 50)
        for hour in range(WHOLE_DAY):
            yield from ((day, hour, what, name, 2 + at % 3) for at, (what, name) in enumerate(hourly))


def _sentences(today: date) -> Iterator[Row]:
    for number in range(SENTENCES):
        said = f"vecinul meu are un {number} de neînțeles"
        yield said, "ro", SENTENCES - number, today.isoformat(), today.isoformat(), "new"


def _events(now: datetime) -> Iterator[Row]:
    for number in range(EVENTS):
        at = _at(now - timedelta(minutes=number))
        yield at, "user supervisor", "ticket", str(number % TICKETS + 1), "booked", "", ""


def _requests(now: datetime) -> Iterator[Row]:
    for number in range(REQUESTS):
        state = "open" if number < 100 else "done"
        at = _at(now - timedelta(minutes=20 * number))
        yield sid(number), f"+4072{number:07}", "", "ro", state, at


def _messages(now: datetime) -> Iterator[Row]:
    for number in range(MESSAGES):
        at = _at(now - timedelta(minutes=number / 2))
        status = "created" if number < 20 else "permanent-failure" if number % 100 == 0 else "delivered"
        yield (
            f"key-{number}", "sms.contact", "sms", f"+4072{number:07}", "ro", "{}", status, at, at,
            _at(now + timedelta(days=1)), at,
        )  # fmt: skip


def _inspectors() -> Iterator[Row]:
    for number in range(INSPECTORS):
        yield f"i{number}", f"Exemplu {number}", "inspector", "mai_dsg", f"+4021000{number:04}", "", True


def _hours() -> Iterator[Row]:
    for number in range(INSPECTORS):
        yield from ((f"i{number}", weekday, f"{OPENS}.000000", f"{CLOSES}.000000") for weekday in range(5))


def _absences(now: datetime) -> Iterator[Row]:
    """Two of the inspectors fell ill with their days full."""
    yield from ((each, _at(now), _at(now + timedelta(days=2)), "illness", "") for each in ("i0", "i1"))


def _worked(directory: Directory, now: datetime) -> Iterator[datetime]:
    """The quarter hours that inspectors work, the newest first: enough for all tickets."""
    zone, hours = ZoneInfo("Europe/Bucharest"), [WorkingHours(day, OPENS, CLOSES) for day in range(5)]
    practice, diary = practice_of(directory, zone), Diary(tuple(hours))
    hour, kept = now.replace(minute=0, second=0, microsecond=0), TO_COME // INSPECTORS
    ahead = (hour + QUARTER * n for n in count(4))
    yield from reversed(list(islice((at for at in ahead if is_kept(diary, at, practice)), kept)))
    back = (hour - QUARTER * n for n in count())
    yield from islice((at for at in back if is_kept(diary, at, practice)), TICKETS // INSPECTORS - kept)


def _tickets(worked: Sequence[datetime], now: datetime) -> Iterator[Row]:
    """All quarter hours of each inspector, the first ones still to come."""
    for place in range(TICKETS):
        starts = worked[place // INSPECTORS]
        status = "booked" if starts > now else "done" if place % 10 else "no_answer"
        yield (
            ticket(place), 1, place + 1, f"i{place % INSPECTORS}", _at(starts), _at(starts + QUARTER), status,
            "phone", f"+4072{place:07}", "ro", _at(starts - timedelta(days=3)),
        )  # fmt: skip


def _conclusions(now: datetime) -> Iterator[Row]:
    for place in range(TO_COME + OWED, TICKETS):
        if place % 10:
            yield place + 1, 1, "Cererea este în lucru.", f"user i{place % INSPECTORS}", _at(now)
