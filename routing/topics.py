"""Which competence of an institution a caller means, once it is known which institution."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from routing.evidence import Numbers, Places, Sheet, numbered, shares

Topic = tuple[str, str]  # institution or body, competence
DOUBT = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Competences:
    """How much each piece speaks for which competence: for one piece after the other only those it was seen with."""

    topics: tuple[Topic, ...]
    of_body: Mapping[str, tuple[int, ...]]
    starts: Places
    who: Places
    told: Numbers

    def strengths(self, pieces: Places, counts: Numbers) -> Numbers:
        """How strongly the pieces of a sentence speak for each competence, in the order of `topics`."""
        strengths = np.zeros(len(self.topics), np.float32)
        for piece, count in zip(pieces, counts, strict=True):
            seen = slice(self.starts[piece], self.starts[piece + 1])
            strengths[self.who[seen]] += count * self.told[seen]
        return strengths

    def best(self, body: str, strengths: Numbers) -> str:
        """The competence of one body that fits best."""
        return self.topics[max(self.of_body[body], key=lambda at: strengths[at])][1]

    def best_of_all(self, strengths: Numbers) -> str:
        """The body whose competence fits best."""
        return self.topics[int(np.argmax(strengths))][0]


def competences(sheet: Sheet, meant: Sequence[Topic], pieces: int) -> Competences:
    """Counted on phrases of which it is known what they mean."""
    topics, meant_at = numbered(meant)
    keys, at = np.unique(sheet.pieces * len(topics) + meant_at[sheet.phrase_of()], return_inverse=True)
    told = np.bincount(at, shares(sheet, pieces, DOUBT))
    piece, who = np.divmod(keys, max(1, len(topics)))
    of_body: dict[str, tuple[int, ...]] = {}
    for place, (body, _) in enumerate(topics):
        of_body[body] = (*of_body.get(body, ()), place)
    starts = np.searchsorted(piece, np.arange(pieces + 1))
    return Competences(topics, of_body, starts, who, told.astype(np.float32))
