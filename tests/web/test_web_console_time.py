"""A supervisor sees what happened on the line in a period, as pictures with tables, and what nobody was found for."""

import csv
import io
import re
from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest
from house import House
from visitor import Visitor, signed_in

from jobs.count import count
from office.users import Role
from store import tallies
from store.database import work
from store.sample import fill_with_samples

TODAY = date(2026, 3, 2)
SENTENCE = "mi s-a stricat trotineta cosmică"


def called(house: House) -> None:
    """Two callers: one hears where a petition stands, the other hangs up at its number. And they are counted."""
    fill_with_samples(house.store, TODAY)
    line = house.line()
    line.dial()
    for keys in ("1", "119368#", "1"):
        house.clock.move(seconds=10)
        line.press(keys)
    line.hang_up()
    other = house.line("+40722000222")
    other.dial()
    other.press("1")
    house.clock.move(seconds=30)
    other.hang_up()
    assert count(house.store, house.hotline.zone, house.clock())


def table(visitor: Visitor, part: str, **query: object) -> list[list[str]]:
    """The rows of a CSV file, heads first."""
    answer = visitor.get(f"/time/{part}.csv", **query)
    assert answer.headers["Content-Type"].startswith("text/csv")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def test_calls_services_and_questions_are_told_with_their_tables(house: House) -> None:
    """What two calls leave behind, in words, as CSV and drawn on the way they took."""
    called(house)
    visitor = signed_in(house, Role.supervisor)
    visitor.get("/time")
    assert visitor.last.status_code == 200
    assert "2 apeluri" in visitor.read
    assert table(visitor, "services")[1:] == [["Stadiul petiției", "2", "1", "0.5"]]
    assert ["09:00", "2", "0"] in table(visitor, "calls_by_hour")
    assert ["2026-03-02", "2", "0"] in table(visitor, "calls_by_day")
    assert ["Meniul principal", "Numărul petiției", "2"] in table(visitor, "ways")
    assert ["Numărul petiției", "2", "1", "0", "0", "0", "1", "20"] in table(visitor, "most_failed")
    assert table(visitor, "languages")[1:] == [["română", "2", "1.0"]]


def test_the_way_through_a_service_shows_where_callers_drop_off(house: House) -> None:
    called(house)
    visitor = signed_in(house, Role.supervisor)
    visitor.get("/time", way="status")
    drawn = [
        re.sub(r"\s+", " ", "".join(one.itertext())) for one in pictures(visitor, "ways")[0].findall("{*}g")
    ]
    assert len(drawn) == 3
    assert drawn[0].startswith("Numărul petiției2 (100")
    assert "închid aici: 1" in drawn[0]
    assert drawn[1].startswith("Numărul petiției e bun?1 (50")
    assert drawn[2].startswith("Stadiul petiției1 (50")
    assert "închid" not in drawn[2]


def test_every_picture_tells_itself_to_a_screen_reader(house: House) -> None:
    """Each has a role, a title and a sentence; no style of its own, which the pages forbid."""
    called(house)
    visitor = signed_in(house, Role.supervisor)
    visitor.get("/time")
    found = pictures(visitor)
    assert len(found) == 8
    for one in found:
        named = [one.find(f"{{*}}{name}") for name in ("title", "desc")]
        assert one.get("role") == "img"
        assert one.get("aria-labelledby") == " ".join(
            str(part.get("id")) for part in named if part is not None
        )
        assert all(part is not None and part.text for part in named)
    assert "style=" not in visitor.last.text


def pictures(visitor: Visitor, key: str = "") -> list[ElementTree.Element]:
    """The pictures of the page, or the one with this key."""
    found = re.findall(r"(?s)<svg.*?</svg>", visitor.last.text)
    drawn = [ElementTree.fromstring(one) for one in found]
    return [one for one in drawn if not key or str(one.get("aria-labelledby")).startswith(f"{key}-")]


@pytest.mark.parametrize(
    ("query", "calls"),
    [
        ({"days": 1}, "2"),
        ({"days": 7}, "2"),
        ({"days": 30}, "12"),
        ({"first": "2026-02-10", "last": "2026-02-10"}, "10"),
        ({"first": "2026-02-11", "last": "2026-03-01"}, None),
    ],
)
def test_a_period_is_of_whole_days(house: House, query: dict[str, str], calls: str | None) -> None:
    called(house)
    with work(house.store) as unit:
        old = {(date(2026, 2, 10), hour, "calls", ""): 10 for hour in (9, tallies.WHOLE_DAY)}
        tallies.add(unit.begin(), old)
    visitor = signed_in(house, Role.supervisor)
    visitor.get("/time", **query)
    said = f"{calls} apeluri" if calls else "nu s-a numărat niciun apel"
    assert said in visitor.read


@pytest.mark.parametrize(
    "query",
    [
        {"days": "8"},
        {"first": "ieri", "last": "azi"},
        {"first": "2026-03-02", "last": "2026-03-01"},
        {"first": "2020-01-01", "last": "2026-03-01"},
        {"first": "2026-03-01"},
    ],
)
def test_a_period_that_cannot_be_is_told_beside_its_field(house: House, query: dict[str, str]) -> None:
    """What was typed stays."""
    visitor = signed_in(house, Role.supervisor)
    answer = visitor.get("/time", **query)
    assert answer.status_code == 422
    assert "Scrieți zilele așa, 2026-11-22" in visitor.read
    assert f'value="{query.get("first", "")}"' in answer.text
    assert visitor.get("/time/services.csv", **query).status_code == 400


def test_what_nobody_was_found_for_is_listed_without_names_and_passed_over(house: House) -> None:
    """Counted however often it is said; a repeated request counts nothing; passed over it does not come back."""
    house.clock.now = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)  # after midnight in Bucharest
    for caller in ("+40722000111", "+40722000222"):
        line = house.line(caller)
        line.dial()
        line.press("2")
        line.speak(f"Mă numesc Popescu Ion 0722 123 456, {SENTENCE} ion.popescu@exemplu.ro")
        line.repeat()
        line.hang_up()
    visitor = signed_in(house, Role.supervisor)
    visitor.get("/time")
    assert f"mă numesc ••• {SENTENCE} ••• română 2 3 mar. 2026" in visitor.read
    assert "opescu" not in visitor.read
    action = re.search(r'action="/console(/time/unmatched/\d+)"', visitor.last.text)
    assert action
    visitor.post(action[1])
    assert "Fraza a fost trecută cu vederea." in visitor.read
    assert SENTENCE not in visitor.read


def test_what_somebody_was_found_for_is_not_kept(house: House) -> None:
    line = house.line()
    line.dial()
    line.press("2")
    line.speak("mi-am pierdut pașaportul")
    visitor = signed_in(house, Role.supervisor)
    visitor.get("/time")
    assert "Nu este nicio frază nelămurită." in visitor.read
    assert not house.store.connect().exec_driver_sql("SELECT * FROM unmatched").all()


def test_a_sentence_that_is_a_script_or_a_formula_is_only_text(house: House) -> None:
    """Whatever a recogniser sends is shown as it is, and harms no page."""
    line = house.line()
    line.dial()
    line.press("2")
    line.speak("<script>alert cosmic</script> trotinetă")
    visitor = signed_in(house, Role.supervisor)
    visitor.get("/time")
    assert "<script>alert" not in visitor.last.text
    assert "&lt;script&gt;alert cosmic" in visitor.last.text
