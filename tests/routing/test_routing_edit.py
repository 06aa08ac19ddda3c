"""A supervisor fills in a form, and in the routing file only the rows concerned are different."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing import edit
from routing.contacts import Contact
from routing.directory import Directory, Fault, Faults, read
from routing.hours import Hours, Opening
from routing.rows import sheet
from routing.signs import NotByForm

SHIPPED = (Path(__file__).parents[2] / "data" / "institutions.yaml").read_text("utf-8")
SMALL = (Path(__file__).parent / "small.yaml").read_text("utf-8")
TODAY = date(2026, 11, 23)
PHONE = ("counties", "CJ", "units", "dgp", "contacts", 0)
BLOCK = """    contacts:
      - kind: phone # la centrală
        value: '021 212 56 74'   # văzut pe afiș
        source: "https://mai.gov.ro"
        checked_on: necunoscut

        verified: nu # neverificat
  dgp:
    name: { ro: Direcția Generală de Pașapoarte }
"""
ROWS = SMALL.replace("  dgp:\n    name: { ro: Direcția Generală de Pașapoarte }\n", BLOCK, 1)
IN_ROWS = ("institutions", "igpr", "contacts", 0)

few = settings(max_examples=60, deadline=None)
endings = st.sampled_from(["\n", "\r\n"])
days = st.dates(date(2026, 1, 1), date(2030, 12, 31))
words = st.text("abcăîșțâĂȘ éő019 ,:;#'[]{}()-–„”!?.%&*@|>/_\\~`\"+=<^$", max_size=60)
openings = st.lists(
    st.tuples(st.sets(st.integers(0, 6), min_size=1), st.integers(0, 23), st.integers(0, 23)),
    min_size=1,
    max_size=5,
).map(lambda spans: [Opening(tuple(sorted(d)), 60 * min(a, b), 60 * (max(a, b) + 1)) for d, a, b in spans])


def contact(directory: Directory, place: tuple[Any, ...]) -> Contact:
    owner = (
        directory.counties[place[1]].units[place[3]]
        if place[0] == "counties"
        else directory.institutions[place[1]]
    )
    return owner.contacts[place[-1]]


def rows_kept(before: str, after: str, *, but: int, new: int) -> None:
    """All rows but so many are there to the letter, with their endings, and so many are new."""
    found = edit.changed_rows(before, after)
    assert sum(len(rows.before) for rows in found) <= but, found
    assert sum(len(rows.after) for rows in found) <= new, found
    old, now = before.splitlines(keepends=True), after.splitlines(keepends=True)
    for rows in reversed(found):
        at = rows.at - 1
        assert [row.rstrip("\r\n") for row in old[at : at + len(rows.before)]] == list(rows.before)
        old[at : at + len(rows.before)] = [f"{row}\n" for row in rows.after]
    ending = "\r\n" if "\r\n" in before else "\n"
    assert "".join(old).replace("\r\n", "\n") == "".join(now).replace("\r\n", "\n")
    assert all(row.endswith(ending) for row in now[:-1])


def tried(job: Callable[[], str]) -> tuple[str, tuple[Fault, ...]]:
    """The new text, or what is wrong with it."""
    try:
        after = job()
        read(after)
    except Faults as refused:
        return "", refused.faults
    return after, ()


def overlap_free(spans: list[Opening]) -> list[Opening]:
    """Those that do not cross one before: what the file may say."""
    kept: list[Opening] = []
    for one in spans:
        crossed = (
            set(one.days) & set(other.days) and one.opens < other.closes and other.opens < one.closes
            for other in kept
        )
        if not any(crossed):
            kept.append(one)
    return kept


@few
@given(openings, endings)
def test_the_hours_of_the_line_are_those_of_the_form_and_nothing_else_moves(
    spans: list[Opening], ending: str
) -> None:
    wanted, text = overlap_free(spans), SMALL.replace("\n", ending)
    after = edit.with_hours(text, edit.LINE, wanted)
    before, now = read(text), read(after)
    assert [(one.days, one.opens, one.closes) for one in now.hours.openings] == [
        (one.days, one.opens, one.closes) for one in wanted
    ]
    assert replace(now, hours=before.hours) == before
    rows_kept(text, after, but=3, new=3 * len(wanted))
    assert edit.with_hours(after, edit.LINE, before.hours.openings) == text or len(wanted) != 1


@few
@given(openings, openings, endings, st.sampled_from([(SMALL, PHONE), (ROWS, IN_ROWS)]))
def test_a_contact_gets_hours_changes_them_and_loses_them_again(
    first: list[Opening], second: list[Opening], ending: str, where: tuple[str, tuple[Any, ...]]
) -> None:
    text, place = where[0].replace("\n", ending), where[1]
    once = edit.with_hours(text, place, overlap_free(first))
    twice = edit.with_hours(once, place, overlap_free(second))
    for after, spans in ((once, first), (twice, second)):
        hours = contact(read(after), place).hours
        assert isinstance(hours, Hours)
        assert list(hours.openings) == overlap_free(spans)
    assert contact(read(edit.with_hours(twice, place, [])), place) == contact(read(text), place)
    rows_kept(text, once, but=1, new=2 + len(first))


@few
@given(st.lists(st.tuples(days, words), min_size=1, max_size=4, unique_by=lambda one: one[0]), endings)
def test_closed_days_are_added_and_when_all_are_taken_away_the_file_is_as_before(
    closed: list[tuple[date, str]], ending: str
) -> None:
    text = SMALL.replace("\n", ending)
    after = text
    told = {}
    for day, reason in closed:
        added, faults = tried(partial(edit.with_closed_day, after, day, reason))
        assert all(one.path.endswith("«reason»") for one in faults), faults
        if faults:
            continue
        rows_kept(after, added, but=1, new=3)
        told[day] = " ".join(reason.split())
        after = added
    assert read(after).closed_days == told
    for day in told:
        after = edit.without_closed_day(after, day)
    assert after == text


@few
@given(
    st.fixed_dictionaries(
        {}, optional={"value": words, "source": words, "verified": st.sampled_from(["da", "nu"])}
    ),
    st.one_of(st.just("necunoscut"), days.map(date.isoformat)),
    st.sampled_from([(SMALL, PHONE), (ROWS, IN_ROWS)]),
    endings,
)
def test_a_contact_says_what_the_form_said_or_the_schema_says_which_field_is_wrong(
    given: dict[str, str], checked_on: str, where: tuple[str, tuple[Any, ...]], ending: str
) -> None:
    text, place = where[0].replace("\n", ending), where[1]
    after, faults = tried(partial(edit.with_contact, text, place, checked_on=checked_on, **given))
    assert all(any(f"«{field}»" in one.path for field in (*given, "source")) for one in faults), faults
    if faults:
        return
    before, now = contact(read(text), place), read(after)
    expected = {key: " ".join(value.split()) for key, value in given.items() if key != "verified"}
    found = contact(now, place)
    assert {key: getattr(found, key) for key in expected} == expected
    assert found.checked_on == (None if checked_on == "necunoscut" else date.fromisoformat(checked_on))
    assert found.verified == (
        {"da": True, "nu": False}[given["verified"]] if "verified" in given else before.verified
    )
    rows_kept(text, after, but=4, new=4)


@few
@given(st.lists(words, min_size=1, max_size=6), endings, st.sampled_from(["ro", "hu", "en"]))
def test_an_alias_is_the_last_of_its_list_and_the_other_phrases_stay(
    phrases: list[str], ending: str, language: str
) -> None:
    text = SMALL.replace("\n", ending)
    after = text
    told = list(read(text).institutions["dgp"].competences["passport"].phrases.get(language, ()))
    for phrase in phrases:
        added, faults = tried(partial(edit.with_alias, after, "dgp", "passport", language, phrase))
        assert all("phrases" in one.path for one in faults), faults
        if faults:
            continue
        rows_kept(after, added, but=1, new=2)
        told.append(" ".join(phrase.split()))
        assert list(read(added).institutions["dgp"].competences["passport"].phrases[language]) == told
        after = added
    assert replace(read(after), institutions={}) == replace(read(text), institutions={})


def every_contact(directory: Directory) -> Iterator[tuple[Any, ...]]:
    for id_, institution in directory.institutions.items():
        yield from (("institutions", id_, "contacts", at) for at in range(len(institution.contacts)))
    for code, county in directory.counties.items():
        for id_, unit in county.units.items():
            yield from (("counties", code, "units", id_, "contacts", at) for at in range(len(unit.contacts)))


def test_every_contact_of_the_shipped_file_is_checked_with_at_most_two_rows_changed() -> None:
    places = list(every_contact(read(SHIPPED)))
    assert len(places) > 250
    after = SHIPPED
    for place in places[:: max(1, len(places) // 5)]:
        now = edit.checked_today(after, place, TODAY)
        rows_kept(after, now, but=2, new=2)
        after = now
        assert sheet(after).value((*place, "checked_on")) == TODAY.isoformat()


JOBS: list[tuple[str, Callable[[str], str]]] = [
    ("hours", lambda text: edit.with_hours(text, edit.LINE, [Opening((0, 1, 2, 3), 480, 1020)])),
    ("closed day", lambda text: edit.with_closed_day(text, date(2027, 5, 14), "punte")),
    ("contact", lambda text: edit.checked_today(text, ("institutions", "mai_dsg", "contacts", 3), TODAY)),
    ("alias", lambda text: edit.with_alias(text, "mai_dsg", "petition_status", "ro", "hârtia mea de la voi")),
]


@pytest.mark.parametrize(("name", "job"), JOBS, ids=[name for name, _ in JOBS])
def test_in_the_shipped_file_a_job_takes_less_than_a_second_beyond_reading(
    name: str, job: Callable[[str], str]
) -> None:
    read(SHIPPED, TODAY)
    began = perf_counter()
    read(SHIPPED, TODAY)
    reading, began = perf_counter() - began, perf_counter()
    after = job(SHIPPED)
    assert perf_counter() - began < 2 * reading + 1
    assert edit.brought(SHIPPED, after, TODAY) == []
    rows_kept(SHIPPED, after, but=3, new=4)


def test_the_comment_beside_what_changes_stays() -> None:
    after = edit.with_contact(ROWS, IN_ROWS, value="021 208 25 25", verified="da")
    assert "value: '021 208 25 25'   # văzut pe afiș\n" in after
    assert "verified: da # neverificat\n" in after


def test_hours_that_mean_the_same_are_left_as_they_were_written() -> None:
    text = SMALL.replace("days: luni-vineri", "days: [luni, marți, miercuri, joi, vineri] # toate")
    assert edit.with_hours(text, edit.LINE, [Opening((0, 1, 2, 3, 4), 480, 1200)]) == text


def test_what_is_wrong_after_a_change_is_told_and_what_was_wrong_before_is_not() -> None:
    bad = SMALL.replace("ring_seconds: 25", "ring_seconds: 1")
    after = edit.with_contact(bad, PHONE, value="021 12")
    assert [fault.path.rpartition(" ")[2] for fault in edit.brought(bad, after, TODAY)] == ["«value»"]
    late = edit.checked_today(bad, PHONE, TODAY + timedelta(1))
    assert "viitor" in edit.brought(bad, late, TODAY)[0].what


@pytest.mark.parametrize(
    "text",
    [
        SMALL.replace("hours:\n    - days: luni-vineri", "hours:\n    - days: &zile luni-vineri"),
        SMALL.replace("    - days: luni-vineri\n", "    - days: >\n        luni-vineri\n"),
        SMALL.replace("\n", "\r"),
    ],
    ids=["anchor", "folded", "old Macintosh"],
)
def test_what_only_the_editor_can_change_is_not_guessed_at(text: str) -> None:
    with pytest.raises((NotByForm, Faults)):
        edit.with_hours(text, edit.LINE, [Opening((0,), 480, 1020)])
