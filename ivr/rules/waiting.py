"""How long the hotline waits for a caller, and that every voice and ear is told which language it is in."""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from ivr import twiml
from ivr.codec import encode
from ivr.rules.fault import Fault, error, warning
from ivr.rules.limits import BETWEEN_DIGITS, FIRST_KEY, PAUSE_WANTED, TWIML_BYTES
from ivr.rules.spoken import PAUSE, Spoken
from ivr.script import Reply
from ivr.tree import Outcome, Tree


@dataclass(frozen=True)
class Waits:
    """Seconds: to the first key, to and between digits, and between two sentences."""

    key: float = twiml.KEY_SECONDS
    digits: float = twiml.DIGIT_SECONDS
    pause: float = PAUSE


def faults(tree: Tree, spoken: Spoken, waits: Waits) -> Iterator[Fault]:
    """What is wrong with the waiting, and with the TwiML of the questions."""
    least, most = FIRST_KEY
    for name, wait in (("menus", waits.key), ("digits", waits.digits)):
        if not least <= wait <= most:
            yield error(20, name, f"wait {wait:g} s for the first key; {least} to {most}")
    if waits.digits < BETWEEN_DIGITS:
        yield error(21, "digits", f"wait {waits.digits:g} s for the next; at least {BETWEEN_DIGITS}")
    if not PAUSE_WANTED[0] <= waits.pause <= PAUSE_WANTED[1]:
        yield warning(
            12, "options", f"{waits.pause:g} s lie between two; better {PAUSE_WANTED[0]} to {PAUSE_WANTED[1]}"
        )
    yield from _languages(spoken)
    for step, outcome in tree.outcomes():
        for language in spoken.words if outcome.asks else ():
            yield from _document(f"{language} {step.name}", _twiml(outcome, language, spoken))


def _twiml(outcome: Outcome, language: str, spoken: Spoken) -> str:
    """The question as the carrier gets it; no verbs at all if a catalogue cannot say it."""
    reply = Reply(question=spoken.question(outcome, language))
    try:
        return spoken.voice.render(encode(reply), language, "/")
    except (LookupError, ValueError):  # told by rules/entries.py
        return "<Response/>"


def _languages(spoken: Spoken) -> Iterator[Fault]:
    for language, catalogue in spoken.words.items():
        for what, said in (("speaks", catalogue.speaks), ("listens", catalogue.listens)):
            if said.split("-")[0] != language:
                yield error(44, f"{language} {what}", f"is {said}, another language")


def _document(where: str, document: str) -> Iterator[Fault]:
    verbs = [verb for verb in ElementTree.fromstring(document).iter() if verb.tag in ("Say", "Gather")]
    if any(not verb.get("language") for verb in verbs):
        yield error(44, where, "has a voice or an ear without a language")
    if len(document.encode()) > TWIML_BYTES:
        yield error("twiml", where, f"has more than {TWIML_BYTES} bytes")
