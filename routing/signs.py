"""How one value of the routing file is written in YAML, and where one that stands there ends."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from routing.faults import Fault, Faults, Place, in_words
from routing.plain import Spot, plain, scalar

Value = str | Sequence["Value"] | Mapping[str, "Value"]


class NotByForm(Exception):
    """This place is written in a way only the editor of the routing file can change."""


def end_of(text: str, begin: int, in_flow: bool) -> int:
    if text[begin : begin + 1] in ("[", "{"):
        return _closed(text, begin)
    match = QUOTED.match(text, begin) or (_FLOW_WORDS if in_flow else _ROW_WORDS).match(text, begin)
    if not match or match[0][0] in "|>&*!":
        raise NotByForm
    return match.end()


def _closed(text: str, begin: int) -> int:
    """Behind the bracket that closes the one at `begin`."""
    depth = 0
    for token in _TOKEN.finditer(text, begin):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[0], 0)
        if depth == 0:
            return token.end()
    raise NotByForm


def row_item(one: Value, indent: int) -> str:
    begin = " " * indent + "- "
    if not isinstance(one, Mapping):
        return begin + in_yaml(one, False)
    rows = [f"{key}: {in_yaml(value, False)}" for key, value in one.items()]
    return begin + f"\n{' ' * (indent + 2)}".join(rows)


def in_yaml(value: Value, in_flow: bool, before: str = "") -> str:
    """The value in YAML; `before` is the first sign of what stood there, whose quotes are kept where they can be."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key}: {in_yaml(part, True)}" for key, part in value.items()) + " }"
    if not isinstance(value, str):
        return "[" + ", ".join(in_yaml(part, True) for part in value) + "]"
    if before not in ("'", '"') and _BARE.fullmatch(value) and scalar(value) == value:
        return value
    if "'" not in value and (before == "'" or '"' in value or "\\" in value):
        return f"'{value}'"
    return f'"{value}"'


def check_writable(value: Value, spot: Spot, place: Place) -> None:
    """Raises Faults for signs that would make the whole file slow to read, or that YAML does not have."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            check_writable(part, spot, (*place, key))
    elif not isinstance(value, str):
        for part in value:
            check_writable(part, spot, place)
    elif plain(f"x: {in_yaml(value, True, chr(34))}") is None:
        signs = [sign for sign in value if plain(f'x: "{sign}"') is None and sign not in "\"'\\"]
        what = f"are semnul «{signs[0]}»" if signs else "are și ghilimele, și apostrof"
        write = "ștergeți-l" if signs else "folosiți ghilimele românești: „așa”"
        raise Faults([Fault(*spot, in_words(place), what, write)])


QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|' + r"'(?:[^']|'')*'", re.DOTALL)
_ROW_WORDS = re.compile(r"[^\s#](?:[^\s:#]|:(?=\S)|(?<=\S)#|[ \t]+(?=[^\s#]))*")
_FLOW = r"""[^\s,\[\]{}"'#:](?:[^\s,\[\]{}:#]|:(?=[^\s,\[\]{}])|(?<=\S)#|[ \t]+(?=[^\s#,\[\]{}:]))*"""
_FLOW_WORDS = re.compile(_FLOW)
_TOKEN = re.compile(rf"{QUOTED.pattern}|(?<=\s)#[^\n]*|[\[\]{{}},:]|{_FLOW}", re.DOTALL)
_BARE = re.compile(r"[^\W_](?:[\w.;()/+'’–-]| (?! ))*(?<=[\w.)])")
