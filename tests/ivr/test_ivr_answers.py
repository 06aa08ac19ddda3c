"""Every answer of the shipped routing file, as callers meet it: no number that nobody verified, nothing unsayable."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from as_shipped import LIVE, WORDS

from ivr.check import faults_of_answers
from ivr.codec import decode, encode
from ivr.engine import advance
from ivr.hearing import Heard, is_plain_answer
from ivr.hints import hints
from ivr.rules.spoken import contacts_of
from ivr.script import STEPS, Question, Reply, Say
from ivr.twiml import Voice
from ivr.walk import Met, Texted, call_of, met
from routing.directory import Directory

NOW = datetime(2026, 11, 23, 10, 30, tzinfo=ZoneInfo("Europe/Bucharest"))
IN_DANGER = replace(
    LIVE, institutions={"igpr": LIVE.institutions["igpr"]}, external={}
)  # its book is soon made
AFTER_ALL = NOW + timedelta(days=LIVE.limits.contact_life_days + 366)


def numbers_in(meetings: Iterator[Met], desk: Texted) -> set[str]:
    """Every number that is read aloud, rung or texted."""
    found = set()
    for one in meetings:
        found |= {one.rung} | {number for say in one.says for number in _numbers(say)}
    return (found | {str(text.get("phone", "")) for text in desk.values}) - {""}


def _numbers(say: Say) -> list[str]:
    """As a value of its own, or hidden in a text of the routing file."""
    written = " ".join(
        str(value) for name, value in say.values.items() if name not in ("phone", "extension", "hours")
    )
    hidden = [
        found for found in re.findall(r"\+?\d[\d .]{4,}\d", written) if len(re.sub(r"\D", "", found)) > 4
    ]
    return [*([say.values["phone"]] if "phone" in say.values else []), *hidden]


def verified_and_fresh(directory: Directory, now: datetime) -> set[str]:
    """Told from the file itself, not by the code under test."""
    life = timedelta(days=directory.limits.contact_life_days)
    known = (one for one in contacts_of(directory) if one.verified and one.for_callers and one.checked_on)
    return {
        one.number for one in known if one.number and one.checked_on and now.date() - one.checked_on <= life
    }


@pytest.mark.parametrize("language", WORDS)
def test_every_number_a_caller_gets_is_verified_and_fresh(language: str) -> None:
    """In every county, of every institution and body: spoken, texted or rung. And numbers are given at all."""
    desk = Texted()
    given = numbers_in(met(LIVE, language, NOW, desk, all_counties=language == "ro"), desk)
    assert given <= verified_and_fresh(LIVE, NOW)
    assert len(given) >= 5


def test_once_everything_is_old_no_number_is_given() -> None:
    """The same walk, a year after the last contact has reached its age: pages and numbers are gone."""
    desk = Texted()
    given = numbers_in(met(LIVE, "ro", AFTER_ALL, desk, all_counties=True), desk)
    assert given == set()


def test_the_walk_meets_everybody() -> None:
    """Each competence and each other body is answered, and from each domain the keys lead to an answer."""
    asked = {str(one.to.given["about"]) for one in met(LIVE, "ro", NOW) if one.to.step == "answer.tell"}
    ours = {f"{one.id}.{name}" for one in LIVE.institutions.values() for name in one.competences}
    assert asked == ours | set(LIVE.external)
    by_keys = {one.to.given["domain"] for one in met(LIVE, "ro", NOW) if one.to.step == "topics.topics"}
    assert by_keys == set(LIVE.domains)


def test_every_answer_can_be_said() -> None:
    """Menus are short enough, contacts come in pieces, no sign is left that a voice spells out."""
    found = faults_of_answers(WORDS, LIVE, NOW)
    assert [str(fault) for fault in found if fault.is_error] == []


@pytest.mark.parametrize("language", WORDS)
def test_the_recogniser_gets_no_more_hints_than_it_takes(language: str) -> None:
    """At most 500 of at most 100 characters; the document stays far below the carrier's 64 kB."""
    question = STEPS["competence.sentence"](call_of(LIVE, language, NOW))
    if not isinstance(question, Question):
        return  # English callers are led by the keys
    voice = Voice(WORDS, lambda code: hints(LIVE, code))
    document = voice.render(encode(Reply(question=question)), language, "/voice/2")
    told = ElementTree.fromstring(document).find("Gather")
    assert told is not None
    parts = told.attrib["hints"].split(",")
    assert 100 < len(parts) <= 500
    assert max(map(len, parts)) <= 100
    assert len(document.encode()) < 32_000


@pytest.mark.parametrize("step", ["menu.main", "status.number", "callback.number", "competence.sentence"])
@pytest.mark.parametrize("confidence", [0.9, 0.1])
def test_danger_interrupts_every_kind_of_question_and_the_call_goes_on_where_it_was(
    step: str, confidence: float
) -> None:
    """However badly it was heard; told twice it is answered twice; key 1 brings back what was open, tries and all."""
    call = call_of(IN_DANGER, "ro", NOW)
    asked = STEPS[step](call)
    assert isinstance(asked, Question)
    open_ = replace(asked, at=step, silence=1)
    told = Heard(speech="ajutor, arde casa", confidence=confidence)
    for before in (Reply(question=open_), advance(Reply(question=open_), told, call, WORDS["ro"]).reply):
        after = decode(encode(advance(before, told, call, WORDS["ro"]).reply))
        assert [say.key for say in after.firm] == ["danger.dial"]
        assert advance(after, Heard(keys="1"), call, WORDS["ro"]).reply == Reply(question=open_)


@pytest.mark.parametrize(
    ("step", "speech"),
    [
        ("callback.number", "zero șapte doi doi unu unu unu doi doi doi"),
        ("callback.offer", "nu"),
        ("callback.offer", "doi"),
        ("menu.main", "un om"),
        ("topics.domains", "incendii și dezastre"),
        ("competence.sentence", "operator"),
    ],
)
def test_a_plain_answer_is_never_taken_for_danger(step: str, speech: str) -> None:
    """Numbers, yes and no, and whatever is on offer, said by its name."""
    call = call_of(IN_DANGER, "ro", NOW)
    asked = STEPS[step](call)
    assert isinstance(asked, Question)
    assert is_plain_answer(asked, speech, WORDS["ro"])


@pytest.mark.parametrize(
    "speech", ["ajutor zero șapte doi doi", "nu, arde casa", "un om, repede, mă omoară", "da da arde"]
)
def test_an_answer_with_something_beside_it_is_looked_at(speech: str) -> None:
    """Danger may hide in it."""
    call = call_of(IN_DANGER, "ro", NOW)
    for step in ("callback.number", "callback.offer", "menu.main"):
        asked = STEPS[step](call)
        assert isinstance(asked, Question)
        assert not is_plain_answer(asked, speech, WORDS["ro"])
