"""The common jobs of a supervisor by form: what was typed stays, the draft or the line gets it, nothing else moves."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from house import SAVED, SMALL_FILE, House
from routing_file import draft, newest, publish, speaks, write
from visitor import Visitor, signed_in

from office.users import Role
from routing import edit
from routing.directory import read
from store import notices, routing, unmatched
from store.database import work
from store.tables import events

SMALL = SMALL_FILE.read_text("utf-8")
PHONE = "counties/CJ/units/dgp/contacts/0"
WEEK = {f"day0-{day}": "1" for day in range(5)}


@pytest.fixture
def office(house: House) -> House:
    """A line that speaks the small file."""
    return speaks(house, SMALL)


@pytest.fixture
def supervisor(office: House) -> Visitor:
    return signed_in(office, Role.supervisor)


def drafted(house: House) -> str | None:
    now = draft(house)
    return now.text if now else None


def seen(visitor: Visitor) -> str:
    found = re.search(r'name="seen" value="([^"]+)"', visitor.last.text)
    assert found, visitor.read
    return found[1]


def does(visitor: Visitor, path: str, what: str, **form: object) -> None:
    """Looks at the change first, then presses one of the buttons below it."""
    visitor.get(path)
    visitor.post(path, do="preview", **form)
    visitor.post(path, do=what, seen=seen(visitor), **form)


def test_a_change_is_shown_before_it_is_made_in_rows_and_in_words(office: House, supervisor: Visitor) -> None:
    supervisor.get("/change/hours")
    supervisor.post("/change/hours", do="preview", opens0="08:00", closes0="17:00", **WEEK)
    assert "Operatorii răspund de luni până vineri, de la ora opt la ora șaptesprezece" in supervisor.read
    assert '+ to: "17:00"' in supervisor.read
    assert drafted(office) is None
    assert newest(office) == (1, SMALL)


def test_hours_go_into_the_draft_and_the_line_keeps_its_own(office: House, supervisor: Visitor) -> None:
    does(supervisor, "/change/hours", "draft", opens0="08:00", closes0="17:00", **WEEK)
    assert drafted(office) == SMALL.replace('to: "20:00"', 'to: "17:00"')
    assert newest(office) == (1, SMALL)
    assert "ciornă" in supervisor.read


def test_hours_go_on_the_line_with_a_note_and_an_event(office: House, supervisor: Visitor) -> None:
    form = {"opens0": "08:00", "closes0": "17:00", "note": "program de vară", **WEEK}
    does(supervisor, "/change/hours", "publish", **form)
    assert newest(office) == (2, SMALL.replace('to: "20:00"', 'to: "17:00"'))
    with work(office.store) as unit:
        (last, _) = routing.published(unit.conn, 2)
        rows = unit.conn.execute(events.select().where(events.c.entity == "routing")).all()
    assert (last.author, last.note) == ("supervisor", "program de vară")
    assert [(row.actor, row.entity_id) for row in rows] == [("user #1", "2")]


def test_hours_that_overlap_are_refused_beside_their_row_and_what_was_typed_stays(
    supervisor: Visitor,
) -> None:
    supervisor.get("/change/hours")
    second = {"day1-2": "1", "opens1": "16:00", "closes1": "18:00"}
    answer = supervisor.post(
        "/change/hours", do="draft", seen="", opens0="08:00", closes0="17:00", **WEEK, **second
    )
    assert answer.status_code == 422
    assert "se suprapune cu intervalul 1" in supervisor.read
    assert 'value="16:00"' in answer.text


def test_a_clock_that_is_none_is_told_beside_its_row(supervisor: Visitor) -> None:
    supervisor.get("/change/hours")
    answer = supervisor.post("/change/hours", do="preview", opens0="8", closes0="17:00", **WEEK)
    assert answer.status_code == 422
    assert 'value="8"' in answer.text


def test_a_contact_gets_hours_of_its_own(office: House, supervisor: Visitor) -> None:
    form = {"at": PHONE, "opens0": "08:00", "closes0": "16:00", **WEEK}
    does(supervisor, "/change/hours", "publish", **form)
    hours = read(newest(office)[1]).counties["CJ"].units["dgp"].contacts[0].hours
    assert hours
    assert hours.schedule() == [{"days": [0, 1, 2, 3, 4], "from": "08:00", "to": "16:00"}]


def test_a_day_is_closed_and_opened_again_and_the_file_is_as_before(
    office: House, supervisor: Visitor
) -> None:
    path = "/change/closed-days"
    does(supervisor, path, "publish", day="2027-05-14", reason="zi liberă")
    assert read(newest(office)[1]).closed_days
    supervisor.get(path)
    does(supervisor, path, "publish", remove="2027-05-14")
    assert newest(office) == (3, SMALL)


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"day": "", "reason": "punte"}, "Scrieți ziua"),
        ({"day": "2020-01-01", "reason": "punte"}, "a trecut"),
        ({"day": "2027-05-14", "reason": ""}, "de ce"),
        ({"day": "2027-05-14", "reason": "zi liberă ☎"}, "are semnul «☎»"),
        ({"day": "2027-05-14", "reason": "x" * 201}, "este prea lung"),
    ],
)
def test_a_closed_day_that_cannot_be_says_why_in_the_field(
    supervisor: Visitor, form: dict[str, str], told: str
) -> None:
    supervisor.get("/change/closed-days")
    answer = supervisor.post("/change/closed-days", do="draft", seen="", **form)
    assert answer.status_code == 422
    assert told in supervisor.read
    assert form["reason"] in supervisor.read or form["reason"] in answer.text


def test_a_number_that_is_none_is_refused_in_the_words_of_the_schema(
    office: House, supervisor: Visitor
) -> None:
    supervisor.get("/change/contact", at=PHONE)
    assert "0264 432 727" in supervisor.last.text
    form = {"value": "0900 900 900", "source": "https://a.ro", "checked_on": "2026-11-22", "verified": "da"}
    answer = supervisor.post("/change/contact", do="draft", seen="", at=PHONE, **form)
    assert answer.status_code == 422
    assert "este un număr cu suprataxă" in supervisor.read
    assert drafted(office) is None


def test_a_contact_is_changed_and_callers_would_hear_it(office: House, supervisor: Visitor) -> None:
    form = {"value": "0264 432 728", "source": "https://a.ro", "checked_on": "2026-11-23", "verified": "da"}
    does(supervisor, "/change/contact", "publish", at=PHONE, **form)
    found = read(newest(office)[1]).counties["CJ"].units["dgp"].contacts[0]
    assert (found.value, found.source) == ("0264 432 728", "https://a.ro")


def test_an_alias_is_the_last_phrase_of_whom_it_means(office: House, supervisor: Visitor) -> None:
    form = {"phrase": "cartea de călătorie", "language": "ro", "whom": "dgp.passport"}
    does(supervisor, "/change/alias", "draft", **form)
    text = drafted(office)
    assert text
    assert read(text).institutions["dgp"].competences["passport"].phrases["ro"][-1] == "cartea de călătorie"


def test_an_alias_is_judged_in_the_editor_before_it_is_published(office: House, supervisor: Visitor) -> None:
    form = {"phrase": "cartea de călătorie", "language": "ro", "whom": "dgp.passport"}
    supervisor.get("/change/alias")
    supervisor.post("/change/alias", do="preview", **form)
    assert 'value="publish"' not in supervisor.last.text
    answer = supervisor.post("/change/alias", do="publish", seen=seen(supervisor), **form)
    assert answer.status_code == 400
    assert newest(office) == (1, SMALL)


def test_an_alias_that_means_another_already_is_refused_beside_it(supervisor: Visitor) -> None:
    supervisor.get("/change/alias")
    form = {"phrase": "vreau pașaport", "language": "ro", "whom": "casa_pensii"}
    answer = supervisor.post("/change/alias", do="draft", seen="", **form)
    assert answer.status_code == 422
    assert "repetă «vreau pașaport»" in supervisor.read


def test_a_change_is_made_in_the_draft_that_is_there_and_only_the_editor_publishes_it(
    office: House, supervisor: Visitor
) -> None:
    does(supervisor, "/change/closed-days", "draft", day="2027-05-14", reason="punte")
    does(supervisor, "/change/hours", "draft", opens0="08:00", closes0="17:00", **WEEK)
    text = drafted(office)
    assert text == edit.with_closed_day(
        SMALL.replace('to: "20:00"', 'to: "17:00"'), datetime(2027, 5, 14).date(), "punte"
    )
    supervisor.get("/change/closed-days")
    supervisor.post("/change/closed-days", do="preview", remove="2027-05-14")
    assert 'value="publish"' not in supervisor.last.text
    supervisor.post("/change/closed-days", do="publish", seen=seen(supervisor), remove="2027-05-14")
    assert supervisor.last.status_code == 422
    assert newest(office)[0] == 1


def test_what_was_typed_upon_an_older_revision_is_kept_and_not_published(
    office: House, supervisor: Visitor
) -> None:
    supervisor.get("/change/hours")
    form = {"opens0": "08:00", "closes0": "17:00", **WEEK}
    supervisor.post("/change/hours", do="preview", **form)
    old = seen(supervisor)
    publish(office, SMALL + "# nou\n")
    answer = supervisor.post("/change/hours", do="publish", seen=old, **form)
    assert answer.status_code == 409
    assert 'value="17:00"' in answer.text
    assert newest(office) == (2, SMALL + "# nou\n")
    supervisor.post("/change/hours", do="publish", seen=seen(supervisor), **form)
    assert newest(office) == (3, SMALL.replace('to: "20:00"', 'to: "17:00"') + "# nou\n")


def test_a_draft_that_cannot_be_read_is_not_touched(office: House, supervisor: Visitor) -> None:
    write(office, "line: [")
    for path in ("/change/hours", "/change/closed-days", "/change/alias", f"/change/contact?at={PHONE}"):
        supervisor.get(path)
        assert "nu poate fi citită" in supervisor.read, path
    supervisor.get("/change/notice")
    form = {"at": PHONE, "opens0": "08:00", "closes0": "16:30", **WEEK}
    answer = supervisor.post("/change/hours", do="draft", seen="", **form)
    assert answer.status_code == 409
    assert 'value="16:30"' in answer.text
    assert drafted(office) == "line: ["


def test_a_sentence_nobody_was_found_for_becomes_an_alias_and_is_dealt_with(
    office: House, supervisor: Visitor
) -> None:
    with work(office.store) as unit:
        unmatched.heard(unit, "pașaport de pierdut undeva", "ro", SAVED.date())
    with work(office.store) as unit:
        (one,) = unmatched.most_heard(unit.conn, 5)
    path = f"/unmatched/{one.id}/alias"
    supervisor.get(path)
    first = supervisor.last.text.index('value="dgp.passport"')
    assert first < supervisor.last.text.index('value="casa_pensii"')
    form = {"phrase": "mi-am pierdut pașaportul", "language": "ro", "whom": "dgp.passport"}
    does(supervisor, path, "draft", **form)
    assert "mi-am pierdut pașaportul" in (drafted(office) or "")
    with work(office.store) as unit:
        assert unmatched.most_heard(unit.conn, 5) == []
    assert supervisor.get("/unmatched/999999/alias").status_code == 404


def notice(**changes: str) -> dict[str, str]:
    return {
        "text-ro": "Astăzi nu răspunde nimeni.",
        "text-hu": "",
        "text-en": "",
        "begins": "",
        "ends": "2026-11-24T12:00",
        **changes,
    }


def test_a_notice_is_heard_at_once_and_is_off_with_one_click(office: House, supervisor: Visitor) -> None:
    supervisor.get("/change/notice")
    supervisor.post("/change/notice", **notice())
    with work(office.store) as unit:
        (on,) = notices.coming(unit.conn, SAVED)
    assert (on.texts, on.begins, on.ends) == (
        {"ro": "Astăzi nu răspunde nimeni."},
        SAVED,
        datetime(2026, 11, 24, 10, tzinfo=UTC),
    )
    office.hotline.routing.look(SAVED)
    heard = " ".join(event.text for event in office.line().dial() if event.kind == "say")
    assert "Astăzi nu răspunde nimeni." in heard
    supervisor.post(f"/change/notice/{on.id}/off")
    with work(office.store) as unit:
        assert notices.coming(unit.conn, SAVED) == ()
        said = unit.conn.execute(events.select().where(events.c.entity == "notice")).all()
    assert [row.what for row in said] == ["put on", "taken off"]


def test_a_notice_that_is_sent_twice_is_on_the_line_once(office: House, supervisor: Visitor) -> None:
    """The second answer is the same; once it is off, the same words can be put on again."""
    supervisor.get("/change/notice")
    for _ in range(2):
        supervisor.post("/change/notice", **notice())
        assert "Anunțul se aude." in supervisor.read
    with work(office.store) as unit:
        (on,) = notices.coming(unit.conn, SAVED)
        assert len(unit.conn.execute(events.select().where(events.c.what == "put on")).all()) == 1
    supervisor.post(f"/change/notice/{on.id}/off")
    supervisor.post("/change/notice", **notice())
    with work(office.store) as unit:
        (again,) = notices.coming(unit.conn, SAVED)
    assert again.id != on.id


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"text-ro": ""}, "Scrieți anunțul în română"),
        ({"text-ro": "x" * 201}, "cel mult 200"),
        ({"text-ro": "sunați la 021/000"}, "pe care vocea îl citește greșit"),
        ({"ends": ""}, "Scrieți când se termină"),
        ({"ends": "2026-11-23T01:00"}, "înainte de a începe"),
        ({"ends": "2026-12-24T01:00"}, "cel mult 14 zile"),
        ({"begins": "mâine"}, "Nu este o zi și o oră"),
    ],
)
def test_a_notice_that_cannot_be_says_why_and_keeps_what_was_typed(
    office: House, supervisor: Visitor, changes: dict[str, str], told: str
) -> None:
    supervisor.get("/change/notice")
    typed = notice(**{"text-hu": "Ma senki.", **changes})
    answer = supervisor.post("/change/notice", **typed)
    assert answer.status_code == 422
    assert told in supervisor.read
    assert "Ma senki." in supervisor.read
    with work(office.store) as unit:
        assert notices.coming(unit.conn, SAVED - timedelta(days=1)) == ()


def test_only_supervisors_change_the_line(office: House) -> None:
    auditor = signed_in(office, Role.auditor)
    for path in (
        "/change/hours",
        "/change/closed-days",
        "/change/contact",
        "/change/alias",
        "/change/notice",
    ):
        assert auditor.get(path).status_code == 403, path
