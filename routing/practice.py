"""Phrases read as if callers had said them: where one is mistaken, its pieces are shifted to the right body.

Counting alone cannot know that "mi-au luat permisul" means the police although nine of ten licences mean another
house. This is logistic regression; steps shrink with what a piece has learnt already (Duchi, Hazan and Singer, Journal
of Machine Learning Research 12, 2011).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from routing.evidence import Numbers, Places, Sheet

AT_ONCE = 128  # phrases between two corrections
STEP = 3.0
CAUTION = 1e-3  # what every piece is believed to have learnt before


@dataclass(frozen=True, slots=True, eq=False)
class _Page:
    """Some phrases: `order` sorts their pieces, `first` is where each of the `known` starts in that order."""

    pieces: Places
    counts: Numbers
    starts: Places
    of: Places
    meant: Places
    order: Places
    first: Places
    known: Places


def practised(sheet: Sheet, meant: Places, pieces: int, before: Numbers) -> Numbers:
    """A row for each piece: how much it speaks for each body; `before` a piece was read, so much speaks for each.

    Phrases must come in no order, or the last teach most. They are read once: twice is hardly better.
    """
    weights = np.zeros((pieces, len(before)), np.float32)
    learnt = np.full((pieces, 1), CAUTION, np.float32)
    for page in _pages(sheet, meant):
        wrong = _mistakes(page, weights, before)
        shift = np.add.reduceat((wrong[page.of] * page.counts[:, None])[page.order], page.first)
        learnt[page.known] += np.square(shift).sum(axis=1, keepdims=True)
        weights[page.known] -= STEP * shift / np.sqrt(learnt[page.known])
    return weights


def likely(strengths: Numbers) -> Numbers:
    """How likely each body is meant, by how strongly is spoken for each: rows whose numbers make 1."""
    grown = np.exp(strengths - strengths.max(axis=-1, keepdims=True))
    parts: Numbers = grown / grown.sum(axis=-1, keepdims=True)
    return parts


def _mistakes(page: _Page, weights: Numbers, before: Numbers) -> Numbers:
    wrong = likely(before + np.add.reduceat(weights[page.pieces] * page.counts[:, None], page.starts))
    wrong[np.arange(len(page.meant)), page.meant] -= 1
    return wrong


def _pages(sheet: Sheet, meant: Places) -> Iterator[_Page]:
    ends = np.append(sheet.starts, len(sheet.pieces))
    for low in range(0, len(meant), AT_ONCE):
        edges = ends[low : low + AT_ONCE + 1]
        pieces = sheet.pieces[edges[0] : edges[-1]]
        order = np.argsort(pieces, kind="stable")
        known, first = np.unique(pieces[order], return_index=True)
        of = np.repeat(np.arange(len(edges) - 1), np.diff(edges))
        counts = sheet.counts[edges[0] : edges[-1]]
        yield _Page(
            pieces, counts, edges[:-1] - edges[0], of, meant[low : low + AT_ONCE], order, first, known
        )
