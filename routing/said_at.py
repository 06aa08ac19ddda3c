"""A text is too long to be said, or a voice cannot say it: on which row of the routing file a supervisor mends it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from routing.contacts import spoken_address
from routing.faults import Faults, Place
from routing.plain import Spot
from routing.written import Written, written

About = str | Place  # a text as it is said, or a place of the file
UNSAID = ("phrases", "tests", "source", "sources", "checked_on")  # what stands below them is never said


@dataclass(frozen=True)
class Rows:
    """The texts of a file that can be said, each with its place; `templates` are those with a blank for a county."""

    file: Written
    texts: Mapping[str, Place]
    templates: Mapping[Place, tuple[str, str]]
    changed: tuple[Place, ...]

    def first(self, about: Iterable[About]) -> Place | None:
        """The place of the first of them that was changed; else of the longest change; else of the first of them."""
        found = [place for one in about if (place := self._place(one))]
        changed = [one for one in found if any(there[: len(one)] == one for there in self.changed)]
        return next(iter([*changed, *self.changed[:1], *found]), None)

    def spot(self, place: Place) -> Spot:
        return self.file.spot(place)

    def _place(self, about: About) -> Place | None:
        if isinstance(about, tuple):
            return about if about in self.file.values else None
        said = _plainly(about)
        if said in self.texts:
            return self.texts[said]
        cut = (place for text, place in self.texts.items() if text.startswith(f"{said}, "))
        filled = (at for at, (a, b) in self.templates.items() if said.startswith(a) and said.endswith(b))
        return next(cut, None) or next(filled, None)


def rows_of(text: str, before: str | None = None) -> Rows:
    """Of a text that reads; `changed` are the texts, the longest first, that were not so in the one `before`."""
    file = written(text)
    leaves = dict(_leaves(file.value, ()))
    former = _texts_of(before) if before else leaves
    changed = sorted(
        (at for at, said in leaves.items() if former.get(at) != said), key=lambda at: -len(leaves[at])
    )
    texts: dict[str, Place] = {}
    for place, said in leaves.items():
        for one in (said, spoken_address(said) if place[-1] == "value" else said):
            texts.setdefault(_plainly(one), place)
    blanks = {at: said.partition("{county}") for at, said in leaves.items() if "{county}" in said}
    templates = {at: (_plainly(a), b) for at, (a, _, b) in blanks.items()}
    return Rows(file, texts, templates, tuple(changed))


def _texts_of(text: str) -> dict[Place, str]:
    try:
        return dict(_leaves(written(text).value, ()))
    except Faults:  # written for another version
        return {}


def _leaves(value: Any, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(value, str):
        yield place, " ".join(value.split())
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        if key not in UNSAID and not (len(place) == 2 and place[0] == "institutions" and key == "name"):
            yield from _leaves(part, (*place, key))


def _plainly(said: str) -> str:
    """Names begin with a capital where a sentence does."""
    return said[:1].lower() + said[1:]
