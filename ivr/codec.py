"""A reply as compact JSON and back: what a call is between two requests."""

import json
from collections.abc import Mapping
from typing import Any

from ivr.script import Option, Question, Reply, Ring, Say, To


def encode(reply: Reply) -> str:
    """The reply as JSON text; `decode` of it is equal to the reply."""
    parts = {
        "firm": [_say(one) for one in reply.firm],
        "lead": [_say(one) for one in reply.lead],
        "question": _question(reply.question),
        "ring": _ring(reply.ring),
        "brief": reply.brief,
    }
    text = _dumps({name: part for name, part in parts.items() if part})
    _keep(text, reply)
    return text


def decode(text: str) -> Reply:
    """The reply that was encoded."""
    known = _KNOWN.get(text)
    return known or _keep(text, _decoded(text))


MOST_KNOWN = 4096
_KNOWN: dict[str, Reply] = {}  # most callers stand at the same few questions


def _keep(text: str, reply: Reply) -> Reply:
    if len(_KNOWN) >= MOST_KNOWN:
        _KNOWN.clear()
    _KNOWN[text] = reply
    return reply


def _decoded(text: str) -> Reply:
    parts = json.loads(text)
    return Reply(
        firm=_says(parts.get("firm", [])),
        lead=_says(parts.get("lead", [])),
        question=asked(parts["question"]) if "question" in parts else None,
        ring=_rung(parts["ring"]) if "ring" in parts else None,
        brief=parts.get("brief", False),
    )


_dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _say(one: Say) -> list[Any]:
    return [one.key, dict(one.values), one.language] if one.language else [one.key, dict(one.values)]


def _says(parts: list[Any]) -> tuple[Say, ...]:
    return tuple(Say(*part) for part in parts)


def _to(to: To) -> list[Any]:
    return [to.step, dict(to.given)] if to.given else [to.step]


def _question(question: Question | None) -> dict[str, Any] | None:
    if question is None:
        return None
    parts = {
        "at": question.at,
        "shape": question.shape,
        "news": [_say(one) for one in question.news],
        "says": [_say(one) for one in question.says],
        "options": [[one.key, one.topic, _to(one.to), *_rare(one)] for one in question.options],
        "then": _to(question.then) if question.then else None,
        "digits": [question.least, question.most] if question.then else None,
        "back": _to(question.back),
        "silence": question.silence,
        "miss": question.miss,
        "misheard": question.misheard,
    }
    return {name: part for name, part in parts.items() if part}


def _rare(option: Option) -> list[Any]:
    return [int(option.silent), option.called] if option.called else [1] if option.silent else []


def held(question: Question) -> Mapping[str, Any]:
    """A question as plain JSON values, to be given to a step; `asked` of it is equal to the question."""
    return _question(question) or {}


def asked(parts: Mapping[str, Any]) -> Question:
    """The question that was held."""
    least, most = parts.get("digits", (1, 1))
    return Question(
        says=_says(parts.get("says", [])),
        news=_says(parts.get("news", [])),
        options=tuple(
            Option(key, topic, To(*to), bool(rare[:1] and rare[0]), *rare[1:])
            for key, topic, to, *rare in parts.get("options", [])
        ),
        then=To(*parts["then"]) if "then" in parts else None,
        shape=parts.get("shape", ""),
        least=least,
        most=most,
        back=To(*parts["back"]),
        at=parts.get("at", ""),
        silence=parts.get("silence", 0),
        miss=parts.get("miss", 0),
        misheard=parts.get("misheard", 0),
    )


def _ring(ring: Ring | None) -> list[Any] | None:
    return [ring.number, ring.seconds, ring.talk, _to(ring.then)] if ring else None


def _rung(parts: list[Any]) -> Ring:
    number, seconds, talk, then = parts
    return Ring(number, seconds, talk, To(*then))
