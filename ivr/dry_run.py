"""The keys of calls that there were, pressed again with another routing file: who would not get through any more?"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import Literal

from ivr.call import Call
from ivr.codec import decode
from ivr.engine import Turn, advance, pick_up
from ivr.hearing import Heard
from ivr.rehearsal import a_call
from ivr.script import Reply
from ivr.transcript import Kept
from routing.revision import Revision
from words.catalogue import Catalogue

MASKED = "•"


@dataclass(frozen=True)
class Stumble:
    """Where a call goes wrong now: its id, its masked number, the step whose question it stood at, and the key.

    "fails": the key means nothing any more, or the step is gone; "elsewhere": it leads to another step than before.
    """

    call: str
    shown: str
    at: str
    key: str
    how: Literal["fails", "elsewhere"]
    led: str = ""
    leads: str = ""


def dry_run(
    calls: Iterable[tuple[str, str, Sequence[Kept]]],
    before: Revision,
    after: Revision,
    words: Mapping[str, Catalogue],
    now: datetime,
) -> list[Stumble]:
    """The first stumble of each call (id, masked number, turns) that did not stumble with `before`; `now` is local.

    Keys of menus are pressed again. What was typed or said is not kept: there the call is taken up again at what the
    line asked next, in words of `before`.
    """
    old, new = (a_call(one, words, next(iter(words)), now) for one in (before, after))
    found = (_first(sid, shown, turns, old, new, words) for sid, shown, turns in calls)
    return [one for one in found if one]


def _first(
    sid: str, shown: str, turns: Sequence[Kept], old: Call, new: Call, words: Mapping[str, Catalogue]
) -> Stumble | None:
    if not turns:
        return None
    was, now = pick_up(_in(old, turns[0])), pick_up(_in(new, turns[0]))
    for stood, turn in pairwise(turns):
        stored, key = decode(turn.reply), _key(turn)
        led = _pressed(was.reply, key, _in(old, stood), words) if key and was.reply.question else None
        if led is None or led.failures or _step(led.reply) != _step(stored):
            was = now = Turn(stored, turn.language, 0)
            continue
        leads = _pressed(now.reply, key, _in(new, stood), words)
        if leads is None or leads.failures:
            return Stumble(sid, shown, _step(was.reply), key, "fails")
        if _step(leads.reply) != _step(led.reply):
            return Stumble(
                sid, shown, _step(was.reply), key, "elsewhere", _step(led.reply), _step(leads.reply)
            )
        was, now = led, leads
    return None


def _key(turn: Kept) -> str:
    """The key of a menu that was pressed; empty for everything else."""
    keys = str(json.loads(turn.heard).get("keys", ""))
    return keys if len(keys) == 1 and keys != MASKED else ""


def _pressed(reply: Reply, key: str, call: Call, words: Mapping[str, Catalogue]) -> Turn | None:
    """What follows the key; None if the tree has no way on from there."""
    try:
        return advance(reply, Heard(keys=key), call, words[call.language])
    except Exception:  # whatever a step misses in this file, a caller would miss it too
        return None


def _in(call: Call, turn: Kept) -> Call:
    return replace(call, language=turn.language if turn.language in call.languages else call.language)


def _step(reply: Reply) -> str:
    """Which step speaks: not its words, which may differ."""
    if reply.question:
        return reply.question.at
    return "ring" if reply.ring else "goodbye"
