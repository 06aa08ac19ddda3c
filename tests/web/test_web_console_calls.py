"""Supervisors find a call, read it as a transcript without a number in it, and take it home as a test."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from house import House
from transcript import played, read
from visitor import Visitor, signed_in

from office.users import Role
from store import calls
from store.call_list import LOOKED_AT, PAGE, Place, Wanted, listed
from store.calls import StoredTurn
from store.database import Store, open_store, work
from words.screen import missing, open_screens

CALLS = Path(__file__).parents[1] / "calls"
REPLY = '{"lead":[["goodbye",{}]]}'


def put(
    store: Store,
    began: datetime,
    number: int,
    first: int = 0,
    outcome: str = "completed",
    language: str = "ro",
) -> None:
    """So many calls, a minute apart, the newest first named."""
    with work(store) as unit:
        conn = unit.begin()
        for at in range(first, first + number):
            moment = began - timedelta(minutes=at)
            calls.begin(conn, f"CA{at:05}", "", "+40 7•• ••• 111", moment)
            calls.remember(unit, f"CA{at:05}", StoredTurn(0, moment, moment, language, 1, "{}", REPLY))
            if outcome:
                calls.end(conn, f"CA{at:05}", outcome, 65, moment)


def call_like(house: House, name: str) -> str:
    """The sid of a call that goes as in a file of tests/calls/."""
    played(read(CALLS / f"{name}.call"), lambda **_: house)
    with work(house.store) as unit:
        return calls.latest(unit.conn, 1)[0].call


def test_every_language_of_the_console_has_these_texts() -> None:
    """Nobody meets a key instead of a text."""
    ours, *others = open_screens().values()
    told = [fault for other in others for fault in missing(other, ours) if ": call" in fault]
    assert told == []


def test_the_newest_call_stands_first_and_older_ones_are_a_page_away(house: House) -> None:
    """Two pages show every call once, whatever began in the same moment."""
    put(house.store, house.clock(), PAGE)
    with work(house.store) as unit:  # of one moment with the last of the first page
        same = house.clock() - timedelta(minutes=PAGE - 1)
        for sid in ("CA-a", "CA-b"):
            calls.begin(unit.begin(), sid, "", "", same)
            calls.remember(unit, sid, StoredTurn(0, same, same, "ro", 0, "{}", REPLY))
    visitor = signed_in(house, Role.supervisor)
    assert visitor.get("/calls").status_code == 200
    assert "1:05" in visitor.read
    assert "+40 7•• ••• 111" in visitor.read
    first = sids(visitor)
    more = re.search(r'href="[^"]*?/console(/calls\?[^"]*after=[^"]*)"', visitor.last.text)
    assert more
    visitor.get(more[1].replace("&amp;", "&"))
    assert "ascuns" in visitor.read
    assert (len(first), first[0]) == (PAGE, "CA00000")
    assert sorted({*first, *sids(visitor)}) == sorted([f"CA{at:05}" for at in range(PAGE)] + ["CA-a", "CA-b"])
    assert not {*first} & {*sids(visitor)}


def sids(visitor: Visitor) -> list[str]:
    return re.findall(r'/console/calls/([^"/]+)"', visitor.last.text)


def test_a_day_an_ending_and_a_language_narrow_the_list(house: House) -> None:
    """A day is one of Romania's; a day that is none is told beside its field."""
    put(house.store, house.clock(), 1)
    put(house.store, house.clock() - timedelta(days=1), 1, first=1, outcome="failed")
    put(house.store, house.clock() - timedelta(days=1), 1, first=2, outcome="", language="hu")
    visitor = signed_in(house, Role.supervisor)
    asked = {
        "day": ("2026-03-01", ["CA00001", "CA00002"]),
        "outcome": ("open", ["CA00002"]),
        "language": ("hu", ["CA00002"]),
    }
    for field, (value, expected) in asked.items():
        visitor.get("/calls", **{field: value})
        assert sids(visitor) == expected, field
    assert visitor.get("/calls", day="poimâine").status_code == 422
    assert "2026-11-22" in visitor.read
    assert 'value="poimâine"' in visitor.last.text


def test_a_trial_of_a_draft_is_told_from_the_calls(house: House) -> None:
    """In the list and on its page, in every language of the console."""
    assert all(one.has("calls.trial") and one.has("call.about_trial") for one in open_screens().values())
    word = "apel de probă"
    put(house.store, house.clock(), 2)
    now = house.clock()
    with work(house.store) as unit:
        calls.begin(unit.begin(), "CA-trial", "", "", now)
        calls.remember(unit, "CA-trial", StoredTurn(0, now, now, "ro", 0, "{}", REPLY, revision=-4))
    visitor = signed_in(house, Role.supervisor)
    visitor.get("/calls")
    assert visitor.read.count(word) == 1
    visitor.get("/calls/CA-trial")
    assert word in visitor.read
    assert "-4" not in visitor.read
    assert word not in visitor.get("/calls/CA00000").text


def test_a_rare_ending_is_looked_for_a_stretch_at_a_time(store: Store) -> None:
    """A page looks at so many calls at most, and the next one goes on behind them."""
    began = datetime.fromisoformat("2026-03-02T07:15:00+00:00")
    put(store, began, LOOKED_AT + 5)
    put(store, began, 1, first=LOOKED_AT + 5, outcome="busy")
    with work(store) as unit:
        found, more = listed(unit.conn, Wanted(outcome="busy"))
        assert (found, more) == ([], Place(began - timedelta(minutes=LOOKED_AT - 1), f"CA{LOOKED_AT - 1:05}"))
        found, more = listed(unit.conn, Wanted(outcome="busy"), more)
    assert ([one.call for one in found], more) == ([f"CA{LOOKED_AT + 5:05}"], None)


