"""The routing file as JSON Schema: a supervisor's editor says, while one types, what may stand where."""

from __future__ import annotations

import json
from typing import Any

from routing.schema import RoutingFile


def json_schema() -> dict[str, Any]:
    """The routing file as JSON Schema 2020-12, with Romanian titles and descriptions, for editors."""
    schema = _as_written(RoutingFile.model_json_schema())
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def json_schema_text() -> str:
    """The whole text of data/institutions.schema.json."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


def _as_written(schema: Any) -> Any:
    """Without the English titles pydantic makes up, and with da and nu where it says true and false."""
    if isinstance(schema, list):
        return [_as_written(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if {"type": "null"} in schema.get("anyOf", []):
        (only,) = [part for part in schema["anyOf"] if part != {"type": "null"}]
        schema = {**only, **{key: part for key, part in schema.items() if key not in ("anyOf", "default")}}
    kept = {key: _as_written(part) for key, part in schema.items() if not _made_up(key, part)}
    if isinstance(kept.get("default"), bool):
        kept["default"] = "da" if kept["default"] else "nu"
    return kept


def _made_up(key: str, part: Any) -> bool:
    return key == "title" and isinstance(part, str)
