"""What callers will hear differently when one routing file follows another: keys, sentences, contacts, who is meant."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from difflib import ndiff

from ivr.rehearsal import Path, Place, rehearsed
from routing.competence import competent
from routing.revision import Revision
from words.catalogue import Catalogue

Places = Mapping[Path, Place]


def difference(
    before: Revision, after: Revision, words: Mapping[str, Catalogue], now: datetime
) -> Iterator[str]:
    """Lines for a supervisor: `~` an option on another key, `-` no longer heard, `+` new, `?` a sentence.

    Each change is told where it is first heard, with the number of other places; `now` is local.
    """
    for language in words:
        old, new = (rehearsed(one, words, language, now) for one in (before, after))
        yield from (f"~ {language} {line}" for line in _moved(old, new))
        yield from (f"{sign} {language}{_at(path)}" for sign, path in _places(old, new))
        yield from _sentences(language, old, new)
    yield from _contacts(before, after, now.date())
    yield from _meant(before, after)


def _moved(old: Places, new: Places) -> Iterator[str]:
    told: set[str] = set()
    for path in (one for one in old if one in new):
        for name, key in old[path].keys.items():
            now = new[path].keys.get(name, key)
            if now != key and (line := f"{name}: {key} → {now}") not in told:
                told.add(line)
                yield f"{_at(path)} › {line}".strip()


def _places(old: Places, new: Places) -> Iterator[tuple[str, Path]]:
    """Options that are gone or new; what lies below them goes without saying."""
    for sign, some, others in (("-", old, new), ("+", new, old)):
        yield from ((sign, path) for path in some if path not in others and path[:-1] in others)


def _sentences(language: str, old: Places, new: Places) -> Iterator[str]:
    found: dict[tuple[str, ...], list[Path]] = {}
    for path in old:
        if path in new and old[path].says != new[path].says:
            lines = ndiff(old[path].says, new[path].says)
            found.setdefault(tuple(one for one in lines if one[0] in "-+"), []).append(path)
    for changed, paths in found.items():
        more = f" (+{len(paths) - 1})" if len(paths) > 1 else ""
        yield f"{language}{_at(paths[0])}{more}"
        yield from (f"  {line}" for line in changed)


def _contacts(before: Revision, after: Revision, today: date) -> Iterator[str]:
    """What reaches the units of the counties: only one county is rehearsed."""
    old, new = (dict(_reached(one, today)) for one in (before, after))
    for who in {**old, **new}:
        if old.get(who) != new.get(who):
            yield who
            yield from (f"  - {one}" for one in old.get(who, ()) if one not in new.get(who, ()))
            yield from (f"  + {one}" for one in new.get(who, ()) if one not in old.get(who, ()))


def _reached(revision: Revision, today: date) -> Iterator[tuple[str, tuple[str, ...]]]:
    directory = revision.directory
    for id_, institution in directory.institutions.items():
        for code in directory.counties if institution.unit else ():
            contacts = directory.speakable(id_, code, today)
            yield f"{code} › {id_}", tuple(f"{one.kind} {one.value}" for one in contacts)


def _meant(before: Revision, after: Revision) -> Iterator[str]:
    """The example sentences of both files that lead to somebody else."""
    examples = (*before.directory.tests, *after.directory.tests)
    for sentence in dict.fromkeys(one.sentence for one in examples if one.sentence):
        old, new = (_first(one, sentence) for one in (before, after))
        if old != new:
            yield f"? „{sentence}”: {old} → {new}"


def _first(revision: Revision, sentence: str) -> str:
    finding = competent(revision.book, sentence)
    best = finding.candidates[0] if finding.candidates else None
    return f"{finding.verdict} {best.id}.{best.topic}".rstrip(".") if best else finding.verdict


def _at(path: Path) -> str:
    return "".join(f" › {name}" for name in path)
