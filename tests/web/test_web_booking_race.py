"""Sixty-four callers want the one free quarter of an hour in one moment: one has it, the others hear so kindly."""

import multiprocessing
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import count
from typing import Any

import pytest
from conftest_gunicorn import Answer, Caller, Gunicorn, Request, rows
from sqlalchemy import insert

from office.staff import staff_row
from store import inspectors
from store.database import work
from store.tables import petitions

pytest_plugins = ("conftest_gunicorn",)

CALLERS = 64
DAY = "2026-03-05"  # a Thursday, three days after the clock of the tests
PATIENCE = 60.0
KIND = "Ne pare rău, ora aceasta tocmai s-a ocupat."
FRESH = count(1)


@pytest.fixture
def office(ready: Gunicorn) -> tuple[str, range]:
    """An inspector with one quarter of an hour in all, and a petition for each caller; the ids are new each time."""
    place = next(FRESH)
    inspector, numbers = f"race-{place}", range(place * 1000 + 1, place * 1000 + 1 + CALLERS)
    cells = {"id": inspector, "name": "Exemplu", "unit_id": "igpr", "phone": "+40210000001"}
    hours = {"hours": "joi 09:00-09:15", "valid_from": DAY, "valid_to": DAY}
    with work(ready.store) as unit:
        conn = unit.begin()
        inspectors.upsert(conn, [staff_row(cells | hours, {"igpr"})])
        conn.execute(insert(petitions), [_petition(number, inspector) for number in numbers])
    return inspector, numbers


def _petition(number: int, inspector: str) -> dict[str, Any]:
    return {
        "number": number,
        "filed_on": date(2026, 2, 18),
        "registration_number": str(number),
        "surname": "Exemplu",
        "first_name": "Ana",
        "institution_id": "igpr",
        "inspector_id": inspector,
        "state": "in_progress",
        "state_on": date(2026, 2, 20),
    }


def offered_the_place(ready: Gunicorn, number: int) -> Caller:
    """A call that has come to the free times: identified by keys, offered one."""
    caller = ready.caller(f"+4074{number:07}")
    caller.does()
    for keys in ("5", "1", f"{number}#", "1", "18022026#", "1", "393#"):
        ended = {"FinishedOnKey": "#"} if keys.endswith("#") else {}
        caller.does(Digits=keys.rstrip("#"), **ended)
    assert "cinci martie" in caller.answers[-1].said, caller.answers[-1].said
    return caller


def at_once(requests: list[Request]) -> list[Answer]:
    """The answers to requests that as many processes, all connected, send in one moment."""
    context = multiprocessing.get_context("fork")
    start, answers = context.Barrier(len(requests)), context.SimpleQueue()

    def one(at: int) -> None:
        connection = requests[at].connected(PATIENCE)
        start.wait(PATIENCE)
        answers.put((at, requests[at].over(connection)))

    processes = [context.Process(target=one, args=(at,), daemon=True) for at in range(len(requests))]
    for process in processes:
        process.start()
    got = dict(answers.get() for _ in requests)
    for process in processes:
        process.join(PATIENCE)
    return [got[at] for at in range(len(requests))]


@pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork.*:DeprecationWarning")
def test_of_sixty_four_processes_one_books_the_place(ready: Gunicorn, office: tuple[str, range]) -> None:
    """One booking, sixty-three kind answers, no error, and not a word about locks."""
    inspector, numbers = office
    before = len(ready.lines)  # other tests break this very line on purpose
    with ThreadPoolExecutor(8) as pool:
        callers = list(pool.map(lambda number: offered_the_place(ready, number), numbers))
    answers = at_once([caller.request(Digits="1") for caller in callers])
    assert {one.status for one in answers} == {200}
    got = [caller for caller, answer in zip(callers, answers, strict=True) if KIND not in answer.said]
    assert len(got) == 1, [one.said for one in answers if KIND not in one.said]
    assert "Inspectorul nu are niciun loc liber" in next(one.said for one in answers if KIND in one.said)
    winner = got[0]
    winner.heard(answers[callers.index(winner)])
    winner.does(Digits="1")
    assert "Am programat" in winner.does(Digits="1").said
    held = "SELECT status FROM tickets WHERE inspector_id = :id"
    assert rows(ready.store, held, id=inspector) == [("booked",)]
    bad = [
        line
        for line in ready.lines[before:]
        if re.search(r"lock|[Ff]ailed|Traceback|\"(error|warning)\"", line)
    ]
    # the clock of these tests stands before the day on which the routing file was looked up
    assert [line for line in bad if "routing file" not in line] == []


@pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork.*:DeprecationWarning")
def test_sixty_four_yeses_of_one_caller_are_one_ticket(ready: Gunicorn, office: tuple[str, range]) -> None:
    """The carrier repeats the yes that books: one ticket, one SMS, one reminder, and the same words each time."""
    _, numbers = office
    caller = offered_the_place(ready, numbers[0])
    caller.does(Digits="1")
    caller.does(Digits="1")
    answers = at_once([caller.request(Digits="1")] * CALLERS)
    assert len({one.body for one in answers}) == 1
    assert "Am programat" in answers[0].said
    sent = rows(
        ready.store, "SELECT kind FROM messages WHERE recipient = :to ORDER BY kind", to=caller.number
    )
    assert sent == [("sms.ticket.booked",), ("sms.ticket.reminder",)]
