"""A whole evening with two telephones: rung on time, joined, warned, ended; or missed, and told so."""

from collections.abc import Callable
from pathlib import Path

import pytest
from evening import CITIZEN, INSPECTOR, SUBJECT, Evening, opened
from house import House

from jobs.send import send
from office.tickets import Rules, Status
from store.database import work
from store.tickets import cancel


@pytest.fixture
def evening(build_house: Callable[..., House], tmp_path: Path) -> Evening:
    return opened(build_house, tmp_path / "post")


def test_nobody_is_rung_before_the_hour(evening: Evening) -> None:
    """Not a second too early."""
    evening.house.clock.move(seconds=-1)
    evening.works()
    assert evening.ticket.status is Status.booked
    assert not evening.rings(INSPECTOR)


def test_the_two_are_joined_warned_and_parted(evening: Evening) -> None:
    """The inspector hears what about and presses 1, then the citizen is rung; after fourteen minutes one is left."""
    evening.works()
    assert evening.ticket.status is Status.calling
    assert not evening.rings(CITIZEN), "the citizen is rung before the inspector has accepted"
    inspector = evening.picks_up(INSPECTOR)
    assert SUBJECT in inspector.heard[-1]
    assert "Tichetul Albastru" in inspector.heard[-1]
    assert "Petiția unu" in inspector.heard[-1]
    assert "Îl sunăm pe cetățean" in inspector.presses("1")
    evening.works()
    citizen = evening.picks_up(CITIZEN)
    assert citizen.heard[-1].startswith("Bună ziua. Vă sună Primăria")
    assert "petiți" not in citizen.heard[-1], "an answering machine hears about the petition"
    assert "petiția unu" in citizen.presses("1")
    assert citizen.line.room
    assert "Cetățeanul este pe fir" in inspector.waits()
    assert inspector.line.room == citizen.line.room
    assert (inspector.line.pending or {})["timeLimit"] == "900"
    evening.works(minutes=13, seconds=59)
    assert inspector.listens() == ""
    evening.works(seconds=1)
    assert inspector.listens() == citizen.listens() == "Mai este un minut până la sfârșitul convorbirii."
    evening.works(seconds=59)
    assert inspector.listens() == "", "the warning was spoken twice"
    evening.works(seconds=1)
    assert "scrieți concluziile" in inspector.listens()
    assert "Vă mulțumim" in citizen.listens()
    evening.works()
    assert evening.states == ["1 inspector talked", "1 citizen talked"]
    assert evening.ticket.status is Status.done
    assert evening.told == []


def test_who_hangs_up_ends_the_talk_for_both(evening: Evening) -> None:
    """And nobody is rung again."""
    evening.works()
    inspector = evening.inspector_accepts()
    citizen = evening.picks_up(CITIZEN)
    citizen.presses("1")
    inspector.waits()
    evening.works(minutes=3)
    citizen.hangs_up()
    assert "Convorbirea s-a încheiat" in inspector.listens()
    evening.works(minutes=5)
    assert evening.ticket.status is Status.done
    assert not evening.rings(CITIZEN)


def ignores(evening: Evening) -> None:
    evening.works(seconds=50)


def rejects(evening: Evening) -> None:
    evening.rejects(CITIZEN)


def is_a_machine(evening: Evening) -> None:
    """It says nothing of use to our question, twice."""
    phone = evening.picks_up(CITIZEN)
    phone.waits()
    assert "Am înțeles" in phone.waits()
    assert not any("petiți" in said for said in phone.heard)


def hangs_up(evening: Evening) -> None:
    evening.picks_up(CITIZEN).hangs_up()


@pytest.mark.parametrize(
    ("misses", "state"),
    [(ignores, "no_answer"), (rejects, "busy"), (is_a_machine, "declined"), (hangs_up, "declined")],
)
def test_a_citizen_who_is_not_reached_is_tried_three_times_and_told(
    evening: Evening, misses: Callable[[Evening], None], state: str
) -> None:
    """Four minutes apart, the inspector first each time; then a text message says how to book again."""
    for attempt in range(3):
        evening.to(evening.ticket.starts_at.replace(minute=4 * attempt))
        inspector = evening.inspector_accepts()
        misses(evening)
        assert "Nu am ajuns la cetățean" in inspector.waits()
        assert inspector.line.over
    evening.works(seconds=1)
    assert [one for one in evening.states if "citizen" in one] == [f"{n} citizen {state}" for n in (1, 2, 3)]
    assert evening.ticket.status is Status.no_answer
    assert evening.told == [("sms.ring.missed", CITIZEN)]


@pytest.mark.parametrize("does", ["nothing", "rejects", "presses 2", "hangs up"])
def test_an_absent_inspector_postpones_the_ticket_and_the_citizen_is_never_rung(
    evening: Evening, does: str
) -> None:
    """Three tries; the citizen is told that it was our side."""
    for attempt in range(3):
        evening.to(evening.ticket.starts_at.replace(minute=4 * attempt))
        if does == "rejects":
            evening.rejects(INSPECTOR)
        elif does == "presses 2":
            phone = evening.picks_up(INSPECTOR)
            phone.presses("2")
            phone.presses("2")
            assert phone.line.over
        elif does == "hangs up":
            evening.picks_up(INSPECTOR).hangs_up()
        evening.works(seconds=50)
        assert not evening.rings(CITIZEN)
    assert evening.ticket.status is Status.postponed
    assert evening.told == [("sms.ring.inspector_absent", CITIZEN)]
    assert not evening.board.rings("1/1/citizen")


