"""What callers say instead of pressing a key: another language, the menu; and where a lost call goes on."""

from dataclasses import replace
from datetime import datetime
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from as_shipped import LIVE, WORDS

from ivr.check import shipped, tree_of
from ivr.codec import encode
from ivr.hearing import Chosen, Failed, Heard, understood
from ivr.rules.ways import faults
from ivr.script import SERVICES, STEPS, Option, Question, Reply, To, offering
from ivr.tree import ENTRIES
from ivr.twiml import Voice
from ivr.walk import call_of

NOW = datetime(2026, 11, 23, 10, 30, tzinfo=ZoneInfo("Europe/Bucharest"))
HOME = To("menu.main")


def main_menu(language: str) -> Question:
    """The menu as a caller of this language meets it, all languages on offer."""
    asked = STEPS["menu.main"](replace(call_of(LIVE, language, NOW), languages=tuple(WORDS)))
    assert isinstance(asked, Question)
    return asked


def meant(question: Question, speech: str, language: str = "ro") -> object:
    return understood(question, Heard(speech=speech), WORDS[language], NOW.date())


@pytest.mark.parametrize(
    ("language", "speech", "code"),
    [
        ("ro", "english", "en"),
        ("ro", "english please", "en"),
        ("ro", "in engleza", "en"),
        ("ro", "magyarul", "hu"),
        ("ro", "română", "ro"),
        ("hu", "română", "ro"),
        ("hu", "angolul", "en"),
        ("en", "in Romanian", "ro"),
        ("en", "magyarul", "hu"),
    ],
)
def test_a_language_is_chosen_by_its_name(language: str, speech: str, code: str) -> None:
    """In that language or in the one of the call; that of the call too."""
    assert meant(main_menu(language), speech, language) == Chosen(To("language.choose", {"code": code}))


@pytest.mark.parametrize("language", WORDS)
def test_every_language_has_a_name_in_every_other(language: str) -> None:
    """And the recogniser is told the names beforehand."""
    document = Voice(WORDS).render(encode(Reply(question=main_menu(language))), language, "/voice/2")
    gather = ElementTree.fromstring(document).find("Gather")
    assert gather is not None
    for code in WORDS:
        names = WORDS[language].phrases(f"language.{code}")
        assert set(names) <= set(gather.attrib["hints"].split(","))


def test_a_language_without_a_name_here_disturbs_nobody() -> None:
    """A new file in words/ is offered by its key at once; it may get its names later."""
    question = Question(
        options=(Option("8", "language.xx", To("language.choose"), silent=True),), shape="menu"
    )
    assert meant(question, "un operator") == Chosen(To("person.reach"))
    assert isinstance(understood(question, Heard(keys="8"), WORDS["ro"], NOW.date()), Chosen)


def test_hours_that_are_told_by_the_clock_have_no_name_of_their_own() -> None:
    """Of three that are called the same none is meant."""
    hours = [Option(key, "booking.this", To("booking.hold", {"at": key}), silent=True) for key in "123"]
    assert meant(Question(options=tuple(hours), shape="menu"), "ora aceasta") == Failed("misheard")


@pytest.mark.parametrize(
    ("language", "speech"), [("ro", "meniul principal"), ("hu", "főmenü"), ("en", "the main menu")]
)
@pytest.mark.parametrize("shape", ["registration", "menu", "yes_no", "sentence", "county"])
def test_the_main_menu_is_reached_by_its_name_from_everywhere(shape: str, language: str, speech: str) -> None:
    """It need not be the fourth of the next steps."""
    keys = (
        Option("1", "confirm.yes", To("there"), silent=True),
        Option("2", "confirm.no", To("there"), silent=True),
    )
    assert meant(Question(shape=shape, options=keys, then=To("there")), speech, language) == Chosen(HOME)


def test_every_question_belongs_to_a_service_but_where_calls_begin() -> None:
    """So whoever is cut off is offered to go on."""
    homeless = {
        step.file
        for step in shipped().steps.values()
        if any(outcome.asks for outcome in step.outcomes) and not offering(step.name)
    }
    assert homeless <= {entry.split(".")[0] for entry in ENTRIES}
    assert {"competence", "ticket"} <= SERVICES.keys()


@pytest.mark.parametrize(
    ("step", "service"),
    [
        ("county.spelt", "competence"),
        ("answer.tell", "competence"),
        ("topics.domains", "competence"),
        ("faq.questions", "competence"),
        ("through.rung", "competence"),
        ("identify.name", "ticket"),
        ("booking.channel_of", "ticket"),
        ("hours.offer", "ticket"),
        ("agreed.agree", "ticket"),
        ("my_ticket.told", "ticket"),
        ("status.number", "status"),
        ("menu.main", ""),
        ("", ""),
        ("gone.since_then", ""),
    ],
)
def test_a_step_knows_its_service(step: str, service: str) -> None:
    """By the name of its file, or by what that says."""
    assert offering(step) == service


ASKS = """
from ivr.script import menu, option, say, step, to

{part_of}

@step
def first(call):
    return menu(say("status.unknown"), options=(option("1", "menu.topic", to("menu.main")),))
"""


@pytest.mark.parametrize(
    ("part_of", "is_fault"), [("", True), ('PART_OF = "nothing"', True), ('PART_OF = "status"', False)]
)
def test_a_question_of_no_service_is_a_fault(part_of: str, is_fault: bool) -> None:
    """telverde check tells whoever adds a dialogue."""
    mine = tree_of({"extra": ASKS.format(part_of=part_of)})
    whole = replace(shipped(), steps={**shipped().steps, **mine.steps})
    told = [
        fault for fault in faults(whole, LIVE) if fault.where == "extra.first" and "PART_OF" in fault.what
    ]
    assert bool(told) == is_fault


def test_whoever_hangs_up_at_a_goodbye_was_not_cut_off() -> None:
    """Nothing is to be gone on with after a booking."""
    ends = Question(options=(Option("3", "leave.topic", To("leave.goodbye")),))
    assert ends.is_an_end
    assert not main_menu("ro").is_an_end
