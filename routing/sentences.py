"""What the schema refuses, said to a supervisor: where, what is wrong and what to write, in Romanian."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic_core import ErrorDetails

from routing.faults import Fault, Place, in_words
from routing.json_schema import json_schema
from routing.plain import Spot
from routing.values import said
from routing.written import Written

Refusal = tuple[str, str]


def refusals(errors: Iterable[ErrorDetails], file: Written, known: Iterable[Fault]) -> list[Fault]:
    """What pydantic refuses as faults of the file, without places whose fault is already known."""
    errors = list(errors)
    meant = {_meant(error["loc"]) for error in errors if error["type"] == "extra_forbidden"}
    told = [error for error in errors if error["type"] != "missing" or error["loc"] not in meant]
    said_before = {fault.path for fault in known}
    return [fault for error in told if (fault := _in_romanian(error, file)).path not in said_before]


def _meant(place: Place) -> Place:
    """The place a misspelt key stands for: that this one is missing need not be said as well."""
    return (*place[:-1], *_alike(str(place[-1]), _keys(place[:-1])))


def _in_romanian(error: ErrorDetails, file: Written) -> Fault:
    place, kind = _place(error), error["type"]
    what, write = _refusal(kind, place, error)
    return Fault(*_spot(kind, place, error, file), in_words(place), what, write)


def _place(error: ErrorDetails) -> Place:
    """pydantic marks a refused key of a free mapping by "[key]", which is no place of the file."""
    place = tuple(step for step in error["loc"] if step != "[key]")
    return (*place, "ro") if error["type"] == "missing_ro" else place


def _spot(kind: str, place: Place, error: ErrorDetails, file: Written) -> Spot:
    if kind in ("missing", "missing_ro"):
        return file.key_spot(place[:-1])
    if kind == "extra_forbidden" or error["loc"][-1:] == ("[key]",) or error["input"] is None:
        return file.key_spot(place)
    return file.spot(place)


def _refusal(kind: str, place: Place, error: ErrorDetails) -> Refusal:
    here, value = _schema_at(place), error["input"]
    if kind in ("missing", "missing_ro"):
        return "lipsește", _add(place, here)
    if kind == "extra_forbidden":
        return "nu există aici", _near(str(place[-1]), _keys(place[:-1]))
    if error["loc"][-1:] == ("[key]",):
        return "nu este un nume bun", _key_example(place)
    if not place:
        return (
            "este gol" if value is None else "nu începe bine",
            f"începeți cu {', '.join(_SCHEMA['required'])}",
        )
    if value is None:
        return "este gol", _example(here)
    if kind == "said":
        return error["ctx"]["what"], error["ctx"]["write"]
    return _of_value(kind, value, here)


def _key_example(place: Place) -> str:
    patterns = _schema_at(place[:-1]).get("patternProperties", {})
    return next((_KEYS[pattern] for pattern in patterns if pattern in _KEYS), _ID)


def _of_value(kind: str, value: object, here: Mapping[str, Any]) -> Refusal:
    quoted = f"«{said(value)}»" if isinstance(value, str | int) else "o listă de rânduri"
    match kind:
        case "int_type" if isinstance(value, str) and value.isdigit():
            return "este un număr între ghilimele", f"scrieți {value}, fără ghilimele"
        case "int_type":
            return f"trebuie să fie un număr întreg, nu {quoted}", _range(here)
        case "greater_than_equal":
            return f"este prea mic: {quoted}", _range(here)
        case "less_than_equal":
            return f"este prea mare: {quoted}", _range(here)
        case "string_type":
            return f"trebuie să fie un text, nu {quoted}", "scrieți un singur text, între ghilimele"
        case "string_too_long":
            return "este prea lung", f"scrieți cel mult {here['maxLength']} de semne"
        case "string_too_short":
            return "este gol", _example(here)
        case "literal_error":
            return f"nu poate fi {quoted}", _near(said(value), here["enum"])
        case "list_type":
            return "trebuie să fie o listă", "începeți fiecare rând al ei cu liniuță și spațiu"
        case "too_long":
            most = here.get("maxItems") or here["maxProperties"]
            return "are prea multe rânduri pentru un meniu", f"lăsați cel mult {most}"
        case "too_short":
            return "este o listă goală", "scrieți cel puțin un rând care începe cu liniuță și spațiu"
        case "dict_type" | "model_type":
            return f"trebuie să aibă rânduri sub el, nu {quoted}", _below(here)
    return f"nu este bun: {quoted}", _example(here)


def _add(place: Place, here: Mapping[str, Any]) -> str:
    examples = here.get("examples") or here.get("enum") or [""]
    return f"adăugați «{place[-1]}: {examples[0]}".rstrip() + "»"


def _near(word: str, known: list[str]) -> str:
    near = _alike(word, known)
    return f"poate «{near[0]}»?" if near else f"aici puteți scrie: {', '.join(known)}"


def _alike(word: str, known: list[str]) -> list[str]:
    return get_close_matches(word.lower(), known, 1, 0.6)


def _keys(place: Place) -> list[str]:
    return list(_schema_at(place).get("properties", {}))


def _example(here: Mapping[str, Any]) -> str:
    if "minimum" in here:
        return _range(here)
    if "properties" in here or here.get("type") == "object":
        return _below(here)
    examples = here.get("examples") or here.get("enum")
    return f"scrieți de exemplu «{examples[0]}»" if examples else "scrieți ceva sau ștergeți rândul"


def _range(here: Mapping[str, Any]) -> str:
    return f"scrieți un număr de la {here['minimum']} la {here['maximum']}"


def _below(here: Mapping[str, Any]) -> str:
    known = here.get("required") or list(here.get("properties", {}))
    return f"scrieți sub el: {', '.join(known)}" if known else "scrieți sub el câte un rând pentru fiecare"


def _schema_at(place: Place) -> Mapping[str, Any]:
    """The part of the JSON Schema that speaks of `place`; empty where it says nothing."""
    here: Mapping[str, Any] = _SCHEMA
    for step in place:
        inside = here.get("items") if isinstance(step, int) else _member(here, step)
        here = _resolved(inside or {})
    return here


def _member(here: Mapping[str, Any], key: str) -> Any:
    free = list(here.get("patternProperties", {}).values())
    return here.get("properties", {}).get(key) or (free[0] if free else None)


def _resolved(part: Mapping[str, Any]) -> Mapping[str, Any]:
    name = str(part.get("$ref", "")).removeprefix("#/$defs/")
    return {**_SCHEMA["$defs"][name], **part} if name else part


_SCHEMA = json_schema()
_KEYS = {
    "^[a-z]{2}$": "scrieți limba cu două litere mici: ro, hu, en",
    "^[A-Z]{1,2}$": "scrieți indicativul auto al județului, de exemplu CJ",
}
_ID = "scrieți numai litere mici fără semne, cifre și _, de exemplu igpr"
