"""A real call becomes a test: the same questions and answers as a .call file, with sample values for what is masked.

The file says what the caller heard, with one invented number for each real one, so that `telverde bless` shows what
would be said today. Calls about menus, institutions and petitions replay as they were; a call that books a Blue Ticket
needs an inspector whose diary its reader has to write.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from ivr.acts import Acts
from ivr.codec import decode
from ivr.petitions_told import petitions_told
from ivr.script import Reply, Say
from ivr.stand_ins import StandIns, caller_like
from ivr.transcript import Kept, line, spoken
from routing.revision import Revision
from words.catalogue import Catalogue

ABOUT = "A call as it went; its numbers and words are samples."


def as_test(
    turns: Sequence[Kept],
    words: Mapping[str, Catalogue],
    zone: ZoneInfo,
    revision: Revision,
    *,
    shown: str,
    is_over: bool = True,
) -> str:
    """The text of a .call file; empty for no turns. `revision` is the routing file the call began with, `shown` the
    masked number it came from (empty when withheld).
    """
    if not turns:
        return ""
    replies = [_of_a_stranger(decode(turns[0].reply), revision), *(decode(turn.reply) for turn in turns[1:])]
    stand_ins = StandIns(caller_like(shown, replies, revision))
    acts = Acts(words, revision, stand_ins)
    body = [line("caller", f"dials from {stand_ins.caller if shown else 'a withheld number'}")]
    for at, (turn, reply) in enumerate(zip(turns, replies, strict=True)):
        if at:
            body.append(acts.act(replies[at - 1], json.loads(turn.heard), reply, turns[at - 1].language))
        body += [line("hotline", said) for said in _said(reply, turn.language, words, stand_ins)]
    if is_over and replies[-1].question:
        body.append(line("caller", "hangs up"))
    given = [line("given", one) for one in petitions_told(replies, stand_ins, revision.directory)]
    clock = line("clock", f"{turns[0].at.astimezone(zone):%Y-%m-%d %H:%M}")
    return "\n".join((ABOUT, "", *given, clock, "", *body)) + "\n"


def _of_a_stranger(first: Reply, revision: Revision) -> Reply:
    """The first words as somebody hears them who has not called today, when there is no notice."""
    whole = Say("welcome.disclaimer", {"page": revision.directory.privacy_page})
    firm = (
        replace(whole, language=one.language) if one.key == "welcome.reminder" else one for one in first.firm
    )
    return replace(
        first, firm=tuple(firm), lead=tuple(one for one in first.lead if one.key != "welcome.notice")
    )


def _said(reply: Reply, language: str, words: Mapping[str, Catalogue], stand_ins: StandIns) -> Iterator[str]:
    """What the hotline says, a sentence at a time."""
    yield from spoken(reply, language, words, stand_ins.instead)
    if reply.ring:
        yield f"(rings {reply.ring.number})"
    elif reply.question is None:
        yield "(hangs up)"
