"""Everything that a place in the source of a dialogue may hold, as far as it can be read."""

import ast
from dataclasses import dataclass

from ivr.tree import Key, Outcome, Sentence, Target, Value


@dataclass(frozen=True)
class Row:
    """Several things in order; each place holds one of its alternatives."""

    places: tuple["Held", ...]


@dataclass(frozen=True)
class Named:
    """A function of the same file."""

    name: str


NOTHING = Value(source="None")
Thing = Value | Sentence | Target | Key | Outcome | Row | Named
Held = tuple[Thing, ...]  # everything a place in the source may hold
Scope = dict[str, Held]  # names and what they may hold


def unknown(node: ast.expr) -> Held:
    """A value of which only the source is known."""
    return (Value(source=ast.unparse(node)),)


def merged(scopes: list[Scope]) -> Scope:
    """What names may hold after branches that each gave them something."""
    names = dict.fromkeys(name for scope in scopes for name in scope)
    return {name: tuple(dict.fromkeys(one for s in scopes for one in s.get(name, ()))) for name in names}


def side_by_side(rows: Held) -> list[Held]:
    """The places of one row, or of several that may stand for one another, the first beside the first."""
    if any(not isinstance(row, Row) for row in rows):
        return [rows]
    places = [row.places for row in rows if isinstance(row, Row)]
    longest = max(map(len, places), default=0)
    return [
        tuple(dict.fromkeys(one for row in places for one in (row[at] if at < len(row) else (NOTHING,))))
        for at in range(longest)
    ]
