"""What the routing file makes of the menus and answers: each of them is met and judged, by the names written in it."""

import re
from collections.abc import Iterator
from datetime import datetime

from ivr.matter import NAME
from ivr.rules.fault import Fault, error, over, warning
from ivr.rules.limits import MENU, OPTION, OPTIONS, PIECE
from ivr.rules.sentences import SIGNS
from ivr.rules.spoken import Spoken, seconds
from ivr.script import Question, Say
from ivr.twiml import announced
from ivr.walk import Met, met


def faults(spoken: Spoken, now: datetime) -> Iterator[Fault]:
    """What is wrong with them at this moment (local and aware), in each language; the same words once."""
    found: dict[Fault, None] = {}
    for language in spoken.words:
        for one in met(spoken.directory, language, now):
            found |= dict.fromkeys(_met_faults(one, language, spoken))
    yield from found


def _met_faults(one: Met, language: str, spoken: Spoken) -> Iterator[Fault]:
    yield from _sounds(one, language, spoken)
    if one.question:
        yield from _menu(f"{language} {one.where}", one.question, language, spoken)
    if one.to.step == "answer.contact":
        for say in (say for say in one.says if say.key.startswith("contact.")):
            yield from over(
                38, f"{language} {one.where}", f"{say.key} takes {{}} s", _time(say, language, spoken), PIECE
            )


def _sounds(one: Met, language: str, spoken: Spoken) -> Iterator[Fault]:
    """Where the routing file says what no voice can, the sentence tells it, whichever menu it is met in."""
    for text in spoken.texts(one.says, language):
        if found := re.findall(rf"\S*\d\S*|{SIGNS}", text):
            yield error(
                43, f"{language} {one.to.step}", f"has signs a voice cannot say, {found[0].strip()}: {text}"
            )


def _menu(where: str, question: Question, language: str, spoken: Spoken) -> Iterator[Fault]:
    options = [option for option in question.options if not option.silent]
    yield from over(7, where, "offers {} options", len([one for one in options if one.key != "0"]), OPTIONS)
    texts = spoken.texts((*question.says, *announced(question)), language)
    yield from over(13, where, "takes {} s", seconds(texts), MENU)
    for option in (one for one in options if one.topic == "menu.called"):
        time = _time(
            next(say for say in announced(question) if say.values["key"] == option.key), language, spoken
        )
        if time > OPTION and len(option.called) > NAME:
            yield warning(
                11, f"{language} {option.called}", f"takes {time:.1f} s as an option; better at most {OPTION}"
            )


def _time(say: Say, language: str, spoken: Spoken) -> float:
    return seconds(spoken.texts([say], language))
