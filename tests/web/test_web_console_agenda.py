"""An inspector opens the agenda: what is owed on top, the day as a grid, each ticket with all that is known of it."""

import threading
from collections.abc import Callable
from datetime import time, timedelta
from pathlib import Path

import pytest
from blue_ticket import INSPECTOR as ID
from blue_ticket import ZONE
from conftest_gunicorn import rows
from evening import CITIZEN, INSPECTOR, SUBJECT, Evening, opened
from house import House
from icalendar import Calendar
from lxml import html
from sqlalchemy import insert, update
from visitor import Visitor, signed_in

from office.users import Role
from store.database import work
from store.tables import absences, petitions, tickets, working_hours
from store.users import change

SCRIPT = "<script>alert('groapa')</script>"


@pytest.fixture
def evening(build_house: Callable[..., House], tmp_path: Path) -> Evening:
    """A ticket for Wednesday at nine; it is a quarter to nine."""
    evening = opened(build_house, tmp_path / "post", email="ana@example.ro")
    evening.house.clock.move(minutes=-15)
    with work(evening.house.store) as unit:  # the inspector is there before the first hour that is given
        unit.begin().execute(update(working_hours).values(begins=time(8)))
    return evening


@pytest.fixture
def inspector(evening: Evening) -> Visitor:
    return signed_in(evening.house, Role.inspector, inspector_id=ID)


def page_of(evening: Evening) -> str:
    return f"/tickets/{evening.ticket.number.digits}"


def ring(visitor: Visitor, evening: Evening, attempt: int = 1) -> int:
    visitor.get(page_of(evening))
    return visitor.post(f"{page_of(evening)}/ring", attempt=attempt, follow=False).status_code


def test_the_day_shows_who_comes_and_where_there_is_time(evening: Evening, inspector: Visitor) -> None:
    """The ticket stands at its quarter of an hour, the rest is free; leave and other hours say so."""
    inspector.get("/agenda")
    assert "miercuri, 3 martie 2027" in inspector.read
    assert f"09:00 09:00–09:15 {evening.ticket.number.text} programat {SUBJECT}" in inspector.read
    assert '<td class="free" rowspan="3">' in inspector.last.text
    with work(evening.house.store) as unit:
        away = {
            "starts_at": evening.ticket.ends_at,
            "ends_at": evening.ticket.ends_at + timedelta(minutes=30),
        }
        unit.begin().execute(insert(absences).values(inspector_id=ID, kind="leave", **away))
    inspector.get("/agenda")
    assert '<td class="away" rowspan="2">' in inspector.last.text
    inspector.get("/agenda", day="2027-03-02", view="week")
    assert evening.ticket.number.text in inspector.read
    assert inspector.last.text.count('<th scope="col"') == 8
    assert inspector.last.text.count('aria-current="date"') == 2
    inspector.get("/agenda", day="2027-03-02")
    assert evening.ticket.number.text not in inspector.read
    assert "day=2027-03-03" in inspector.last.text


@pytest.mark.parametrize("day", ["", "tomorrow", "9999-12-31", "0001-01-01"])
def test_a_day_that_is_none_is_today(inspector: Visitor, day: str) -> None:
    assert inspector.get("/agenda", day=day).status_code == 200
    assert "3 martie 2027" in inspector.read


def test_every_row_of_a_week_has_all_its_days(evening: Evening, inspector: Visitor) -> None:
    """With what spans several rows counted in, each row is as wide as the head: also when the clock changes."""
    for day in ("2027-03-03", "2027-03-28", "2027-10-31"):
        inspector.get("/agenda", day=day, view="week")
        (body,) = html.fromstring(inspector.last.text).xpath("//table[@class='agenda']/tbody")
        cells = sum(int(cell.get("rowspan", "1")) for cell in body.iter("td"))
        assert cells == 7 * len(body.findall("tr"))


