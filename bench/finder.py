"""`python -m bench.finder SENTENCES.tsv... [--phrases DIR] [--misses]`: how often callers are sent to the right body.

The first column is the sentence, the second whom it means: an id, "other" for any body that is not ours, NONE,
PERSON or DANGER; in the note, "emergency->112" marks danger as well.
"""

import argparse
import csv
import random
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from routing.competence import Entry, Finding, Phrasebook, competent, phrasebook
from routing.directory import read
from routing.finder import entries_of, special_of

ROUTING_FILE = Path(__file__).parent.parent / "data" / "institutions.yaml"
GOALS = {
    "right first": 95.0,
    "right among three": 98.0,
    "sure and right": 98.0,
    "out of scope kept out": 92.0,
    "danger caught": 100.0,
    "false alarms": 2.0,
}
SPECIAL = ("danger", "not_danger", "person", "noise")
NOT_BODIES = ("NONE", "PERSON", "DANGER")
SIZES = (5_000, 10_000, 50_000)


@dataclass(frozen=True)
class Sentence:
    """A sentence, whom it means and whether it tells of danger now."""

    said: str
    expected: str
    is_danger: bool


@dataclass(frozen=True)
class Phrases:
    """What the folder of phrases holds."""

    entries: tuple[Entry, ...]
    special: dict[str, tuple[str, ...]]

    def book(self) -> Phrasebook:
        return phrasebook(self.entries, **self.special)


def main() -> None:
    asked = _asked()
    phrases = read_phrases(asked.phrases) if asked.phrases else shipped_phrases()
    started = time.perf_counter()
    book = phrases.book()
    print(f"{len(phrases.entries)} entries, {_count(phrases):,} phrases, read in {_ms_since(started):.0f} ms")
    for file in asked.sentences:
        heard = [(one, competent(book, one.said)) for one in read_sentences(file)]
        print(f"\n{file.name}: {len(heard)} sentences")
        print(figures_table(figures(heard, book.ours)))
        print(confusion(heard, book.ours))
        if asked.misses:
            print(misses(heard, book.ours))
    print(f"\n{speed(phrases, asked.sentences)}")


def read_sentences(file: Path) -> list[Sentence]:
    with file.open(encoding="utf-8") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            Sentence(r["sentence"], r["expected"], _is_danger(r["expected"], r["note"] or "")) for r in rows
        ]


def shipped_phrases() -> Phrases:
    """What the routing file of this checkout holds."""
    directory = read(ROUTING_FILE.read_text("utf-8"))
    return Phrases(tuple(entries_of(directory)), special_of(directory))


def read_phrases(folder: Path) -> Phrases:
    """Files of institutions; external.yaml has bodies that are not ours, special.yaml the other lists."""
    files = {file.stem: YAML(typ="safe").load(file) or {} for file in sorted(folder.glob("*.yaml"))}
    special = files.pop("special", {})
    entries = [
        Entry(id_, topic, said, name != "external")
        for name, bodies in files.items()
        for id_, body in bodies.items()
        for topic, said in _by_topic(body).items()
    ]
    return Phrases(tuple(entries), {name: _phrases(special.get(name)) for name in SPECIAL})


def figures(heard: Sequence[tuple[Sentence, Finding]], ours: frozenset[str]) -> dict[str, tuple[int, int]]:
    """Each figure as (so many, of so many)."""
    bodies = [(one, found) for one, found in heard if one.expected not in NOT_BODIES]
    outside = [(one, found) for one, found in heard if one.expected == "NONE"]
    calm = [found for one, found in heard if not one.is_danger]
    danger = [found for one, found in heard if one.is_danger]
    person = [found for one, found in heard if one.expected == "PERSON"]
    sure = [(one, found) for one, found in heard if found.verdict == "sure"]
    return {
        "right first": _part(_is_among(one, found, 1, ours) for one, found in bodies),
        "right among three": _part(_is_among(one, found, 3, ours) for one, found in bodies),
        "sure and right": _part(_is_sure_right(one, found, ours) for one, found in sure),
        "said sure": (len(sure), len(heard)),
        "out of scope kept out": _part(not _is_sent(found, ours) for _, found in outside),
        "danger caught": _part(found.verdict == "danger" for found in danger),
        "false alarms": _part(found.verdict == "danger" for found in calm),
        "person caught": _part(found.verdict == "person" for found in person),
        "false persons": _part(f.verdict == "person" for one, f in heard if one.expected != "PERSON"),
        "false noise": _part(f.verdict == "noise" for one, f in heard if one.expected != "NONE"),
    }


def figures_table(found: dict[str, tuple[int, int]]) -> str:
    return "\n".join(
        f"  {name:<24}{100 * n / max(1, of):6.1f} %  {n:>4} of {of:<5}"
        + (f"goal {GOALS[name]:g} %" if name in GOALS else "")
        for name, (n, of) in found.items()
    )


def confusion(heard: Sequence[tuple[Sentence, Finding]], ours: frozenset[str]) -> str:
    """By whom was meant: how many sentences, right first, among three, and who was taken instead."""
    lines = [f"  {'meant':<20}{'all':>4}{'1st':>5}{'1-3':>5}  taken instead"]
    for expected in sorted({one.expected for one, _ in heard}):
        of = [(one, found) for one, found in heard if one.expected == expected]
        taken = Counter(_taken(found) for one, found in of if not _is_among(one, found, 1, ours))
        others = ", ".join(
            f"{name} {n}" for name, n in sorted(taken.items(), key=lambda item: (-item[1], item[0]))
        )
        first, three = (
            sum(_is_among(*pair, 1, ours) for pair in of),
            sum(_is_among(*pair, 3, ours) for pair in of),
        )
        lines.append(f"  {expected:<20}{len(of):>4}{first:>5}{three:>5}  {others}")
    return "\n".join(lines)


