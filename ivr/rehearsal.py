"""What callers can hear with a routing file, tried without a telephone: every menu, key by key."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ivr.call import Call
from ivr.codec import encode
from ivr.engine import Turn, advance, pick_up
from ivr.hearing import Heard
from ivr.script import Option, Reply, Say
from ivr.transcript import sentences
from ivr.twiml import after_firm
from ivr.walk import Texted
from office.callers import caller
from routing.revision import Revision
from words.catalogue import Catalogue

Path = tuple[str, ...]  # the names of the options that were pressed, from the pickup on
AT_HOME = "+40264000000"  # a landline, so that a county is proposed instead of asked
MOST = 5000  # questions of one language: a file that leads in circles comes to an end
ELSEWHERE = ("language.", "confirm.no")  # the other languages are rehearsed by themselves


@dataclass(frozen=True)
class Place:
    """What is heard somewhere. Of each option: its name -> its key, and its name -> the place where it leads."""

    says: tuple[str, ...]
    keys: Mapping[str, str] = field(default_factory=dict)
    ways: Mapping[str, Path] = field(default_factory=dict)


def rehearsed(
    revision: Revision, words: Mapping[str, Catalogue], language: str, now: datetime
) -> dict[Path, Place]:
    """Everything a caller from a landline can reach by keys of menus, the nearest first; `now` is local."""
    call = a_call(revision, words, language, _in_office_hours(now))
    first = pick_up(call)
    found: dict[Path, Place] = {}
    known: dict[str, Path] = {_asked(first): ()}
    waiting: deque[tuple[Path, Turn]] = deque([((), first)])
    while waiting and len(found) < MOST:
        path, turn = waiting.popleft()
        keys: dict[str, str] = {}
        ways: dict[str, Path] = {}
        for option in turn.reply.question.options if turn.reply.question else ():
            if option.topic.startswith(ELSEWHERE):
                continue
            name = name_of(option, words[language])
            there = advance(turn.reply, Heard(keys=option.key), call, words[language])
            keys[name], ways[name] = option.key, known.setdefault(_asked(there), (*path, name))
            if ways[name] == (*path, name):
                waiting.append((ways[name], there))
        found[path] = Place(tuple(_heard(turn.reply, language, words)), keys, ways)
    return found


def name_of(option: Option, catalogue: Catalogue) -> str:
    """What an option is called in its menu."""
    return option.called or catalogue.text(option.topic)


def _asked(turn: Turn) -> str:
    """Two answers that ask the same are one place, whatever led there."""
    return encode(Reply(question=turn.reply.question, ring=turn.reply.ring))


def _heard(reply: Reply, language: str, words: Mapping[str, Catalogue]) -> Iterator[str]:
    for one in (*reply.firm, *after_firm(reply)):
        yield from sentences(_text(one, words[one.language or language]))
    if reply.ring:
        yield f"({reply.ring.number})"


def _text(one: Say, catalogue: Catalogue) -> str:
    return catalogue.text(one.key, one.values)


def _in_office_hours(now: datetime) -> datetime:
    """The next Tuesday at ten, so that what is heard does not depend on the hour of the rehearsal."""
    tuesday = now + timedelta(days=(1 - now.weekday()) % 7)
    return tuesday.replace(hour=10, minute=0, second=0, microsecond=0)


def a_call(revision: Revision, words: Mapping[str, Catalogue], language: str, now: datetime) -> Call:
    """A call from a landline at a desk where nothing is known and nothing happens; `now` is local."""
    return Call(
        sid="",
        caller=caller(AT_HOME),
        turn=1,
        now=now,
        began=now,
        language=language,
        failures=0,
        languages=tuple(words),
        routing=revision,
        our_numbers=(),
        desk=Texted(),
    )