def test_a_talk_without_an_outcome_stays_on_top_with_a_counter(evening: Evening, inspector: Visitor) -> None:
    """In the title and in the menu, of every page, until it is written."""
    inspector.get("/agenda")
    assert "fără rezultat" not in inspector.read
    with work(evening.house.store) as unit:
        unit.begin().execute(update(tickets).values(status="done"))
    evening.house.clock.move(minutes=31)
    inspector.get("/agenda", day="2027-03-09")
    assert "<title>(1) Agenda" in inspector.last.text
    assert "O convorbire fără rezultat scris" in inspector.read
    inspector.get("/calendar")
    assert "Agenda 1 un lucru de făcut" in inspector.read


def test_an_inspector_sees_only_their_own(evening: Evening, inspector: Visitor) -> None:
    """Another's ticket is none, whatever is asked about it; so is a wrong number, and everything for nobody's user."""
    for login, theirs in (("altul", "i2"), ("nimeni", "")):
        other = signed_in(evening.house, Role.inspector, login, theirs)
        other.get("/agenda", inspector=ID)
        assert evening.ticket.number.text not in other.read
        for page in ("", "/outcome", "/outcome/preview", "/outcome/preview.pdf", "/rings", "/versions/1.pdf"):
            assert other.get(page_of(evening) + page).status_code == 404, page
        other.get("/agenda")
        for form in ("/ring", "/outcome", "/outcome/draft", "/outcome/sign"):
            other.get("/calendar")
            assert other.post(page_of(evening) + form, attempt=1, do="cancel").status_code == 404, form
        other.get("/calendar")
        assert other.post(page_of(evening) + "/see-to", do="cancel").status_code == 404
    assert inspector.get("/tickets/12345678").status_code == 404
    assert evening.ticket.status == "booked"


def test_a_supervisor_sees_everybody_or_one(evening: Evening) -> None:
    supervisor = signed_in(evening.house, Role.supervisor)
    supervisor.get("/agenda")
    assert evening.ticket.number.text in supervisor.read
    supervisor.get("/agenda", inspector=ID)
    assert f"09:00 09:00–09:15 {evening.ticket.number.text}" in supervisor.read
    supervisor.get("/agenda", inspector="nobody")
    assert evening.ticket.number.text not in supervisor.read
    assert supervisor.get(page_of(evening)).status_code == 200
    assert "Sună acum" not in supervisor.read
    assert supervisor.post(f"{page_of(evening)}/ring", attempt=1).status_code == 403


def test_a_ticket_tells_what_it_is_about_and_no_number(evening: Evening, inspector: Visitor) -> None:
    """Subject, petition, state, how they identified; the telephone and the address are masked; who looked is known."""
    inspector.get(page_of(evening))
    for told in (
        SUBJECT,
        "în lucru",
        "Poliția Română",
        "+40 7•• ••• 111",
        "a•••@example.ro",
        "loc reținut",
        "programat",
    ):
        assert told in inspector.read, told
    for private in (CITIZEN, "722000111", "ana@example.ro", "Exemplu Ion"):
        assert private not in inspector.last.text
    looked = rows(evening.house.store, "SELECT what, entity_id FROM events WHERE entity = 'page'")
    assert ("ticket_page", evening.ticket.number.digits) in [tuple(row) for row in looked]


def test_a_script_in_a_subject_is_text(evening: Evening, inspector: Visitor) -> None:
    """On the agenda, on the ticket's page and on the outcome's."""
    with work(evening.house.store) as unit:
        unit.begin().execute(update(petitions).values(subject=SCRIPT))
    for page in ("/agenda", page_of(evening), f"{page_of(evening)}/outcome"):
        inspector.get(page)
        assert "<script>alert" not in inspector.last.text
        assert "&lt;script&gt;alert" in inspector.last.text


