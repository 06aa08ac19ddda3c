"""What differs between two texts of the routing file, row by row, with a few rows around."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice

AROUND = 3
MOST = 2000  # rows on a page


@dataclass(frozen=True)
class Row:
    """One row of both texts side by side: its numbers from 1 and its words; None where a text has no such row.

    `sign`: "=" the same in both, "~" changed, "…" rows left out.
    """

    sign: str
    old_number: int | None = None
    old: str | None = None
    new_number: int | None = None
    new: str | None = None


def line_diff(old: str, new: str) -> list[Row]:
    """The rows that differ; at most so many as a page can show."""
    before, after = _rows(old), _rows(new)
    head = _alike(before, after)
    tail = _alike(before[head:][::-1], after[head:][::-1])
    first = max(0, head - AROUND)
    cut = max(0, tail - AROUND)
    before, after = before[first : len(before) - cut], after[first : len(after) - cut]
    groups = SequenceMatcher(None, before, after).get_grouped_opcodes(AROUND)
    found = (row for group in groups for row in _group(group, before, after, first))
    return list(islice(found, MOST))


def _group(
    group: Sequence[tuple[str, int, int, int, int]], before: Sequence[str], after: Sequence[str], first: int
) -> list[Row]:
    rows = [Row("…")]
    for tag, a, b, c, d in group:
        for at in range(max(b - a, d - c)):
            i, j = a + at if a + at < b else None, c + at if c + at < d else None
            rows.append(
                Row(
                    "=" if tag == "equal" else "~",
                    None if i is None else first + i + 1,
                    None if i is None else before[i],
                    None if j is None else first + j + 1,
                    None if j is None else after[j],
                )
            )
    return rows


def _rows(text: str) -> list[str]:
    """Also the end of the last row counts: with and without it are two texts."""
    return text.split("\n")


def _alike(some: Sequence[str], others: Sequence[str]) -> int:
    """How many rows are the same from the first on."""
    count = 0
    for one, other in zip(some, others, strict=False):
        if one != other:
            break
        count += 1
    return count
