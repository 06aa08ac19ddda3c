"""Every telephone shows a text message right, and it is one part: the letters of GSM 03.38 (3GPP TS 23.038, 6.2.1)."""

import unicodedata
from collections.abc import Sequence

PART = 160  # septets of a message of one part
BETWEEN = ". "
_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = "^{}\\[~]|€"  # two septets each
_OTHERS = {
    "ő": "ö", "Ő": "Ö", "ű": "ü", "Ű": "Ü", "„": '"', "”": '"', "“": '"', "«": '"', "»": '"', "’": "'", "‘": "'",
    "–": "-", "—": "-", "…": "...", "\u00a0": " ", "\u202f": " ", "•": "-", "đ": "d", "ł": "l",
}  # fmt: skip
_LETTERS = dict.fromkeys(_BASIC, 1) | dict.fromkeys(_EXTENDED, 2)


def gsm(text: str) -> str:
    """The text in these letters: ă is a, ș is s, ő is ö; a letter nothing stands for is a question mark."""
    return "".join(map(_letter, unicodedata.normalize("NFC", text)))


def septets(text: str) -> int:
    """How long a text in these letters is; KeyError for any other letter."""
    return sum(_LETTERS[letter] for letter in text)


def one_part(pieces: Sequence[str]) -> str:
    """The pieces as one message that fits: too long, it loses them from the last but one backwards, never the last.

    The first piece stays too, cut at its end if it must be.
    """
    first, *others = map(gsm, pieces)
    while len(others) > 1 and septets(BETWEEN.join((first, *others))) > PART:
        del others[-2]
    while first and septets(BETWEEN.join((first, *others))) > PART:
        first = first[:-1]
    return BETWEEN.join((first, *others))


def _letter(letter: str) -> str:
    if letter in _LETTERS:
        return letter
    bare = _OTHERS.get(letter) or unicodedata.normalize("NFD", letter)[0]
    return bare if all(each in _LETTERS for each in bare) else "?"
