"""Whoever asked to be rung back is found, rung and ticked off; the number is shown only where it is needed."""

from datetime import timedelta

import pytest
from house import House
from visitor import Visitor, signed_in

from office.users import Role
from store import requests
from store.database import work
from store.requests import CallbackRequest
from store.tables import events

PHONE, MASKED = "+40722000111", "+40 7•• ••• 111"


def leave(house: House, count: int = 1) -> list[CallbackRequest]:
    with work(house.store) as unit:
        for n in range(count):
            at = house.clock.now - timedelta(minutes=count - n)
            requests.leave(unit.begin(), call=f"CA{n}", phone=PHONE, about=f"10{n}", language="ro", now=at)
    with work(house.store) as unit:
        return requests.waiting(unit.conn, 1000)


@pytest.fixture
def supervisor(house: House) -> Visitor:
    return signed_in(house, Role.supervisor)


def told(house: House, entity: str) -> list[tuple[str, str, str, str]]:
    rows = events.select().where(events.c.entity == entity).order_by(events.c.id)
    with work(house.store) as unit:
        return [(row.entity_id, row.what, row.before, row.after) for row in unit.conn.execute(rows)]


def test_the_list_shows_who_waits_longest_first_and_no_number(house: House, supervisor: Visitor) -> None:
    leave(house, 3)
    supervisor.get("/callbacks")
    assert MASKED in supervisor.read
    assert PHONE not in supervisor.last.text
    assert supervisor.read.index("100") < supervisor.read.index("101") < supervisor.read.index("102")


def test_the_number_is_on_its_own_page_and_who_looked_is_written_down(
    house: House, supervisor: Visitor
) -> None:
    (one,) = leave(house)
    supervisor.get(f"/callbacks/{one.id}")
    assert f"tel:{PHONE}" in supervisor.last.text
    assert (str(one.id), "callback", "", "") in told(house, "page")


def test_a_request_that_is_done_is_off_the_list_and_the_event_holds_no_number(
    house: House, supervisor: Visitor
) -> None:
    (one,) = leave(house)
    supervisor.get(f"/callbacks/{one.id}")
    supervisor.post(f"/callbacks/{one.id}", state="done", note="i s-a răspuns", seen="")
    assert MASKED not in supervisor.read
    supervisor.get("/callbacks", state="done")
    assert "i s-a răspuns" in supervisor.read
    assert told(house, "callback") == [(str(one.id), "state", "open", "done")]


def test_of_two_who_change_one_request_the_second_reads_what_the_first_did_and_keeps_her_words(
    house: House, supervisor: Visitor
) -> None:
    (one,) = leave(house)
    second = signed_in(house, Role.supervisor, "other")
    supervisor.get(f"/callbacks/{one.id}")
    second.get(f"/callbacks/{one.id}")
    supervisor.post(f"/callbacks/{one.id}", state="in_progress", note="sun eu", seen="")
    answer = second.post(f"/callbacks/{one.id}", state="unreached", note="nu răspunde", seen="")
    assert answer.status_code == 409
    assert "sun eu" in second.read
    assert "nu răspunde" in second.read
    with work(house.store) as unit:
        found = requests.request_of(unit.conn, one.id)
    assert found is not None
    assert (found.state, found.changed_by) == ("in_progress", "user #1")
    second.get(f"/callbacks/{one.id}")
    assert "user supervisor" in second.read


def test_a_note_that_is_too_long_is_kept_in_the_form(house: House, supervisor: Visitor) -> None:
    (one,) = leave(house)
    supervisor.get(f"/callbacks/{one.id}")
    answer = supervisor.post(f"/callbacks/{one.id}", state="done", note="x" * 2001, seen="")
    assert answer.status_code == 422
    assert "x" * 2001 in answer.text


def test_a_long_list_has_pages(house: House, supervisor: Visitor) -> None:
    leave(house, 60)
    supervisor.get("/callbacks")
    assert supervisor.read.count(MASKED) == 50
    supervisor.get("/callbacks", part=2)
    assert supervisor.read.count(MASKED) == 10


def test_a_state_nobody_knows_and_a_request_nobody_made_are_refused(
    house: House, supervisor: Visitor
) -> None:
    (one,) = leave(house)
    supervisor.get(f"/callbacks/{one.id}")
    assert supervisor.post(f"/callbacks/{one.id}", state="gone", seen="").status_code == 400
    assert supervisor.get("/callbacks/999999").status_code == 404


def test_a_note_is_shown_as_text_never_run(house: House, supervisor: Visitor) -> None:
    (one,) = leave(house)
    supervisor.get(f"/callbacks/{one.id}")
    supervisor.post(f"/callbacks/{one.id}", state="unreached", note="<script>x()</script>", seen="")
    assert "<script>x()" not in supervisor.last.text
    assert "<script>x()</script>" in supervisor.read
