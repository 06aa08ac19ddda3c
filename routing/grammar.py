"""A supervisor reads in plain Romanian why a YAML text cannot be read at all, with the three rows around."""

from __future__ import annotations

import re
from typing import NamedTuple

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from routing.faults import Fault


def broken(error: YAMLError, text: str) -> Fault:
    """The one fault of a text that is no YAML."""
    if isinstance(error, ReaderError):
        return _unprintable(text)
    context, problem = getattr(error, "context", None), getattr(error, "problem", None)
    saying, sign = _saying(f"{context or ''} {problem or ''}")
    line, column = _spot(error, saying)
    return Fault(line, column, "", saying.what.replace("{}", sign), saying.write, _around(text, line))


def too_deep() -> Fault:
    """The fault of a text with brackets in brackets in brackets."""
    return Fault(1, 1, "", "sunt prea multe paranteze una în alta", "ștergeți parantezele")


def _unprintable(text: str) -> Fault:
    """YAML 1.2 section 5.1: control characters may not stand in a file, not even in a comment."""
    found = re.search("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
    before = text[: found.start()].split("\n") if found else [""]
    line, column = len(before), len(before[-1]) + 1
    what, write = "aici este un semn ascuns, care nu se poate citi", "ștergeți-l și scrieți din nou cuvântul"
    return Fault(line, column, "", what, write, _around(text, line))


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


def _around(text: str, line: int) -> str:
    rows = list(enumerate(text.split("\n"), 1))[max(line - 2, 0) : line + 1]
    return "\n".join(f"{'>' if at == line else ' '} {at:4} | {row.rstrip()}".rstrip() for at, row in rows)


class Saying(NamedTuple):
    """What the YAML reader says (a pattern) and what we say; `begins`: point to where the trouble began."""

    pattern: str
    what: str
    write: str
    begins: bool = False


SAYINGS = (
    Saying(r"character '\\t'", "aici este un Tab", "aliniați numai cu spații"),
    Saying("character '(?P<sign>.)'", "textul începe cu «{}»", "puneți textul între ghilimele"),
    Saying(
        "quoted scalar.*end of stream",
        "ghilimelele deschise aici nu se mai închid",
        "închideți-le la sfârșitul textului",
        begins=True,
    ),
    Saying(
        "unknown escape",
        "după bara inversă nu urmează nimic cunoscut",
        "folosiți ghilimele simple în locul celor duble",
    ),
    Saying(
        "flow sequence.*expected ','",
        "paranteza pătrată deschisă aici nu se închide",
        "despărțiți cu virgulă și închideți cu ]",
        begins=True,
    ),
    Saying(
        "flow mapping.*expected ','",
        "acolada deschisă aici nu se închide",
        "despărțiți cu virgulă și închideți cu }",
        begins=True,
    ),
    Saying("flow node.*stream end", "o paranteză de mai sus nu se închide", "închideți-o cu ] sau cu }"),
    Saying(r"block end.*'(?P<sign>[\]}])'", "«{}» este în plus", "ștergeți-l"),
    Saying(
        "block end.*<(scalar|alias|anchor|tag)>",
        "textul continuă după ce s-au închis ghilimelele",
        "puneți tot textul între aceleași ghilimele",
    ),
    Saying(
        "block (end|mapping|collection)",
        "rândul nu este aliniat cu cele de deasupra",
        "începeți-l exact sub rândul de care ține",
    ),
    Saying(
        "mapping values are not allowed",
        "aici nu pot fi două puncte",
        "puneți textul între ghilimele, iar rândul aliniați-l cu cel de deasupra",
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
    ),
    Saying("single document", "aici începe un al doilea fișier", "ștergeți liniuțele ---"),
    Saying("undefined alias", "textul începe cu steluță", "puneți textul între ghilimele"),
    Saying("", "textul nu se poate citi", "verificați ghilimelele, parantezele și alinierea"),
)