def misses(heard: Sequence[tuple[Sentence, Finding]], ours: frozenset[str]) -> str:
    return "\n".join(
        f"  {one.expected:<14}{found.verdict:<7}{one.said} -> "
        + ", ".join(f"{c.id}/{c.topic} {c.score:g}" for c in found.candidates[:3])
        for one, found in heard
        if not _is_among(one, found, 1, ours) or (found.verdict == "danger") != one.is_danger
    )


def speed(phrases: Phrases, files: Sequence[Path]) -> str:
    """What a sentence costs by the number of phrases; sentences with unheard words, as callers have them."""
    said = [one.said for file in files for one in read_sentences(file)]
    lines = [f"  {'phrases':>8}{'reading, s':>12}{'first time, ms':>16}{'again, ms':>11}{'worst, ms':>11}"]
    for size in SIZES:
        started = time.perf_counter()
        book = phrasebook(_synthetic(phrases, size), **phrases.special)
        read = time.perf_counter() - started
        first, again = _costs(book, said), _costs(book, said)
        lines.append(
            f"  {size:>8,}{read:>12.2f}{_mean(first):>16.2f}{_mean(again):>11.2f}{max(first):>11.2f}"
        )
    return "\n".join(lines)


def _costs(book: Phrasebook, said: Sequence[str]) -> list[float]:
    costs = []
    for sentence in said:
        started = time.perf_counter()
        competent(book, sentence)
        costs.append(_ms_since(started))
    return costs


def _synthetic(phrases: Phrases, size: int) -> list[Entry]:
    """As many phrases as asked: a part of ours, or ours and new ones made of their words, many misspelt."""
    rng = random.Random(size)
    ours = [(entry, said) for entry in phrases.entries for said in entry.phrases]
    chosen = rng.sample(ours, min(size, len(ours)))
    while len(chosen) < size:
        entry, said = rng.choice(ours)
        words = said.split() + rng.choice(ours)[1].split()[:2]
        chosen.append((entry, " ".join(_varied(word, rng) for word in rng.sample(words, len(words)))))
    return [Entry(entry.id, entry.topic, (said,), entry.is_ours) for entry, said in chosen]


def _varied(word: str, rng: random.Random) -> str:
    if len(word) < 5 or rng.random() < 0.8:
        return word
    at = rng.randrange(1, len(word))
    return word[:at] + rng.choice("aeioutrnlsc") + word[at + 1 :]


def _by_topic(body: Any) -> dict[str, tuple[str, ...]]:
    if isinstance(body, list) or "ro" in body or "hu" in body:
        return {"": _phrases(body)}
    return {
        str(topic): _phrases(part) for topic, part in body.items() if topic not in ("topic", "says", "name")
    }


def _phrases(part: Any) -> tuple[str, ...]:
    """A list, or lists by language."""
    if isinstance(part, dict):
        return tuple(str(said) for language in ("ro", "hu") for said in part.get(language) or ())
    return tuple(map(str, part or ()))


def _count(phrases: Phrases) -> int:
    return sum(len(entry.phrases) for entry in phrases.entries) + sum(map(len, phrases.special.values()))


def _is_danger(expected: str, note: str) -> bool:
    return expected == "DANGER" or "emergency->112" in note


def _is_among(one: Sentence, found: Finding, places: int, ours: frozenset[str]) -> bool:
    if one.expected == "NONE":
        return found.verdict in ("unsure", "noise")
    if one.expected in NOT_BODIES:
        return _taken(found) == one.expected
    told = {candidate.id for candidate in found.candidates[:places]}
    return bool(told - ours) if one.expected == "other" else one.expected in told


def _is_sure_right(one: Sentence, found: Finding, ours: frozenset[str]) -> bool:
    """For sentences labelled only as out of scope, any body that is not ours is right."""
    if one.expected == "NONE":
        return not _is_sent(found, ours)
    return _is_among(one, found, 1, ours)


def _is_sent(found: Finding, ours: frozenset[str]) -> bool:
    """Whether the caller hears of an institution of ours: told it, or offered it first."""
    return found.verdict in ("sure", "close") and found.candidates[0].id in ours


def _taken(found: Finding) -> str:
    if found.verdict in ("danger", "person", "noise"):
        return found.verdict.upper()
    return found.candidates[0].id if found.candidates else "nobody"


def _part(facts: Iterable[bool]) -> tuple[int, int]:
    listed = list(facts)
    return sum(listed), len(listed)


def _mean(costs: Sequence[float]) -> float:
    return sum(costs) / len(costs)


def _ms_since(started: float) -> float:
    return 1000 * (time.perf_counter() - started)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.finder", description=__doc__)
    parser.add_argument("sentences", nargs="+", type=Path)
    parser.add_argument("--phrases", type=Path, metavar="DIR")
    parser.add_argument("--misses", action="store_true", help="every sentence that went wrong")
    return parser.parse_args()


if __name__ == "__main__":
    main()
