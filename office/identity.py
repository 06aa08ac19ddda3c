"""A citizen is recognised by the name on the petition, said in any order or keyed; nobody else is, by a near name.

A name never identifies alone: the registration number and the filing date have to agree as well.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Sequence

Alike = Callable[[str, str], float]  # how alike two folded words are, 0 to 100


def _same(one: str, other: str) -> float:
    return 100.0 if one == other else 0.0


SPOKEN_ALIKE = 85.0  # one letter in a surname of six or seven
SHORTEST_ALIKE = 5  # letters; "Stan" and "Stana" are two families
MOST_EXTRA = 1  # names too many; a list of names is a guess


def same_person(
    given: str, surname: str, first_name: str, *, alike: Alike = _same, ignored: Collection[str] = ()
) -> bool:
    """Whether the name given, by voice or in writing, is the one on the petition.

    One of the surnames (maiden, married, hyphened) and one of the first names must be there, in any order;
    letters are compared without marks, first names as they sound but not nearly: "Ion" is not "Ioan". For a
    surname `alike` may forgive what a recogniser mishears. `ignored` are words around a name ("mă numesc").
    Of a company (no first name) every word but its legal form must be there.
    """
    last, first = _words(surname), _words(first_name)
    said = _grown_together(_words(given), {*last, *first})
    if not first:
        return _is_company(said, [word for word in last if word not in _LEGAL_FORMS], alike, ignored)
    for at, word in enumerate(said):
        others = [*said[:at], *said[at + 1 :]]
        if _is_surname(word, last, alike) and any(_is_first_name(other, first) for other in others):
            return _extra(said, last, first, alike, ignored) <= MOST_EXTRA
    return False


def keypad_letters(name: str) -> str:
    """The keys a name is spelled with (E.161: 2 is ABC, 9 is WXYZ), marks and all but letters left out."""
    return "".join(_KEY_OF[letter] for letter in "".join(_words(name)) if letter in _KEY_OF)


LEAST_KEYS = 3


def same_by_keys(keys: str, surname: str) -> bool:
    """Whether the keys are the first letters of the surname, or of one of two; three at least, or all it has."""
    digits = re.sub("[^0-9]", "", keys)
    names = {keypad_letters(name) for name in (surname, *_words(surname))}
    return any(
        digits == name or (len(digits) >= LEAST_KEYS and name.startswith(digits)) for name in names if name
    )


# alone in a row of digits, however grouped; a longer row is a registration number with its date
_CODE = re.compile(
    r"(?<!\d)(?<!\d[ .\-–])(?<!\d[ .\-–]{2})\d(?:[ .\-–]{0,3}\d){12}(?![ .\-–]{0,3}\d)|(?<!\d)\d{13}(?!\d)"
)


def drop_cnp(heard: str) -> str:
    """What was heard without any number of thirteen digits, grouped or not: nobody here asks for a personal code.

    Legea 190/2018 art. 4, GDPR art. 5 (1) c.
    """
    return " ".join(_CODE.sub(" ", heard).split())


_LEGAL_FORMS = frozenset(("sc", "srl", "sa", "snc", "pfa", "ii", "if", "srld"))
_KEYS = {"2": "abc", "3": "def", "4": "ghi", "5": "jkl", "6": "mno", "7": "pqrs", "8": "tuv", "9": "wxyz"}
_KEY_OF = {letter: key for key, letters in _KEYS.items() for letter in letters}
_UNMARKED = str.maketrans("đłøæœ", "dloao")  # letters that no normal form takes apart


def _words(text: str) -> list[str]:
    """The words of a name in small letters without marks; ș with a comma and ş with a cedilla are one."""
    marked = unicodedata.normalize("NFKD", text.casefold().translate(_UNMARKED))
    return re.findall("[a-z0-9]+", "".join(c for c in marked if not unicodedata.combining(c)))


def _grown_together(said: Sequence[str], names: Collection[str]) -> list[str]:
    """Two words said for a name written as one: "Ana-Maria" for Anamaria."""
    made: list[str] = []
    for word in said:
        if made and made[-1] + word in names:
            word = made.pop() + word
        made.append(word)
    return made


def _is_surname(word: str, last: Sequence[str], alike: Alike) -> bool:
    return any(_nearly(word, name, alike) for name in last)


def _nearly(word: str, name: str, alike: Alike) -> bool:
    if _sound(word) == _sound(name):
        return True
    return min(len(word), len(name)) >= SHORTEST_ALIKE and alike(word, name) >= SPOKEN_ALIKE


def _is_first_name(word: str, first: Sequence[str]) -> bool:
    """One of them, or all in one word: "Ana-Maria" is Ana, Maria and Anamaria."""
    return _sound(word) in {_sound(name) for name in (*first, "".join(first))}


def _extra(
    said: Sequence[str], last: Sequence[str], first: Sequence[str], alike: Alike, ignored: Collection[str]
) -> int:
    """How many words are neither in the name nor words around it."""
    return sum(
        not (word in ignored or _is_surname(word, last, alike) or _is_first_name(word, first))
        for word in said
    )


def _is_company(said: Sequence[str], name: Sequence[str], alike: Alike, ignored: Collection[str]) -> bool:
    whole = bool(name) and all(any(_nearly(word, part, alike) for word in said) for part in name)
    return whole and _extra(said, name, (), alike, {*ignored, *_LEGAL_FORMS, *"scral"}) <= MOST_EXTRA


# Spellings of one sound: Christian, Cristian; Filip, Philip; Szabo, Sabo; Matei, Mattei.
_SPELLINGS = (("ph", "f"), ("th", "t"), ("ch", "c"), ("sz", "s"), ("k", "c"), ("y", "i"), ("w", "v"))


def _sound(word: str) -> str:
    for written, heard in _SPELLINGS:
        word = word.replace(written, heard)
    return re.sub(r"(.)\1+", r"\1", word)
