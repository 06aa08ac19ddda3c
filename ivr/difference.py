"""What callers will hear differently when one routing file follows another: keys, sentences, contacts, who is meant."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import ndiff

from ivr.rehearsal import Path, Place, rehearsed
from routing.competence import competent
from routing.revision import Revision
from words.catalogue import Catalogue

Places = Mapping[Path, Place]


@dataclass(frozen=True)
class Change:
    """One thing that callers meet differently, and what is heard there before and after.

    `sign`: "~" an option on another key, "-" no longer heard, "+" new, "?" a sentence that leads elsewhere, " " other
    words; `more` counts the other places where the same words change. `language` is empty for contacts and sentences.
    """

    sign: str
    language: str
    where: str
    old: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    more: int = 0


def difference(
    before: Revision, after: Revision, words: Mapping[str, Catalogue], now: datetime
) -> Iterator[str]:
    """Lines for a supervisor, each beginning with the sign of its change; `now` is local."""
    for one in changes(before, after, words, now):
        yield from _lines(one)


def changes(
    before: Revision, after: Revision, words: Mapping[str, Catalogue], now: datetime
) -> Iterator[Change]:
    """What callers meet differently, each told where it is first heard; `now` is local. Takes seconds."""
    for language in words:
        old, new = (rehearsed(one, words, language, now) for one in (before, after))
        yield from _moved(language, old, new)
        yield from (Change(sign, language, _at(path)) for sign, path in _places(old, new))
        yield from _sentences(language, old, new)
    yield from _contacts(before, after, now.date())
    yield from _meant(before, after)


def _lines(one: Change) -> Iterator[str]:
    if one.sign == "~":
        way = " › ".join(filter(None, (one.language, one.where, one.old[0])))
        yield f"~ {way} → {one.new[0]}"
    elif one.sign == "?":
        yield f"? „{one.where}”: {one.old[0]} → {one.new[0]}"
    elif one.sign in "-+":
        yield f"{one.sign} {one.language} › {one.where}"
    else:
        more = f" (+{one.more})" if one.more else ""
        yield " › ".join(filter(None, (one.language, one.where))) + more
        yield from (f"  - {said}" for said in one.old)
        yield from (f"  + {said}" for said in one.new)


def _moved(language: str, old: Places, new: Places) -> Iterator[Change]:
    told: set[tuple[str, str, str]] = set()
    for path in (one for one in old if one in new):
        for name, key in old[path].keys.items():
            now = new[path].keys.get(name, key)
            if now != key and (name, key, now) not in told:
                told.add((name, key, now))
                yield Change("~", language, _at(path), (f"{name}: {key}",), (now,))


def _places(old: Places, new: Places) -> Iterator[tuple[str, Path]]:
    """Options that are gone or new; what lies below them goes without saying."""
    for sign, some, others in (("-", old, new), ("+", new, old)):
        yield from ((sign, path) for path in some if path not in others and path[:-1] in others)


def _sentences(language: str, old: Places, new: Places) -> Iterator[Change]:
    found: dict[tuple[str, ...], list[Path]] = {}
    for path in old:
        if path in new and old[path].says != new[path].says:
            lines = ndiff(old[path].says, new[path].says)
            found.setdefault(tuple(one for one in lines if one[0] in "-+"), []).append(path)
    for changed, paths in found.items():
        gone, come = (tuple(one[2:] for one in changed if one[0] == sign) for sign in "-+")
        yield Change(" ", language, _at(paths[0]), gone, come, len(paths) - 1)


def _contacts(before: Revision, after: Revision, today: date) -> Iterator[Change]:
    """What reaches the units of the counties: only one county is rehearsed."""
    old, new = (dict(_reached(one, today)) for one in (before, after))
    for who in {**old, **new}:
        had, has = old.get(who, ()), new.get(who, ())
        if had != has:
            gone, come = (
                tuple(a for a in some if a not in others) for some, others in ((had, has), (has, had))
            )
            yield Change(" ", "", who, gone, come)


def _reached(revision: Revision, today: date) -> Iterator[tuple[str, tuple[str, ...]]]:
    directory = revision.directory
    for id_, institution in directory.institutions.items():
        for code in directory.counties if institution.unit else ():
            contacts = directory.speakable(id_, code, today)
            yield f"{code} › {id_}", tuple(f"{one.kind} {one.value}" for one in contacts)


def _meant(before: Revision, after: Revision) -> Iterator[Change]:
    """The example sentences of both files that lead to somebody else."""
    examples = (*before.directory.tests, *after.directory.tests)
    for sentence in dict.fromkeys(one.sentence for one in examples if one.sentence):
        old, new = (_first(one, sentence) for one in (before, after))
        if old != new:
            yield Change("?", "", sentence, (old,), (new,))


def _first(revision: Revision, sentence: str) -> str:
    finding = competent(revision.book, sentence)
    best = finding.candidates[0] if finding.candidates else None
    return f"{finding.verdict} {best.id}.{best.topic}".rstrip(".") if best else finding.verdict


def _at(path: Path) -> str:
    return " › ".join(path)