def test_the_inspector_has_the_call_before_the_hour(evening: Evening, inspector: Visitor) -> None:
    """Both are rung by the worker, as at the hour; the talk has its quarter of an hour from then, with its warning."""
    assert ring(inspector, evening) == 303
    assert not evening.rings(INSPECTOR), "rung by somebody else than the worker"
    evening.works()
    phone = evening.inspector_accepts()
    citizen = evening.picks_up(CITIZEN)
    citizen.presses("1")
    phone.waits()
    inspector.get(f"{page_of(evening)}/rings")
    assert (
        inspector.read == "inspectorul: este în convorbire (08:45) ; cetățeanul: este în convorbire (08:45)"
    )
    assert (phone.line.pending or {})["timeLimit"] == "900"
    evening.works(minutes=14)
    assert citizen.listens() == "Mai este un minut până la sfârșitul convorbirii."
    evening.works(minutes=1)
    phone.listens()
    evening.works()
    assert evening.ticket.status == "done"
    assert evening.ticket.starts_at.astimezone(ZONE).hour == 8


def test_a_worker_whose_clock_is_behind_rings_at_once(evening: Evening, inspector: Visitor) -> None:
    """Two machines never agree to the second; two processes that were told an hour are half a minute apart."""
    assert ring(inspector, evening) == 303
    evening.works(seconds=-30)
    assert evening.rings(INSPECTOR)


def test_whoever_is_not_reached_early_is_rung_at_the_hour_as_promised(
    evening: Evening, inspector: Visitor
) -> None:
    ring(inspector, evening)
    evening.works()
    evening.inspector_accepts()
    evening.rejects(CITIZEN)
    evening.works(minutes=10)
    assert not evening.rings(INSPECTOR), "rung again before the hour, which nobody asked for"
    for attempt in range(3):
        evening.to(evening.ticket.starts_at + timedelta(minutes=4 * attempt))
        evening.inspector_accepts()
        evening.rejects(CITIZEN)
    evening.works(seconds=1)
    assert evening.ticket.status == "no_answer"
    assert len(evening.states) == 8


