"""What a caller hears of each verb, and what the keys pressed at a Gather come to. Values in, values out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from phone.twiml_document import Element, breaks_in, spoken
from phone.twiml_rules import DEFAULTS

CHARACTERS_A_SECOND = 11.0
_BREAKS = {"none": 0.0, "x-weak": 0.1, "weak": 0.25, "medium": 0.5, "strong": 1.0, "x-strong": 1.5}
_LONGEST_LOOP = 1000


@dataclass(frozen=True)
class Event:
    """One thing that happens on the line, as the caller hears it. `seconds` is an estimate for speech.

    Kinds: say, play, pause, gather, record, dial, enqueue, hangup, reject, redirect, sms.
    `interruptible` is true where a key of the caller would cut it short.
    """

    kind: str
    text: str = ""
    language: str = ""
    voice: str = ""
    interruptible: bool = False
    seconds: float = 0.0
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Typed:
    """The keys of one Gather: what it has, whether that ends it, by which key, and what is left over."""

    digits: str
    done: bool = False
    finished_on: str = ""
    rest: str = ""


def attributes_of(verb: Element) -> dict[str, str]:
    """The attributes of a verb with Twilio's defaults filled in, as the words of the document."""
    found = {**DEFAULTS.get(verb.tag, {}), **verb.attrib}
    if verb.tag == "Gather":
        found.setdefault("speechTimeout", found["timeout"])
    return found


def heard(verb: Element, interruptible: bool = False) -> Event:
    """A Say, Play or Pause as it is heard."""
    return {"Say": _say, "Play": _play, "Pause": _pause}[verb.tag](verb, interruptible)


# Say speaks its text `loop` times, 0 for ever, in the language and voice it names. No key is heard meanwhile
# unless it stands in a Gather.
def _say(verb: Element, interruptible: bool) -> Event:
    said = attributes_of(verb)
    words = spoken(verb)
    once = len(words) / CHARACTERS_A_SECOND + sum(_break_seconds(each) for each in breaks_in(verb))
    return Event(
        "say",
        words,
        language=said["language"],
        voice=said.get("voice", ""),
        interruptible=interruptible,
        seconds=round(once * _times(said["loop"]), 3),
        attributes=said,
    )


# Play fetches a sound and plays it; the phone does not fetch sounds, so it takes no time here.
def _play(verb: Element, interruptible: bool) -> Event:
    text = (verb.text or "").strip()
    return Event("play", text, interruptible=interruptible, attributes=attributes_of(verb))


# Pause is silence for whole seconds, one by default.
def _pause(verb: Element, interruptible: bool) -> Event:
    said = attributes_of(verb)
    return Event("pause", interruptible=interruptible, seconds=float(said["length"]), attributes=said)


# A break without time or strength is of medium strength.
def _break_seconds(element: Element) -> float:
    time = element.get("time", "").removeprefix("+")
    if time.endswith("ms"):
        return float(time.removesuffix("ms")) / 1000
    if time:
        return float(time.removesuffix("s"))
    return _BREAKS[element.get("strength", "medium")]


def _times(loop: str) -> int:
    return int(loop) or _LONGEST_LOOP


# Gather ends at numDigits keys or at the finishing key, which is not part of Digits. With finishOnKey=""
# every key is a digit and only numDigits or the timeout ends it.
def typed(keys: str, before: str, gather: Mapping[str, str]) -> Typed:
    """What a Gather that already has the keys `before` makes of the keys pressed now."""
    digits = before
    most = int(gather.get("numDigits", "0"))
    for place, key in enumerate(keys):
        if key == gather["finishOnKey"]:
            return Typed(digits, True, key, keys[place + 1 :])
        digits += key
        if len(digits) == most:
            return Typed(digits, True, "", keys[place + 1 :])
    return Typed(digits)


def listens(gather: Mapping[str, str], kind: str) -> bool:
    """Whether a Gather takes `dtmf` or `speech`."""
    return kind in gather["input"].split()


# The timeout starts when the nested prompt has ended and starts again with every key.
def patience(waiting: Mapping[str, str]) -> float:
    """Seconds of silence after which a Gather or a Record gives up."""
    timeout = waiting["timeout"]
    return 5.0 if timeout == "auto" else float(timeout)


def speech_seconds(text: str, gather: Mapping[str, str]) -> float:
    """How long the caller speaks, and the silence after it that tells the line so."""
    silence = gather["speechTimeout"]
    return len(text) / CHARACTERS_A_SECOND + (1.0 if silence == "auto" else float(silence))


def parties(dial: Element) -> tuple[Element, ...]:
    """Whom a Dial calls: its nouns, or the number it has as text made into a Number."""
    if len(dial):
        return tuple(dial)
    number = dial.makeelement("Number", {})
    number.text = dial.text
    return (number,)


def name_of(noun: Element) -> str:
    """What is dialled: a number, an address, a room; for a Client with an Identity, that."""
    text = (noun.text or "").strip() or (noun.findtext("Identity") or "").strip()
    return "".join(text.split()) if noun.tag == "Number" else text
