"""What one row of the file says against another: keys alike, hours that overlap, parents not there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from itertools import combinations
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from routing.faults import Clash, Place, in_words
from routing.hours import clock
from routing.line_schema import ClosedDay, MenuEntry, Notice, Opening, Operators, Part
from routing.references import (
    Row,
    ambiguous_phrases,
    contact_clashes,
    contacts,
    number_of,
    outlived,
    unknown_ids,
    unlikely_examples,
)
from routing.values import WEEKDAYS, OwnNumber, said

P = TypeVar("P", bound=Part)


def clashes(
    value: Any, row: Row, today: date | None = None, services: Collection[str] = ()
) -> Iterator[Clash]:
    """Every contradiction in the content of the file; `row` tells on which row a place stands. For `services` see
    `routing.directory.read`.

    Looks at the parts that are well formed, so that it speaks even when other parts are not.
    """
    line = value.get("line") if isinstance(value, dict) else None
    yield from _operators(line)
    yield from _hours(("line", "hours"), _listed(line, "hours", Opening))
    yield from _closed_days(_listed(line, "closed_days", ClosedDay))
    yield from _notices(_listed(line, "notices", Notice))
    yield from _menu(_listed(value, "menu", MenuEntry), services)
    yield from _parents(value.get("institutions") if isinstance(value, dict) else None)
    yield from unknown_ids(value)
    yield from ambiguous_phrases(value, row)
    yield from unlikely_examples(value)
    for place, contact in contacts(value):
        yield from contact_clashes(place, contact, today)
        yield from _hours((*place, "hours"), _listed(contact, "hours", Opening))
    yield from _borrowed_number(value, line, row)
    yield from outlived(value, today)


def _operators(line: Any) -> Iterator[Clash]:
    if not isinstance(line, dict):
        return
    operators = _formed(line.get("operators"), Operators)
    if operators and operators.number == _own_number(line.get("number")):
        place = ("line", "operators", "number")
        yield Clash(place, "este chiar numărul liniei", "scrieți numărul la care răspund oamenii")


def _borrowed_number(value: Any, line: Any, row: Row) -> Iterator[Clash]:
    """Callers must never take the line for the institution that answers at a number: 0800 800 624 is not ours."""
    own = _own_number(line.get("number")) if isinstance(line, dict) else None
    for place, contact in contacts(value) if own else ():
        if number_of(contact) == own:
            what = f"este numărul altcuiva, scris la {in_words(place)}, rândul {row(place)}"
            yield Clash(("line", "number"), what, "scrieți numărul propriu al liniei")


def _notices(notices: dict[int, Notice]) -> Iterator[Clash]:
    for at, notice in notices.items():
        if notice.last_day < notice.first_day:
            what = f"este înainte de {notice.first_day}"
            yield Clash(("line", "notices", at, "to"), what, "scrieți ultima zi în care se aude anunțul")


def _hours(where: Place, openings: dict[int, Opening]) -> Iterator[Clash]:
    for at, span in openings.items():
        if span.opens >= span.closes:
            what = f"se închide la {clock(span.closes)}, dar se deschide la {clock(span.opens)}"
            yield Clash((*where, at, "to"), what, f"scrieți o oră de după {clock(span.opens)}")
    for (first, a), (second, b) in combinations(openings.items(), 2):
        shared = set(a.days) & set(b.days)
        if shared and a.opens < b.closes and b.opens < a.closes:
            what = f"se suprapune cu intervalul {first + 1}, {WEEKDAYS[min(shared)]}"
            yield Clash((*where, second), what, "despărțiți orele sau zilele")


def _closed_days(days: dict[int, ClosedDay]) -> Iterator[Clash]:
    seen: set[object] = set()
    for at, closed in days.items():
        if closed.day in seen:
            yield Clash(
                ("line", "closed_days", at, "day"), f"repetă {closed.day}", "ștergeți unul dintre rânduri"
            )
        seen.add(closed.day)


def _menu(entries: dict[int, MenuEntry], known: Collection[str]) -> Iterator[Clash]:
    keys: dict[int, str] = {}
    services: dict[str, int] = {}
    for at, entry in entries.items():
        if entry.key != at + 1:
            taken = f", iar {entry.key} este la «{keys[entry.key]}»" if entry.key in keys else ""
            yield Clash(
                ("menu", at, "key"), f"este {entry.key} pe locul {at + 1}{taken}", f"scrieți {at + 1}"
            )
        if entry.service in services:
            what = f"repetă «{entry.service}», care este la tasta {services[entry.service]}"
            yield Clash(("menu", at, "service"), what, "ștergeți unul dintre rânduri")
        elif known and entry.service not in known:
            yield Clash(("menu", at, "service"), *_no_service(entry.service, known))
        keys.setdefault(entry.key, entry.service)
        services.setdefault(entry.service, entry.key)


def _no_service(name: str, known: Collection[str]) -> tuple[str, str]:
    near = get_close_matches(name, known, 1, 0.6)
    what = f"nu este un serviciu al liniei: «{said(name)}»"
    return what, f"poate «{near[0]}»?" if near else f"aici puteți scrie: {', '.join(sorted(known))}"


def _parents(written: Any) -> Iterator[Clash]:
    if not isinstance(written, dict):
        return
    named = {id_: part.get("parent") for id_, part in written.items() if isinstance(part, dict)}
    parents = {id_: parent for id_, parent in named.items() if isinstance(parent, str)}
    for id_, parent in parents.items():
        place = ("institutions", id_, "parent")
        if parent not in written:
            near = get_close_matches(parent, list(written), 1, 0.5)
            write = f"poate «{near[0]}»?" if near else "scrieți id-ul unei instituții din fișier"
            yield Clash(place, f"nu este o instituție din fișier: «{parent}»", write)
        elif id_ in (chain := _chain(id_, parents)) and id_ == min(chain):
            what = f"se întoarce de unde a plecat: {' → '.join([id_, *chain])}"
            yield Clash(place, what, "ștergeți un «parent» din acest șir")


def _chain(id_: str, parents: Mapping[str, str]) -> list[str]:
    """The institutions above `id_`, up to the top or to the first one met twice."""
    chain: list[str] = []
    while (parent := parents.get(id_)) and parent not in chain:
        chain.append(parent)
        id_ = parent
    return chain


def _listed(mapping: Any, key: str, part: type[P]) -> dict[int, P]:
    written = mapping.get(key) if isinstance(mapping, dict) else None
    formed = (
        (at, _formed(item, part)) for at, item in enumerate(written if isinstance(written, list) else [])
    )
    return {at: item for at, item in formed if item}


def _own_number(value: Any) -> str | None:
    try:
        return TypeAdapter[str](OwnNumber).validate_python(value)
    except ValidationError:
        return None


def _formed(value: Any, part: type[P]) -> P | None:
    try:
        return part.model_validate(value)
    except ValidationError:
        return None
