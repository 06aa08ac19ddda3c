"""A supervisor reads in plain Romanian why a YAML text cannot be read at all, with the three rows around."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import NamedTuple

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from routing.faults import Fault

DEEPEST = 50
_STEPS = {"[": 1, "{": 1, "]": -1, "}": -1}
UNPRINTABLE = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"


def broken(error: YAMLError, text: str) -> Fault:
    """The one fault of a text that is no YAML."""
    if isinstance(error, ReaderError):
        return _unprintable(text)
    saying, sign = _saying(_told(error))
    line, column = _spot(error, saying)
    opened = _open_quote(text, line) if saying.quote else None
    if opened:
        saying, (line, column) = _saying("quoted scalar end of stream")[0], opened
    elif saying.tab and (tab := _tab_before(text, line)):
        saying, (line, column) = SAYINGS[0], tab
    return Fault(line, column, "", saying.what.replace("{}", sign), saying.write, rows_around(text, line))


def is_too_deep(text: str) -> bool:
    """Whether a text opens so many brackets one in another that reading it would take seconds."""
    return max(accumulate(_STEPS.get(sign, 0) for sign in text), default=0) > DEEPEST


def too_deep() -> Fault:
    """The fault of a text with brackets in brackets in brackets."""
    return Fault(1, 1, "", "sunt prea multe paranteze sau liste una în alta", "ștergeți-le")


def _unprintable(text: str) -> Fault:
    """YAML 1.2 section 5.1: control characters may not stand in a file, not even in a comment."""
    found = re.search(UNPRINTABLE, text)
    before = text[: found.start()].split("\n") if found else [""]
    line, column = len(before), len(before[-1]) + 1
    what, write = "aici este un semn ascuns, care nu se poate citi", "ștergeți-l și scrieți din nou cuvântul"
    return Fault(line, column, "", what, write, rows_around(text, line))


def _told(error: YAMLError) -> str:
    if not isinstance(error, MarkedYAMLError):
        return ""
    begin, end = error.context_mark, error.problem_mark
    row = "same row" if begin and end and begin.line == end.line else ""
    return f"{error.context or ''} {error.problem or ''} {row}"


def _open_quote(text: str, last: int) -> tuple[int, int] | None:
    """The quote that opens and never closes on its row; the YAML reader notices only at the next quote."""
    for line, row in enumerate(text.split("\n")[:last], 1):
        bare = re.sub("(^| )#.*", "", row)
        if bare.count('"') % 2:
            return line, bare.rindex('"') + 1
    return None


def _tab_before(text: str, line: int) -> tuple[int, int] | None:
    """The Tab in front of the first word of a row."""
    blanks = re.match(r" *\t", text.split("\n")[line - 1])
    return (line, blanks.end()) if blanks else None


def _saying(told: str) -> tuple[Saying, str]:
    for saying in SAYINGS:
        found = re.search(saying.pattern, told)
        if found:
            return saying, found.groupdict().get("sign") or ""
    return SAYINGS[-1], ""


def _spot(error: YAMLError, saying: Saying) -> tuple[int, int]:
    if not isinstance(error, MarkedYAMLError):
        return (1, 1)
    mark = error.context_mark if saying.begins and error.context_mark else error.problem_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def rows_around(text: str, line: int) -> str:
    """The row, marked, between its neighbours."""
    rows = list(enumerate(re.sub(UNPRINTABLE, "\ufffd", text).split("\n"), 1))[max(line - 2, 0) : line + 1]
    return "\n".join(f"{'>' if at == line else ' '} {at:4} | {row.rstrip()}".rstrip() for at, row in rows)


class Saying(NamedTuple):
    """What the YAML reader says (a pattern) and what we say.

    `begins`: point to where the trouble began, not where it was noticed.
    `quote`: an open quote above may be the reason. `tab`: a Tab in front of the row may be.
    """

    pattern: str
    what: str
    write: str
    begins: bool = False
    quote: bool = False
    tab: bool = False


SAYINGS = (
    Saying(r"character '\\t'", "aici este un Tab", "aliniați numai cu spații"),
    Saying(
        "unknown escape",
        "după bara inversă nu urmează nimic cunoscut",
        "folosiți ghilimele simple în locul celor duble",
    ),
    Saying("character '(?P<sign>.)' that", "textul începe cu «{}»", "puneți textul între ghilimele"),
    Saying(
        "quoted scalar.*end of stream",
        "ghilimelele deschise aici nu se mai închid",
        "închideți-le la sfârșitul textului",
        begins=True,
        quote=True,
    ),
    Saying(
        "flow sequence.*expected ','",
        "paranteza pătrată deschisă aici nu se închide",
        "despărțiți cu virgulă și închideți cu ]",
        begins=True,
        quote=True,
    ),
    Saying(
        "flow mapping.*got ':' same row",
        "aici nu pot fi două puncte",
        "puneți textul între ghilimele",
        quote=True,
    ),
    Saying(
        "flow mapping.*expected ','",
        "acolada deschisă aici nu se închide",
        "despărțiți cu virgulă și închideți cu }",
        begins=True,
        quote=True,
    ),
    Saying("flow node.*stream end", "o paranteză de mai sus nu se închide", "închideți-o cu ] sau cu }"),
    Saying(r"block end.*'(?P<sign>[\]}])'", "«{}» este în plus", "ștergeți-l"),
    Saying(
        "block end.*<(scalar|alias|anchor|tag)>",
        "textul continuă după ce s-au închis ghilimelele",
        "puneți tot textul între aceleași ghilimele",
        quote=True,
        tab=True,
    ),
    Saying(
        "block (end|mapping|collection)",
        "rândul nu este aliniat cu cele de deasupra",
        "începeți-l exact sub rândul de care ține",
        tab=True,
    ),
    Saying(
        "mapping values are not allowed",
        "aici nu pot fi două puncte",
        "aliniați rândul cu cel de deasupra sau puneți textul între ghilimele",
        quote=True,
    ),
    Saying(
        "sequence entries are not allowed",
        "aici nu poate fi o liniuță",
        "treceți liniuța pe rândul următor sau puneți textul între ghilimele",
    ),
    Saying(
        "expected ':'",
        "lipsesc două puncte după nume",
        "scrieți «nume: valoare», cu spațiu după două puncte",
        begins=True,
        quote=True,
    ),
    Saying("single document", "aici începe un al doilea fișier", "ștergeți liniuțele ---"),
    Saying("undefined alias", "textul începe cu steluță", "puneți textul între ghilimele"),
    Saying("", "textul nu se poate citi", "verificați ghilimelele, parantezele și alinierea"),
)
