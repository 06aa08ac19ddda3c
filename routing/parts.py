"""A supervisor who has just typed half a row learns about it at once: only the entry it stands in is read the slow way.

The full YAML reader takes seconds for the whole file. The file is cut at the rows where an entry of the file, or of one
of its parts, begins; all entries but the one that is being written are plain, and plain ones are read fast.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

KEY = re.compile(r"""(?:\w+|"[^"\\\n]*"):(?=[ \n]|$)""")
HEAD = re.compile(r"""(?P<key>\w+):[ ]*(?:#[^\n]*)?\n(?:[ ]*(?:#[^\n]*)?\n)*(?P<indent>[ ]+)(?=[\w"])""")
# documents, directives, and other ends of rows than ours: left to the full reader
WHOLE = re.compile("(?m)^(?:---|\\.\\.\\.|%)|[\r\x85\u2028\u2029]")
NEXT = "what follows"  # no key of ours
LINKED = re.compile("[&*!]")  # what may stand for something in another entry


@dataclass(frozen=True)
class Part:
    """A piece of the text: where it begins, how many rows are above it, and the key of the part it is an entry of.

    `head` is where the row with that key begins; empty `under` for what stands at the first column. `then` is the
    column at which the next piece begins, 0 if there is none.
    """

    text: str
    at: int
    rows: int
    under: str = ""
    head: int = 0
    then: int = 0


def parts(text: str) -> list[Part] | None:
    """The text cut into entries; None if it is not a file that can be cut."""
    if WHOLE.search(text):
        return None
    starts = [found.start() for found in re.finditer(rf"(?m)^{KEY.pattern}", text)]
    if not starts or (text[: starts[0]].strip() and not _only_comments(text[: starts[0]])):
        return None
    return list(_parts(text, starts))


def _parts(text: str, starts: list[int]) -> Iterator[Part]:
    rows = text.count("\n", 0, starts[0])
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        piece = text[start:end]
        yield from _entries(piece, start, rows, 0 if end == len(text) else 1)
        rows += piece.count("\n")


def _entries(piece: str, start: int, rows: int, then: int) -> Iterator[Part]:
    """The entries of a part whose own row holds nothing but its key; else the part as a whole."""
    head = HEAD.match(piece)
    first = head.end("indent") - len(head["indent"]) if head else 0
    cuts = [one.start() for one in _begins(piece, head["indent"], first)] if head else []
    if head is None or not cuts or cuts[0] != first:
        yield Part(piece, start, rows, then=then)
        return
    rows += piece.count("\n", 0, first)
    for at, end in zip(cuts, [*cuts[1:], len(piece)], strict=True):
        next_ = then if end == len(piece) else len(head["indent"]) + 1
        yield Part(piece[at:end], start + at, rows, head["key"], start, next_)
        rows += piece.count("\n", at, end)


def _begins(piece: str, indent: str, first: int) -> Iterator[re.Match[str]]:
    return re.compile(rf"(?m)^{indent}{KEY.pattern}").finditer(piece, first)


def rest(text: str, part: Part) -> str:
    """The text from a part on, each row in its place; above it only the row with the key it belongs to."""
    return _above(text, part) + text[part.at :]


def alone(text: str, part: Part) -> str:
    """A part in its place, and behind it only that something follows: a value that was left out stands before that."""
    return _above(text, part) + part.text + (f"{' ' * (part.then - 1)}{NEXT}: 0" if part.then else "")


def _above(text: str, part: Part) -> str:
    if not part.under:
        return "\n" * part.rows
    above = text.count("\n", 0, part.head)
    return "\n" * above + text[part.head : text.index("\n", part.head)] + "\n" * (part.rows - above)


def _only_comments(text: str) -> bool:
    return all(not row.strip() or row.lstrip().startswith("#") for row in text.split("\n"))
