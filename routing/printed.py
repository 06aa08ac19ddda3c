"""The routing file on paper: for supervisors, a section for each of its parts and a table of what goes into it.

Everything comes from the JSON Schema, so that paper, editor and check say the same.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]
HEAD = """\
# Fișierul liniei, parte cu parte

Acest document este scris de program (`telverde check --reference`) din aceeași schemă după care fișierul este
verificat; nu îl schimbați cu mâna. Cum se lucrează cu fișierul: [manualul supervizorului](manual-supervizor.md).

- Rândurile se aliniază cu spații. Numerele de telefon, orele și adresele web stau între ghilimele: `"08:00"`.
- «Texte pe limbi» înseamnă `{ ro: ..., hu: ..., en: ... }`; `ro` este obligatoriu, celelalte se adaugă când există.
- Un câmp care nu este obligatoriu poate lipsi; ultima coloană spune ce se înțelege atunci.
- Un câmp care nu este în tabel este o greșeală: fișierul nu se publică, iar rândul este arătat.
"""
COLUMNS = ("Câmp", "Ce este", "Obligatoriu", "Ce se scrie", "Exemplu sau, dacă lipsește")
LANGUAGES = "^[a-z]{2}$"
FORMATS = {"date": "o zi, `2027-05-14`"}
PATTERNS = (("https?", "o adresă web"), ("[01]", 'o oră, `"08:00"`'))


def reference(schema: Schema) -> str:
    """The whole text of docs/routing-file.md, in Markdown, of `routing.json_schema.json_schema()`."""
    parts = [HEAD, "## Părțile fișierului\n", _table(schema, schema)]
    for name in _in_order(schema):
        part = schema["$defs"][name]
        about = part["description"] if part["description"] != f"{_title(part)}." else ""
        parts.append(f"## {_title(part)}\n\n{about} {_places(name, schema)}\n".replace("\n ", "\n"))
        parts.append(_table(part, schema))
    return "\n".join(parts)


def _title(part: Schema) -> str:
    """The first words of what it is."""
    return re.split("[,:.]", part["description"])[0]


def _link(name: str, schema: Schema) -> str:
    """To the section of a part, under the anchor that readers of Markdown make of its title."""
    title = _title(schema["$defs"][name])
    anchor = "".join(sign for sign in title.lower() if sign.isalnum() or sign == " ").replace(" ", "-")
    return f"[{title}](#{anchor})"


def _places(name: str, schema: Schema) -> str:
    """Where in the file the part is written."""
    owners = [("", schema), *((_title(part), part) for part in schema["$defs"].values())]
    found = [
        f"`{field}`" + (f" ({owner})" if owner else "")
        for owner, part in owners
        for field, value in part.get("properties", {}).items()
        if name in _named(value)
    ]
    return f"Se scrie la {', '.join(found)}."


def _in_order(schema: Schema) -> list[str]:
    """The parts as somebody meets them who reads the file from its top, each once."""
    found: list[str] = []
    waiting = list(_named(schema["properties"]))
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found.append(name)
            waiting[:0] = [
                one for one in _named(schema["$defs"][name].get("properties", {})) if one not in found
            ]
    return found


def _named(part: Any) -> Iterator[str]:
    """The other parts that this one names."""
    if isinstance(part, list):
        for one in part:
            yield from _named(one)
    elif isinstance(part, Mapping):
        if "$ref" in part:
            yield _name(part)
        for one in part.values():
            yield from _named(one)


def _name(part: Schema) -> str:
    return str(part["$ref"]).rpartition("/")[2]


def _table(part: Schema, schema: Schema) -> str:
    rows = [COLUMNS, tuple("---" for _ in COLUMNS)]
    for name, field in part["properties"].items():
        what = field.get("description") or _described(field, schema)
        is_needed = "da" if name in part.get("required", ()) else "nu"
        rows.append((f"`{name}`", what, is_needed, _written(field, schema), _example(field)))
    return "".join(f"| {' | '.join(map(_cell, row))} |\n" for row in rows)


def _described(field: Schema, schema: Schema) -> str:
    return str(schema["$defs"][_name(field)].get("description", "")) if "$ref" in field else ""


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def _written(field: Schema, schema: Schema) -> str:
    """What is written in the place of a value, in a few words."""
    if "$ref" in field:
        return f"vedeți {_link(_name(field), schema)}"
    if "anyOf" in field:
        return " sau ".join(dict.fromkeys(_written(one, schema) for one in field["anyOf"]))
    if "enum" in field:
        return ", ".join(f"`{_yaml(one)}`" for one in field["enum"])
    match field.get("type"):
        case "array":
            return f"listă: {_written(field['items'], schema)}{_bounds(field, 'Items')}"
        case "object":
            return _block(field, schema)
        case "integer":
            return f"un număr, {field['minimum']}–{field['maximum']}" if "maximum" in field else "un număr"
        case "boolean":
            return "`da` sau `nu`"
    return _text(field)


def _block(field: Schema, schema: Schema) -> str:
    """Texts by language, or several things, each under its name."""
    if "patternProperties" not in field:
        return "pentru fiecare regulă, un text" if "properties" in field else "un bloc"
    (pattern, inside), *_ = field["patternProperties"].items()
    if pattern == LANGUAGES:
        return (
            "liste de texte pe limbi"
            if inside.get("type") == "array"
            else f"texte pe limbi{_bounds(inside, 'Length')}"
        )
    return f"sub fiecare nume: {_written(inside, schema)}"


def _text(field: Schema) -> str:
    if "format" in field:
        return FORMATS.get(field["format"], "un text")
    pattern = field.get("pattern", "")
    known = next((said for sign, said in PATTERNS if sign in pattern), "un text")
    return known + _bounds(field, "Length")


def _bounds(field: Schema, of: str) -> str:
    most = field.get(f"max{of}")
    return f", cel mult {most}{' de semne' if of == 'Length' else ''}" if most and most < 500 else ""


def _example(field: Schema) -> str:
    if examples := field.get("examples"):
        return f"`{_yaml(examples[0])}`"
    if "default" not in field:
        return ""
    default = field["default"]
    return "lipsește: nimic" if default in ({}, [], "", None) else f"lipsește: `{_yaml(default)}`"


def _yaml(value: object) -> str:
    return {True: "da", False: "nu"}[value] if isinstance(value, bool) else str(value)