def test_an_inspector_who_leaves_while_the_citizen_is_rung_is_rung_again(evening: Evening) -> None:
    """The citizen hears an apology and not a silence, and the next attempt joins them."""
    evening.works()
    inspector = evening.inspector_accepts()
    citizen = evening.picks_up(CITIZEN)
    inspector.hangs_up()
    assert "Inspectorul nu mai este pe fir" in citizen.presses("1")
    evening.works(minutes=4)
    inspector = evening.inspector_accepts()
    citizen = evening.picks_up(CITIZEN)
    citizen.presses("1")
    inspector.waits()
    assert evening.states[-2:] == ["2 inspector joined", "2 citizen joined"]


def test_a_citizen_whose_inspector_left_in_that_moment_is_not_to_blame(evening: Evening) -> None:
    """The citizen is in the room already, hears that the other is gone, and the ticket is postponed at the end."""
    evening.rules = Rules(attempts=1)
    evening.works()
    inspector = evening.inspector_accepts()
    citizen = evening.picks_up(CITIZEN)
    citizen.presses("1")
    inspector.hangs_up()
    assert "1 citizen unmet" in evening.states
    citizen.hangs_up()
    evening.works()
    assert evening.ticket.status is Status.postponed


def test_a_ticket_is_rung_in_its_own_language(build_house: Callable[..., House], tmp_path: Path) -> None:
    """The citizen in Hungarian, the inspector in Romanian; the warning in both."""
    evening = opened(build_house, tmp_path / "post", language="hu", email="ana@example.ro")
    evening.works()
    inspector = evening.inspector_accepts()
    citizen = evening.picks_up(CITIZEN)
    assert citizen.heard[-1].startswith("Jó napot kívánok.")
    citizen.presses("1")
    inspector.waits()
    evening.works(minutes=14)
    assert citizen.listens() == inspector.listens()
    assert "egy perc" in inspector.heard[-1]
    assert "un minut" in inspector.heard[-1]


def test_a_citizen_without_a_mobile_is_written_to(build_house: Callable[..., House], tmp_path: Path) -> None:
    """By e-mail too, where there is one."""
    evening = opened(build_house, tmp_path / "post", email="ana@example.ro")
    evening.to(evening.ticket.ends_at)
    assert evening.ticket.status is Status.postponed
    assert evening.told == [("mail.ring.postponed", "ana@example.ro"), ("sms.ring.postponed", CITIZEN)]
    house = evening.house
    while send(house.post, house.clock()):
        pass
    assert any("nu am reusit sa va sunam" in one for one in house.sent())


def test_a_worker_that_was_away_at_the_hour_rings_late_and_not_in_vain(evening: Evening) -> None:
    """Six minutes late the inspector is rung all the same, and the talk ends on time."""
    evening.works(minutes=6)
    inspector = evening.inspector_accepts()
    citizen = evening.picks_up(CITIZEN)
    citizen.presses("1")
    inspector.waits()
    assert (citizen.line.pending or {})["timeLimit"] == "540"


def test_a_cancelled_ticket_rings_nobody(evening: Evening) -> None:
    with work(evening.house.store) as unit:
        cancel(unit.begin(), evening.ticket_id, by_citizen=True, actor="citizen", now=evening.house.clock())
    evening.works()
    assert not evening.rings(INSPECTOR)


def test_nobody_is_rung_in_the_quiet_hours(evening: Evening) -> None:
    """A rule that was changed after the booking is kept: the text message too waits for the morning."""
    evening.rules = Rules(quiet_from=evening.ticket.starts_at.astimezone(evening.house.hotline.zone).time())
    evening.works()
    assert not evening.rings(INSPECTOR)
    evening.to(evening.ticket.ends_at)
    assert evening.told == [("sms.ring.postponed", CITIZEN)]
    assert not send(evening.house.post, evening.house.clock()), "a telephone makes a noise at night"


def test_two_telephones_that_pick_up_one_call(evening: Evening) -> None:
    """The first has it, and the other hears nothing."""
    evening.works()
    one = evening.board.incoming(INSPECTOR)
    assert one
    assert [evening.board.pick_up(one.call) for _ in range(2)] == [True, False]


def test_a_request_that_is_repeated_changes_nothing(evening: Evening) -> None:
    """The carrier sends the last request again: the same words, and the ring stays as it is."""
    evening.works()
    inspector = evening.picks_up(INSPECTOR)
    first = inspector.line.repeat().body
    assert inspector.line.repeat().body == first
    inspector.presses("1")
    again = inspector.line.repeat()
    assert "Îl sunăm" in again.body.decode()
    assert evening.states == ["1 inspector accepted"]