def test_pressed_twice_it_rings_once(evening: Evening, inspector: Visitor) -> None:
    """One after the other, at the same moment, or with the page of before: one row, one call."""
    inspector.get(page_of(evening))
    token, address = inspector.token, f"{evening.house.address}/console{page_of(evening)}/ring"
    answers: list[int] = []

    def press() -> None:
        given = {"csrf": token, "attempt": "1"}
        answer = inspector.session.post(address, data=given, timeout=20, allow_redirects=False)
        answers.append(answer.status_code)

    threads = [threading.Thread(target=press) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    evening.works()
    evening.rejects(INSPECTOR)
    press()
    evening.works()
    assert answers == [303] * 7
    assert evening.states == ["1 inspector busy"]
    asked = rows(evening.house.store, "SELECT actor FROM events WHERE what = 'ring now'")
    assert asked == [("user #1",)]
    inspector.get(page_of(evening))
    assert "apel cerut pe loc user inspector" in inspector.read


def test_after_an_unreached_try_it_is_rung_again_the_same_day(evening: Evening, inspector: Visitor) -> None:
    """A new quarter of an hour of its own; the next day there is nothing to press any more."""
    evening.to(evening.ticket.ends_at)
    assert evening.ticket.status == "postponed"
    evening.house.clock.move(minutes=20)
    assert ring(inspector, evening) == 303
    evening.works()
    phone = evening.inspector_accepts()
    evening.picks_up(CITIZEN).presses("1")
    phone.waits()
    assert (phone.line.pending or {})["timeLimit"] == "900"
    phone.hangs_up()
    evening.works()
    assert evening.ticket.status == "done"
    inspector.get(page_of(evening))
    assert "Nu se mai sună: tichetul este încheiat" in inspector.read


@pytest.mark.parametrize(
    ("minutes", "why"),
    [
        (-16, "Încă nu se sună"),
        (55, "acum nu sunteți în program"),
        (24 * 60, "ziua tichetului a trecut"),
        (12 * 60, "orele de liniște"),
    ],
)
def test_what_is_in_the_way_is_said_in_words(
    evening: Evening, inspector: Visitor, minutes: int, why: str
) -> None:
    """Too early, after work, on another day, at night: no button, and who sends the form anyway is told."""
    evening.house.clock.now = evening.ticket.starts_at + timedelta(
        minutes=minutes + (5 if minutes == 55 else 0)
    )
    login = signed_in(evening.house, Role.inspector, "again", ID)
    login.get(page_of(evening))
    assert why in login.read
    assert "Sună acum" not in login.read
    assert ring(login, evening) == 409
    assert evening.states == []


def test_a_talk_beside_another_ticket_is_refused(evening: Evening, inspector: Visitor) -> None:
    """And a citizen who has taken another ticket since keeps the new one."""
    evening.to(evening.ticket.ends_at)
    ticket = evening.ticket
    row = {
        name: getattr(ticket, name)
        for name in ("petition_id", "inspector_id", "channel", "phone", "language")
    }
    later = {"number": "10000007", "sequence": 0, "status": "booked", "created_at": ticket.created_at}
    at = {
        "starts_at": ticket.ends_at + timedelta(minutes=15),
        "ends_at": ticket.ends_at + timedelta(minutes=30),
    }
    with work(evening.house.store) as unit:
        unit.begin().execute(insert(tickets).values(**row, **later, **at))
    assert ring(inspector, evening) == 409
    assert "a luat între timp alt tichet" in inspector.read
    evening.house.clock.move(minutes=5)
    assert ring(inspector, evening) == 409
    assert "aveți alt tichet" in inspector.read
    assert (evening.ticket.status, evening.states) == ("postponed", [])


def address_of(visitor: Visitor) -> str:
    visitor.get("/calendar")
    visitor.post("/calendar")
    return visitor.last.text.split('readonly value="')[1].split('"')[0].split("/console")[1]


def test_a_calendar_reads_the_tickets_at_a_secret_address(evening: Evening, inspector: Visitor) -> None:
    """Without a session; the number and the hour, nothing of the citizen; a cancelled one says so."""
    feed = address_of(inspector)
    assert feed.split("/")[-1].removesuffix(".ics") not in str(
        rows(evening.house.store, "SELECT feed FROM users")
    )
    calendar = Visitor(evening.house)
    read = calendar.get(feed)
    assert read.headers["Content-Type"].startswith("text/calendar")
    (event,) = Calendar.from_ical(read.content).walk("VEVENT")
    assert (str(event["summary"]), str(event["status"])) == (
        f"Tichet albastru {evening.ticket.number.text}",
        "CONFIRMED",
    )
    assert event["dtstart"].dt == evening.ticket.starts_at
    for private in (SUBJECT, "Exemplu", "722", "ana@"):
        assert private not in read.text
    uid = str(event["uid"])
    with work(evening.house.store) as unit:
        unit.begin().execute(update(tickets).values(status="cancelled_by_citizen"))
    (event,) = Calendar.from_ical(calendar.get(feed).content).walk("VEVENT")
    assert (str(event["uid"]), str(event["status"])) == (uid, "CANCELLED")


def test_an_address_that_is_not_open_leads_nowhere(evening: Evening, inspector: Visitor) -> None:
    """A wrong secret, the one before, one that was shut, and that of somebody who has left."""
    before = address_of(inspector)
    feed = address_of(inspector)
    calendar = Visitor(evening.house)
    assert [calendar.get(one).status_code for one in (before, "/feed/.ics", "/feed/x.ics", feed)] == [
        404,
        404,
        404,
        200,
    ]
    with work(evening.house.store) as unit:
        change(unit.begin(), "inspector", active=False)
    assert calendar.get(feed).status_code == 404
    with work(evening.house.store) as unit:
        change(unit.begin(), "inspector", active=True)
    inspector.sign_in("inspector")
    inspector.get("/calendar")
    inspector.post("/calendar/off")
    assert "Adresa nu mai duce nicăieri" in inspector.read
    assert calendar.get(feed).status_code == 404


def test_nobody_else_opens_these_pages(evening: Evening) -> None:
    """Auditors and administrators have no business here."""
    for role in (Role.auditor, Role.administrator):
        other = signed_in(evening.house, role)
        for page in ("/agenda", "/absences", "/calendar", page_of(evening), f"{page_of(evening)}/outcome"):
            assert other.get(page).status_code == 403
