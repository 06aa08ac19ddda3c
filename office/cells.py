"""What an institution wrote in one cell of its list is taken as meant, or refused with the reason, in Romanian.

Each reader takes a cell that is `tidy`, also an empty one, and raises Refused.
"""

import re
import unicodedata
from datetime import date
from functools import lru_cache

from office.callers import caller
from office.petitions import State
from office.registration import RegistrationNumber

# Columns of the register that hold so many characters (a test compares them with store/tables.py).
LONGEST = {"segments": 40, "registration_number": 60, "joined_to": 60, "inspector_id": 40, "phone": 20}


class Refused(Exception):
    """What stands in this cell cannot be used."""


_FOREIGN_LETTERS = str.maketrans("şţŞŢ", "șțȘȚ")  # with the cedilla, from before 2007
_FOREIGN = re.compile("[şţŞŢ]")
_PLAIN = re.compile("[0-9A-Za-z]")
_GUARDED = re.compile("'[=+@'-]")  # how our own list of rejects, and Excel, keep a cell from being a formula


def tidy(cell: str) -> str:
    """A cell without what nobody sees: outer and double spaces, control characters, a dash for "nothing"."""
    text = " ".join(cell.split())
    if _PLAIN.match(text) and text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFC", text[1:] if _GUARDED.match(text) else text)
    if _FOREIGN.search(text):
        text = text.translate(_FOREIGN_LETTERS)
    if not text.isprintable():
        text = "".join(filter(str.isprintable, text))
    if "\ufffd" in text:
        raise Refused("conține semne necitețe (codificare greșită)")
    return "" if text in ("-", "–", "—") else text


def number(text: str) -> RegistrationNumber | None:
    number = RegistrationNumber.parse(text)
    if text and number is None:
        raise Refused(f"«{text}» nu este un număr de înregistrare")
    if number and len(text) > min(LONGEST.values()) and _is_too_long(number):
        raise Refused("este prea lung")
    return number


def _is_too_long(number: RegistrationNumber) -> bool:
    segments = "/".join(number.segments)
    return len(segments) > LONGEST["segments"] or len(number.text) > LONGEST["registration_number"]


_DAY = re.compile(
    "(?:([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})|([0-9]{1,2})[.]([0-9]{1,2})[.]([0-9]{4}))(?:[ T][0-9:.]+)?"
)


@lru_cache(maxsize=4096)
def day(text: str) -> date | None:
    """Also with a time of day behind it, as databases write it; the time is dropped."""
    if not text:
        return None
    found = _DAY.fullmatch(text)
    if found is None:
        raise Refused(f"«{text}» nu este o dată; scrieți 2026-03-02 sau 02.03.2026")
    year, month, day = (int(part) for part in (found.group(1, 2, 3) if found[1] else found.group(6, 5, 4)))
    try:
        return date(year, month, day) if 1990 <= year <= 2099 else _no_such_day(text)
    except ValueError:
        return _no_such_day(text)


def _no_such_day(text: str) -> date:
    raise Refused(f"ziua {text} nu există sau nu poate fi")


# Sex, year, month, day, six more digits. A telephone number abroad may have thirteen digits too.
_CNP = re.compile("(?<![0-9+])[1-9][0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{6}(?![0-9])")


def free_text(text: str) -> str:
    if len(text) >= 13 and _CNP.search(text):
        raise Refused("conține un CNP; ștergeți-l")
    return text


def name(text: str) -> str:
    if len(text) >= 13 and _CNP.search(re.sub("(?<=[0-9])[ .-]+(?=[0-9])", "", text)):
        raise Refused("conține un CNP; ștergeți-l")
    return text


_ROMANIAN = re.compile("(?:[+]?(?:00)?400?|0|(?=[237]))([237][0-9]{8})")  # Excel drops the 0 of 0722...


def phone(text: str) -> str:
    """E.164 where the number can be understood, otherwise its digits as given; the first one of several."""
    first = re.split("[,;]", name(text))[0]
    digits = re.sub("[ ()./-]", "", first)
    if found := _ROMANIAN.fullmatch(digits):
        return "+40" + found[1]
    if digits and not re.fullmatch("[+]?[0-9]{3,19}", digits):
        raise Refused(f"«{first}» nu este un număr de telefon")
    return (caller(digits).e164 or digits) if digits.startswith(("+", "00")) else digits


_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+[.][^@\s,;.]+")


def email(text: str) -> str:
    if text and not _EMAIL.fullmatch(text):
        raise Refused(f"«{text}» nu este o adresă de e-mail")
    return text


def inspector(text: str) -> str:
    if len(text) > LONGEST["inspector_id"]:
        raise Refused(f"are peste {LONGEST['inspector_id']} de semne")
    return name(text)


_ROMANIAN_STATES = {
    State.registered: ("inregistrata", "noua"),
    State.assigned: ("repartizata",),
    State.in_progress: ("in lucru", "in operare", "in curs de solutionare"),
    State.extended: ("termen prelungit", "prelungita"),
    State.redirected: ("redirectionata",),
    State.answered: ("raspuns transmis", "operata", "rezolvata", "solutionata"),
    State.joined: ("conexata",),
    State.closed: ("clasata",),
    State.needs_completion: ("necesita completari", "necesita completare"),
}
_STATES = {word: state for state, words in _ROMANIAN_STATES.items() for word in words} | {
    state.value.replace("_", " "): state for state in State
}


@lru_cache(maxsize=4096)
def state(text: str) -> State | None:
    state = _STATES.get(_folded(text))
    if text and state is None:
        raise Refused(f"starea «{text}» nu este cunoscută; scrieți una dintre: {', '.join(State)}")
    return state


def _folded(text: str) -> str:
    """Words only: "Necesită_completări" is "necesita completari"."""
    return " ".join(plain(text).replace("_", " ").split())


def plain(text: str) -> str:
    """Without marks, in lower case."""
    letters = unicodedata.normalize("NFD", text.lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
