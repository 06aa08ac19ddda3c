"""A supervisor saves the routing file with any editor: its text, or the row in which it stops being UTF-8."""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE

from routing.faults import Fault, Faults
from routing.grammar import rows_around

MARK = "\ufeff"  # what some editors put in front of UTF-8
SAVE_AGAIN = "salvați-l ca UTF-8 (în Notepad: «Salvare ca», apoi la «Codificare» alegeți UTF-8)"


def decoded(saved: bytes) -> str:
    """The text of a saved file, each row ended by a line feed; raises Faults with the first sign that is not UTF-8."""
    if _is_wide(saved):
        what = "fișierul nu este salvat ca UTF-8, ci ca UTF-16 («Unicode»)"
        raise Faults([Fault(1, 1, "", what, SAVE_AGAIN)])
    try:
        text = saved.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Faults([_not_utf8(saved, error.start)]) from None
    return _rows(text).removeprefix(MARK)


def _is_wide(saved: bytes) -> bool:
    """Two bytes for each letter: with a mark in front, or seen by the zero beside the first letter."""
    first = saved[:2]
    return first in (BOM_UTF16_LE, BOM_UTF16_BE) or (len(first) == 2 and first.count(0) == 1)


def _not_utf8(saved: bytes, at: int) -> Fault:
    before = _rows(saved[:at].decode("utf-8")).removeprefix(MARK).split("\n")
    what = "fișierul nu este salvat ca UTF-8 (aici este prima literă care nu se poate citi)"
    around = rows_around(_rows(saved.decode("utf-8", "replace")).removeprefix(MARK), len(before))
    return Fault(len(before), len(before[-1]) + 1, "", what, SAVE_AGAIN, around)


def _rows(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
