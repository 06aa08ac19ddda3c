"""What one part of the routing file says of another: ids that must exist, phrases that may mean only one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from office.callers import NotDialable
from routing.contacts import dialled, is_well_formed
from routing.faults import Clash, Place, in_words
from routing.values import Day, refusal, said
from words.vocabulary import fold

Row = Callable[[Place], int]
VERDICTS = ("danger", "person", "noise")  # what a sentence of `tests` may lead to besides an institution


def unknown_ids(value: Any) -> Iterator[Clash]:
    """Domains, institutions and bodies that are named, but nowhere described."""
    domains, institutions, external = (
        _below(value, part) for part in ("domains", "institutions", "external")
    )
    bodies = [*institutions, *external]
    for id_ in external:
        if id_ in institutions:
            yield Clash(("external", id_), "este deja o instituție", "scrieți alt id", at_key=True)
    for place, institution in _members(("institutions",), institutions):
        yield from _territory((*place, "territory"), _below(institution, "territory"))
        for inner, competence in _members((*place, "competences"), _below(institution, "competences")):
            yield from _unknown((*inner, "domain"), _under(competence, "domain"), list(domains), _DOMAIN)
        for inner, other in _items((*place, "not_for"), institution):
            for at, who in _items((*inner, "who"), other):
                yield from _unknown(at, who, bodies, _BODY)
    for part in ("faq", "advice"):
        for id_ in _below(value, part):
            yield from (
                clash._replace(at_key=True) for clash in _unknown((part, id_), id_, list(domains), _DOMAIN)
            )
    for place, county in _members(("counties",), _below(value, "counties")):
        yield from _units((*place, "units"), _below(county, "units"), institutions)
    for place, domain in _members(("domains",), domains):
        yield from _topics(place, domain, institutions, external)


def ambiguous_phrases(value: Any, row: Row) -> Iterator[Clash]:
    """Phrases that are written twice: whoever says them cannot be understood. Marks, case and signs do not count."""
    first: dict[str, tuple[Place, str]] = {}
    for place, owner, phrase in phrases(value):
        folded = _folded(phrase)
        there = first.setdefault(folded, (place, owner))
        if there[0] != place and folded:
            where = in_words(there[0][: 4 if there[0][0] == "institutions" else 2])
            what = f"repetă «{said(phrase)}», scris și pe rândul {row(there[0])}, la {where}"
            yield Clash(place, what, "lăsați-l numai unde se potrivește mai bine")
    for place, owner, phrase in _phrases_not_for(value):
        own = first.get(_folded(phrase))
        if own and own[1] == owner:
            what = f"conține «{said(phrase)}», de care se ocupă chiar ea, pe rândul {row(own[0])}"
            yield Clash(place, what, "ștergeți-l de aici sau de acolo")


_folded = lru_cache(maxsize=1 << 15)(fold)  # from one save to the next nearly all phrases are the same


def unlikely_examples(value: Any) -> Iterator[Clash]:
    """Tests that cannot be: nothing said and nothing pressed, an unknown id, keys that lead elsewhere."""
    bodies = [*_below(value, "institutions"), *_below(value, "external"), *VERDICTS]
    domains = list(_below(value, "domains").values())
    for place, example in _items(("tests",), value):
        expect, keys = _under(example, "expect"), _under(example, "keys")
        if isinstance(example, dict) and ("sentence" in example) == ("keys" in example):
            yield Clash(place, "are nevoie de «sentence» sau de «keys», de unul singur", "scrieți numai unul")
        yield from _unknown((*place, "expect"), expect, bodies, _BODY)
        if isinstance(keys, str) and keys.isdigit() and len(keys) == 2 and isinstance(expect, str):
            there = _pressed(domains, int(keys[0]), int(keys[1]))
            if there is None:
                yield Clash(
                    (*place, "keys"), f"nu duc nicăieri: «{keys}»", "scrieți tasta domeniului și a temei"
                )
            elif there != expect:
                yield Clash(
                    (*place, "keys"), f"duc la «{there}», nu la «{expect}»", "schimbați tastele sau «expect»"
                )


def contacts(value: Any) -> Iterator[tuple[Place, dict[str, Any]]]:
    """Every contact of the file as written, with its place."""
    for part in ("institutions", "external"):
        for place, owner in _members((part,), _below(value, part)):
            yield from _listed_contacts(place, owner)
    for place, county in _members(("counties",), _below(value, "counties")):
        for inner, unit in _members((*place, "units"), _below(county, "units")):
            yield from _listed_contacts(inner, unit)


def contact_clashes(place: Place, contact: dict[str, Any], today: date | None) -> Iterator[Clash]:
    """A contact that is not what its kind says, or verified without a page where it was seen."""
    kind, value, source = contact.get("kind"), contact.get("value"), contact.get("source")
    if isinstance(kind, str) and isinstance(value, str) and kind in _KINDS:
        yield from _ill_formed((*place, "value"), kind, value)
    if contact.get("verified") == "da" and isinstance(source, str) and not is_well_formed("web", source):
        what = f"nu este adresa unei pagini: «{said(source)}»"
        yield Clash((*place, "source"), what, "scrieți pagina unde se vede sau verified: nu")
    day = _day(contact.get("checked_on"))
    if day and today and day > today:
        yield Clash((*place, "checked_on"), f"este în viitor: {day}", "scrieți ziua în care ați verificat")


def number_of(contact: dict[str, Any]) -> str | None:
    """The number of a contact as written; None when there is none or it is no number."""
    try:
        return dialled(str(contact.get("kind")), str(contact.get("value")))
    except NotDialable:
        return None


def outlived(value: Any, today: date | None) -> Iterator[Clash]:
    """Answers and advice past the days they are good for: prices and terms of the law change."""
    for part in ("faq", "advice") if today else ():
        for domain in _below(value, part):
            for place, one in _items((part, domain), _below(value, part)):
                yield from _outlived(place, one, today)


def phrases(value: Any) -> Iterator[tuple[Place, str, str]]:
    """Every phrase that means somebody, with its place and whom it means."""
    for place, institution in _members(("institutions",), _below(value, "institutions")):
        for inner, competence in _members((*place, "competences"), _below(institution, "competences")):
            yield from _phrases(inner, competence, str(place[1]))
    for place, body in _members(("external",), _below(value, "external")):
        yield from _phrases(place, body, str(place[1]))
    special = _below(value, "special")
    for verdict in VERDICTS:
        for language in _below(special, verdict):
            for place, phrase in _items(("special", verdict, language), special[verdict]):
                if isinstance(phrase, str):
                    yield place, verdict, phrase


def _phrases_not_for(value: Any) -> Iterator[tuple[Place, str, str]]:
    for place, institution in _members(("institutions",), _below(value, "institutions")):
        for inner, other in _items((*place, "not_for"), institution):
            if place[1] not in (_under(other, "who") or ()):  # it may be one of several who do it
                yield from _phrases(inner, other, str(place[1]))


def _phrases(place: Place, owner_part: Any, owner: str) -> Iterator[tuple[Place, str, str]]:
    by_language = _below(owner_part, "phrases")
    for language in by_language:
        for inner, phrase in _items((*place, "phrases", language), by_language):
            if isinstance(phrase, str):
                yield inner, owner, phrase


def _territory(place: Place, territory: dict[str, Any]) -> Iterator[Clash]:
    unit, structure = _below(territory, "unit"), territory.get("structure")
    if structure == "county" and not unit:
        yield Clash(
            place, "nu spune cum se numește unitatea din județ", "adăugați «unit:» cu {county} în nume"
        )
    if structure == "none" and unit:
        yield Clash((*place, "unit"), "este în plus la «structure: none»", "ștergeți-l sau scrieți county")


def _units(place: Place, units: dict[str, Any], institutions: dict[str, Any]) -> Iterator[Clash]:
    for id_ in units:
        unknown = list(_unknown((*place, id_), id_, list(institutions), _BODY))
        if not unknown and _under(_below(institutions[id_], "territory"), "structure") != "county":
            what = "nu este împărțită pe județe"
            unknown = [Clash((*place, id_), what, "ștergeți-o de aici sau scrieți la ea «structure: county»")]
        yield from (clash._replace(at_key=True) for clash in unknown)


def _topics(
    place: Place, domain: Any, institutions: dict[str, Any], external: dict[str, Any]
) -> Iterator[Clash]:
    seen: set[str] = set()
    for inner, topic in _items((*place, "topics"), domain):
        if not isinstance(topic, str):
            continue
        if topic in seen:
            yield Clash(inner, f"repetă «{topic}»", "ștergeți unul dintre ele")
        seen.add(topic)
        owner, dot, competence = topic.partition(".")
        if topic in institutions:
            what = f"este o instituție, nu o competență: «{topic}»"
            yield Clash(inner, what, f"scrieți după punct și competența: «{topic}.…»")
        elif not dot:
            yield from _unknown(inner, topic, list(external), _OUTSIDE)
        elif owner not in institutions:
            yield from _unknown(inner, owner, list(institutions), _BODY)
        else:
            known = list(_below(institutions[owner], "competences"))
            yield from _unknown(inner, competence, known, ("o competență", f"de la «{owner}»"))


def _unknown(place: Place, id_: Any, known: list[str], kind: tuple[str, str]) -> Iterator[Clash]:
    if not isinstance(id_, str) or id_ in known:
        return
    near = get_close_matches(id_, known, 1, 0.5)
    write = f"poate «{near[0]}»?" if near else f"scrieți {kind[0]} {kind[1]}"
    yield Clash(place, f"nu este {kind[0]} {kind[1]}: «{said(id_)}»", write)


def _pressed(domains: list[Any], first: int, second: int) -> str | None:
    topics = _under(domains[first - 1], "topics") if 0 < first <= len(domains) else None
    there = topics[second - 1] if isinstance(topics, list) and 0 < second <= len(topics) else None
    return there.partition(".")[0] if isinstance(there, str) else None


def _ill_formed(place: Place, kind: str, value: str) -> Iterator[Clash]:
    try:
        number = dialled(kind, value)
    except NotDialable as no:
        yield Clash(place, *refusal(no.reason, value))
        return
    if kind == "telverde" and number and not number.startswith(("+40800", "116")):
        yield Clash(place, f"nu este un număr gratuit: «{said(value)}»", "scrieți kind: phone")
    if not number and not is_well_formed(kind, value):
        what, example = _KINDS[kind]
        yield Clash(place, f"nu este {what}: «{said(value)}»", f"scrieți de exemplu «{example}»")


def _outlived(place: Place, one: Any, today: date | None) -> Iterator[Clash]:
    day, life = _day(_under(one, "checked_on")), _under(one, "valid_days")
    if today and day and isinstance(life, int) and today > day + timedelta(days=life):
        what = f"este din {day} și era bun {life} de zile"
        yield Clash((*place, "checked_on"), what, "verificați din nou răspunsul și scrieți ziua de azi")
    if today and day and day > today:
        yield Clash((*place, "checked_on"), f"este în viitor: {day}", "scrieți ziua în care ați verificat")


def _day(value: Any) -> date | None:
    try:
        return _DAY.validate_python(value)
    except ValidationError:
        return None


def _listed_contacts(place: Place, owner: Any) -> Iterator[tuple[Place, dict[str, Any]]]:
    for inner, contact in _items((*place, "contacts"), owner):
        if isinstance(contact, dict):
            yield inner, contact


def _items(place: Place, owner: Any) -> Iterator[tuple[Place, Any]]:
    """The items of the list that stands in `owner` under the last name of `place`."""
    listed = _under(owner, str(place[-1]))
    return (((*place, at), item) for at, item in enumerate(listed if isinstance(listed, list) else []))


def _members(place: Place, mapping: dict[str, Any]) -> Iterator[tuple[Place, Any]]:
    return (((*place, key), part) for key, part in mapping.items())


def _below(owner: Any, key: str) -> dict[str, Any]:
    found = _under(owner, key)
    return found if isinstance(found, dict) else {}


def _under(owner: Any, key: str) -> Any:
    return owner.get(key) if isinstance(owner, dict) else None


_DAY = TypeAdapter[date](Day)
_DOMAIN = ("un domeniu", "din fișier")
_BODY = ("o instituție", "din fișier")
_OUTSIDE = ("o instituție", "din «external»")
_KINDS = {
    "phone": ("un număr de telefon", "021 000 00 00"),
    "telverde": ("un număr de telefon", "0800 000 000"),
    "fax": ("un număr de fax", "021 000 00 00"),
    "email": ("o adresă de e-mail", "petitii@exemplu.ro"),
    "web": ("o pagină web", "https://exemplu.ro"),
    "address": ("o adresă poștală", "Str. Lungă nr. 5, Cluj-Napoca"),
}