def test_a_call_is_read_as_a_transcript_without_its_numbers(house: House) -> None:
    """What the line said stands there in words; of what was typed, and of the number read back, nothing does."""
    sid = call_like(house, "status_by_keys")
    visitor = signed_in(house, Role.supervisor)
    assert visitor.get(f"/calls/{sid}").status_code == 200
    said = visitor.read
    for expected in ("Apasă ••••••", "Numărul este •••.", "Petiția a fost înregistrată miercuri", "Apasă 1"):
        assert expected in said, expected
    assert "119368" not in visitor.last.text
    assert "unu unu nouă" not in said
    with work(house.store) as unit:
        looked = unit.conn.exec_driver_sql("SELECT what, entity_id FROM events WHERE entity = 'page'").all()
    assert ("call_page", sid) in [tuple(row) for row in looked]


def test_a_call_nobody_made_is_not_found(house: House) -> None:
    """Nor is its test."""
    visitor = signed_in(house, Role.supervisor)
    assert visitor.get("/calls/CA0").status_code == 404
    assert visitor.get("/calls/CA0/test").status_code == 404


def test_only_supervisors_follow_calls(house: House) -> None:
    """An inspector and an auditor are refused."""
    put(house.store, house.clock(), 1)
    for role in (Role.inspector, Role.auditor, Role.administrator):
        visitor = signed_in(house, role)
        for path in ("/calls", "/calls/CA00000", "/calls/CA00000/test"):
            assert visitor.get(path).status_code == 403, (role, path)


@pytest.mark.parametrize(
    "name",
    [
        "about",
        "status_by_keys",
        "status_by_speech",
        "finder_sure",
        "finder_by_keys",
        "finder_in_hungarian",
        "operator",
        "in_hungarian",
        "withheld_number",
        "redirected",
        "late",
        "silence_to_a_person",
        "unknown_number",
        "another_number_to_ring",
        "finder_county",
        "finder_unsure",
        "retry",
        "danger_past",
        "danger_while_keying",
        "twins",
        "finder_questions",
        "ambiguous_year",
        "ambiguous_date_and_segment",
        "dates_and_spoken_keys",
        "every_state",
        "misheard_digits",
        "back_and_again",
        "number_in_every_shape",
        "ticket_by_keys",
        "ticket_by_speech",
        "ticket_by_video",
        "ticket_from_status",
        "ticket_in_english",
        "ticket_other_hours_and_days",
        "ticket_hold_expires",
        "ticket_landline_without_mail",
        "ticket_no_free_place",
        "ticket_not_identified",
        "ticket_refused",
        "ticket_withheld_number",
    ],
)
def test_an_exported_call_replays(
    name: str, house: House, build_house: Callable[..., House], tmp_path: Path, sqlite_template: Path
) -> None:
    """Downloaded, put into tests/calls/ and played in an empty office, the line says just what the file says."""
    sid = call_like(house, name)
    visitor = signed_in(house, Role.supervisor)
    answer = visitor.get(f"/calls/{sid}/test")
    assert answer.headers["Content-Disposition"].endswith('.call"')
    assert "It does not replay" not in answer.text
    file, empty = tmp_path / "exported.call", tmp_path / "empty.db"
    empty.write_bytes(sqlite_template.read_bytes())
    file.write_bytes(answer.content)
    elsewhere = build_house(store=open_store(f"sqlite:///{empty}"))
    assert played(read(file), lambda **_: elsewhere) == answer.content.decode()


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("cut_off_and_back", "cut off in a call before"),
        ("finder_close", "close to several matters"),
        ("ticket_cancelled", "booked in another call"),
        ("ticket_somebody_quicker", "another caller took the hour"),
    ],
)
def test_an_export_that_cannot_replay_says_so_at_its_top(name: str, why: str, house: House) -> None:
    """In a comment below its first line, which the runner passes over."""
    call_like(house, name)
    visitor = signed_in(house, Role.supervisor)
    with work(house.store) as unit:
        sids = [one.call for one in calls.latest(unit.conn, 10)]
    texts = [visitor.get(f"/calls/{sid}/test").content.decode() for sid in sids]
    said = [line for text in texts for line in text.partition("\n\n")[0].split("\n")]
    assert any(line.startswith("# It does not replay as it went: ") and why in line for line in said), said


def test_an_export_holds_nothing_that_the_caller_gave(house: House) -> None:
    """Neither the number, nor the day, nor the letters of the name, nor the telephone; nor the number of the ticket."""
    text = (CALLS / "ticket_another_number.call").read_text("utf-8")
    for real, other in (("119368", "864201"), ("18022026", "11022026"), ("2026-02-18", "2026-02-11")):
        text = text.replace(real, other)
    text = text.replace("Țucă", "Yxel").replace("882#", "993#").replace("+40722000111", "+40733999888")
    file = house.file.with_name("other.call")
    file.write_text(text, "utf-8")
    played(read(file), lambda **_: house)
    with work(house.store) as unit:
        sid = calls.latest(unit.conn, 1)[0].call
        number = unit.conn.exec_driver_sql("SELECT number FROM tickets").scalar_one()
    told = signed_in(house, Role.supervisor).get(f"/calls/{sid}/test").content.decode()
    assert "Am programat" in told
    spoken_digits = house.hotline.words["ro"].speakers["digits"]
    for private in (
        "864201",
        "11022026",
        "2026-02-11",
        "unsprezece februarie",
        "Yxel",
        "993",
        "999888",
        number,
    ):
        assert private not in told, private
    assert spoken_digits(number) not in told
    assert spoken_digits("864201") not in told
