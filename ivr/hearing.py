"""What a caller meant: keys and speech, read against the question that is open."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from ivr.script import Failure, Option, Question, Say, To, say
from office.registration import RegistrationNumber, filing_date
from office.tickets import TicketNumber
from words.catalogue import Catalogue
from words.courtesy import said_alone
from words.hearing import (
    closest,
    date_said,
    digits_said,
    fold,
    registration_said,
    sure,
    with_years,
    year_said,
    yes_or_no,
)
from words.wishes import wish_said

IN_OWN_WORDS = ("sentence", "county", "name")  # shapes whose speech goes to the step as it was heard
DATED = ("registration", "year_or_date", "filing_date")  # shapes in whose speech "anul trecut" is a year
WHEN = ("wish", "day")  # shapes whose speech is a time, as words/wishes.py writes it
WISH_WORDS = 3
UNSURE_BELOW = 0.4  # voice rule 37: speech the recogniser itself doubts is never acted on


@dataclass(frozen=True)
class Heard:
    """What a request brought: keys, speech with the recogniser's confidence, or the outcome of a dial.

    `ended_by_hash` tells a pressed # from silence; `keys` never hold it where it ends a number.
    """

    keys: str = ""
    speech: str = ""
    confidence: float | None = None
    ended_by_hash: bool = False
    outcome: str = ""


@dataclass(frozen=True)
class Chosen:
    """The caller wants to go there."""

    to: To


@dataclass(frozen=True)
class Typed:
    """The caller gave digits; here in the writing of their shape."""

    value: str


@dataclass(frozen=True)
class Repeat:
    """The caller wants to hear the question again."""

    says: tuple[Say, ...] = ()


@dataclass(frozen=True)
class Failed:
    """Silence, a wrong key, or speech that was not understood."""

    kind: Failure


Understood = Chosen | Typed | Repeat | Failed
PERSON = To("person.reach")
ONLY_SAID = {"leave": To("leave.goodbye"), "menu": To("menu.main")}  # no key of their own
EVERYWHERE = {
    "0": "person.topic",
    "*": "back.topic",
    "#": "repeat.topic",
    "leave": "leave.topic",
    "menu": "menu.topic",
}


def names_of(topic: str, called: str, words: Catalogue) -> tuple[str, ...]:
    """What a caller may say for an option; nothing for a language that has no name here yet."""
    if called:
        return (called,)
    return words.phrases(topic) if words.has(topic) else ()


def is_plain_answer(question: Question, speech: str, words: Catalogue) -> bool:
    """Whether this is only what was asked for: an option or a wish by exactly its name, a number, a yes or no."""
    key = digits_said(speech, words)
    if fold(speech) in map(fold, _names(question, words)) or any(
        option.key == key for option in question.options
    ):
        return True
    if question.shape == "yes_no":
        return yes_or_no(speech, words) is not None
    return question.shape in FROM_SPEECH and FROM_SPEECH[question.shape](speech, words) is not None


def _names(question: Question, words: Catalogue) -> list[str]:
    names = [name for option in question.options for name in names_of(option.topic, option.called, words)]
    return names + [name for topic in EVERYWHERE.values() for name in words.phrases(topic)]


def understood(question: Question, heard: Heard, words: Catalogue, today: date) -> Understood:
    """Keys come first, then speech, then silence. `today` is the day from which "mâine" is counted."""
    if heard.keys:
        return _menu_key(question, heard.keys) if question.options else _number_keys(question, heard.keys)
    if heard.speech:
        return _speech(question, heard, words, today)
    return Repeat() if heard.ended_by_hash else Failed("silence")


def _menu_key(question: Question, keys: str) -> Understood:
    for option in question.options:
        if option.key == keys:
            return Chosen(option.to)
    reserved: dict[str, Understood] = {"0": Chosen(PERSON), "*": Chosen(question.back), "#": Repeat()}
    return reserved.get(keys, Failed("miss"))


def _number_keys(question: Question, keys: str) -> Understood:
    """While a number is typed 0 is a digit, `*` the slash; alone, `*` goes back and 0 reaches a person."""
    keys = keys.rstrip("#")
    if keys in ("0", "*"):
        return Chosen(PERSON if keys == "0" else question.back)
    if keys.endswith("*"):
        return Repeat((say("digits.cleared"),))
    value = _read(question, keys) if question.least <= len(keys) <= question.most else None
    return Typed(value) if value else Failed("miss")


def _read(question: Question, keys: str) -> str | None:
    return FROM_KEYS[question.shape](keys)


def _speech(question: Question, heard: Heard, words: Catalogue, today: date) -> Understood:
    if heard.confidence is not None and heard.confidence < UNSURE_BELOW:
        return Failed("misheard")
    said = with_years(heard.speech, words, today) if question.shape in DATED else heard.speech
    if question.shape in FROM_SPEECH and (value := FROM_SPEECH[question.shape](said, words)):
        return Typed(value)
    if question.shape in IN_OWN_WORDS:
        return _sentence(question, heard.speech, words)
    if question.shape in WHEN and (wish := wish_said(heard.speech, words, today)):
        return Typed(wish)
    if question.shape == "yes_no" and (answer := yes_or_no(heard.speech, words)) is not None:
        return Chosen(question.options[0 if answer else 1].to)
    return _wish(question, heard.speech, words)


def _sentence(question: Question, speech: str, words: Catalogue) -> Understood:
    """A wish has nothing beside it but courtesies: whoever says more, "vreau banii înapoi", tells of a trouble."""
    wish = _wish(question, speech, words) if _is_bare_wish(question, speech, words) else None
    if wish and not isinstance(wish, Failed):
        return wish
    return Typed(speech) if fold(speech) else Failed("misheard")


def _is_bare_wish(question: Question, speech: str, words: Catalogue) -> bool:
    key = digits_said(speech, words)
    is_key = len(speech.split()) <= WISH_WORDS and any(option.key == key for option in question.options)
    return is_key or said_alone(speech, _names(question, words), words)


def _wish(question: Question, speech: str, words: Catalogue) -> Understood:
    """An option by its name, or one of the things that can be asked for everywhere."""
    said = digits_said(speech, words)
    if any(option.key == said for option in question.options):
        return _menu_key(question, said)
    topics = [option.topic for option in question.options]
    named = [one for one in question.options if not one.silent or _has_own_name(one, question, topics)]
    choices = {option.key: names_of(option.topic, option.called, words) for option in named}
    choices |= {key: words.phrases(topic) for key, topic in EVERYWHERE.items() if topic not in topics}
    key = sure(closest(speech, choices, words))
    if key in ONLY_SAID:
        return Chosen(ONLY_SAID[key])
    return _menu_key(question, key) if key else Failed("misheard")


def _has_own_name(option: Option, question: Question, topics: Sequence[str]) -> bool:
    """Not one of several hours that are told by the clock, nor the yes or no that `yes_or_no` reads."""
    return question.shape != "yes_no" and topics.count(option.topic) == 1


def _registration_keys(keys: str) -> str | None:
    number = RegistrationNumber.from_keys(keys)
    return number.text if number else None


def _registration_speech(speech: str, words: Catalogue) -> str | None:
    number = RegistrationNumber.from_speech(registration_said(speech, words))
    return number.text if number else None


def _when_keys(keys: str) -> str | None:
    """A year in two or four digits, or a filing date as `filing_date` reads it."""
    keys = keys.removeprefix("*")
    if keys.isdigit() and len(keys) == 2:
        return f"20{keys}"
    if keys.isdigit() and len(keys) == 4:
        return keys if 1900 <= int(keys) <= 2099 else None
    day = filing_date(keys)
    return day.isoformat() if day else None


def _when_speech(speech: str, words: Catalogue) -> str | None:
    if day := date_said(speech, words):
        return day.isoformat()
    year = year_said(speech, words)
    return str(year) if year else None


def _filed_keys(keys: str) -> str | None:
    day = filing_date(keys)
    return day.isoformat() if day else None


def _filed_speech(speech: str, words: Catalogue) -> str | None:
    day = date_said(speech, words)
    return day.isoformat() if day else None


def _ticket_keys(keys: str) -> str | None:
    number = TicketNumber.parse(keys)
    return number.digits if number else None


def _ticket_speech(speech: str, words: Catalogue) -> str | None:
    return _ticket_keys(digits_said(speech, words))


def _digit_keys(keys: str) -> str | None:
    return keys if keys.isdigit() else None


def _digit_speech(speech: str, words: Catalogue) -> str | None:
    return _digit_keys(digits_said(speech, words).replace("/", ""))


FROM_KEYS: dict[str, Callable[[str], str | None]] = {
    "registration": _registration_keys,
    "year_or_date": _when_keys,
    "phone": _digit_keys,
    "digits": _digit_keys,
    "county": _digit_keys,
    "filing_date": _filed_keys,
    "name": _digit_keys,
    "ticket": _ticket_keys,
    "day": _digit_keys,
}
FROM_SPEECH: dict[str, Callable[[str, Catalogue], str | None]] = {
    "registration": _registration_speech,
    "year_or_date": _when_speech,
    "phone": _digit_speech,
    "digits": _digit_speech,
    "county": _digit_speech,
    "filing_date": _filed_speech,
    "ticket": _ticket_speech,
}
