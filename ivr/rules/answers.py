"""What the routing file makes of the menus and answers: each of them is met and judged, by the names written in it."""

import re
from collections.abc import Iterator
from datetime import datetime

from ivr.rules.fault import SHORTER, Fault, Theirs, error, over
from ivr.rules.limits import MENU, OPTIONS, PIECE
from ivr.rules.sentences import IN_WORDS, SIGNS
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
            where, what = f"{language} {one.where}", f"{say.key} takes {{}} s"
            theirs = Theirs("face ca un contact să țină {} s", SHORTER, spoken.about([say], language))
            yield from over(38, where, what, _time(say, language, spoken), PIECE, theirs=theirs)


def _sounds(one: Met, language: str, spoken: Spoken) -> Iterator[Fault]:
    """Where the routing file says what no voice can, the sentence tells it, whichever menu it is met in."""
    for say in one.says:
        for text in spoken.texts([say], language):
            if found := re.findall(rf"\S*\d\S*|{SIGNS}", text):
                sign, where = found[0].strip(), f"{language} {one.to.step}"
                what = f"are semne pe care vocea nu le poate citi, «{sign}»"
                theirs = Theirs(what, IN_WORDS, spoken.about([say], language))
                yield error(43, where, f"has signs a voice cannot say, {sign}: {text}", theirs)


def _menu(where: str, question: Question, language: str, spoken: Spoken) -> Iterator[Fault]:
    options = [option for option in question.options if not option.silent]
    called = sorted((one.called for one in options if one.called), key=len, reverse=True)
    theirs = Theirs("face ca un meniu să aibă {} opțiuni", "lăsați mai puține teme", tuple(called))
    count = len([one for one in options if one.key != "0"])
    yield from over(7, where, "offers {} options", count, OPTIONS, theirs=theirs)
    texts = spoken.texts((*question.says, *announced(question)), language)
    theirs = Theirs("face ca un meniu să țină {} s", SHORTER, tuple(called))
    yield from over(13, where, "takes {} s", seconds(texts), MENU, theirs=theirs)


def _time(say: Say, language: str, spoken: Spoken) -> float:
    return seconds(spoken.texts([say], language))
