"""A supervisor reads, in Romanian, on which row the file is wrong, how, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a file.

    `line` and `column` count from 1. `path` names the place in words: "line → operators → «telfon»"; it is
    empty when the grammar is broken. `what` says what is wrong, `write` what to do. `around` holds the rows
    next to it, numbered, when the grammar is broken; else it is empty. `line` is 0 where no row is to blame. What is
    no error is a warning: it does not keep the file from the line.
    """

    line: int
    column: int
    path: str
    what: str
    write: str
    around: str = ""
    is_error: bool = True

    def __str__(self) -> str:
        said = " ".join(filter(None, [self.path, self.what]))
        row = f"rândul {self.line}, coloana {self.column}: " if self.line else ""
        sentence = f"{'' if self.is_error else 'atenție, '}{row}{said}; {self.write}"
        return "\n".join(filter(None, [sentence, self.around]))


class Faults(Exception):
    """The file cannot be used as it is: all its faults, in the order of the file."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: (fault.line, fault.column)))
        super().__init__(self.faults)

    def __str__(self) -> str:
        return "\n".join(map(str, self.faults))


class Clash(NamedTuple):
    """A place of the file that contradicts another; what is wrong, what to write; `at_key` points to the key."""

    place: Place
    what: str
    write: str
    at_key: bool = False


def in_words(place: Place) -> str:
    """("line", "hours", 1, "from") as "line → hours (2) → «from»"; the file as a whole is "fișierul"."""
    names: list[str] = []
    for step in place:
        if isinstance(step, int) and names:
            names[-1] += f" ({step + 1})"
        else:
            names.append(str(step))
    return " → ".join([*names[:-1], f"«{names[-1]}»"]) if names else "fișierul"
