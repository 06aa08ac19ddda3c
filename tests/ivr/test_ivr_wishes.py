"""While a caller tells a trouble: a wish for a person, or back, counts only if nothing else is said."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from as_shipped import LIVE, WORDS

from ivr.hearing import Chosen, Heard, Typed, understood
from ivr.script import STEPS, Question
from ivr.walk import call_of

NOW = datetime(2026, 11, 23, 10, 30, tzinfo=ZoneInfo("Europe/Bucharest"))


def understanding(sentence: str, language: str = "ro") -> Chosen | Typed:
    """What is made of a sentence where one is asked for."""
    asked = STEPS["competence.sentence"](call_of(LIVE, "ro", NOW))
    assert isinstance(asked, Question)
    found = understood(
        replace(asked, at="competence.sentence"), Heard(speech=sentence), WORDS[language], NOW.date()
    )
    assert isinstance(found, Chosen | Typed)
    return found


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("vreau banii înapoi", "ro"),
        ("o persoană dispărută", "ro"),
        ("funcționar corupt", "ro"),
        ("operator telefonie mobilă", "ro"),
        ("un om agresiv", "ro"),
        ("persoană bolnavă", "ro"),
        ("un funcționar obraznic", "ro"),
        ("un om mort", "ro"),
        ("pașaport din nou", "ro"),
        ("vissza a pénzem", "hu"),
        ("beteg ember", "hu"),
        ("missing person", "en"),
        ("my money back", "en"),
    ],
)
def test_a_short_trouble_is_no_wish(sentence: str, language: str) -> None:
    """It goes to the finder as it was said, though a person, a clerk or "back" is in it."""
    assert understanding(sentence, language) == Typed(sentence)


@pytest.mark.parametrize(
    ("sentence", "language", "step"),
    [
        ("operator", "ro", "person.reach"),
        ("vreau un operator", "ro", "person.reach"),
        ("cu un om", "ro", "person.reach"),
        ("să vorbesc cu o persoană", "ro", "person.reach"),
        ("aș dori să vorbesc cu un om, vă rog", "ro", "person.reach"),
        ("legătura cu cineva", "ro", "person.reach"),
        ("înapoi", "ro", "back"),
        ("mergi înapoi", "ro", "back"),
        ("înapoi, vă rog", "ro", "back"),
        ("ügyintézőt kérek", "hu", "person.reach"),
        ("vissza", "hu", "back"),
        ("an operator please", "en", "person.reach"),
        ("go back please", "en", "back"),
    ],
)
def test_a_wish_is_understood_however_politely_it_is_said(sentence: str, language: str, step: str) -> None:
    asked = STEPS["competence.sentence"](call_of(LIVE, "ro", NOW))
    assert isinstance(asked, Question)
    found = understanding(sentence, language)
    assert isinstance(found, Chosen)
    assert found.to.step == (asked.back.step if step == "back" else step)
