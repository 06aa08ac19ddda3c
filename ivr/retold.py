"""A real call becomes a test: the same questions and answers as a .call file, with sample values for what is masked.

The file says what the caller heard, with one invented number for each real one, so that `telverde bless` shows what
would be said today. The register and the diary it begins with are invented too, so that they lead the same way. What
can only be understood from other calls, or from limits and mishaps, is told in a comment at the top.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from ivr.acts import Acts
from ivr.codec import decode
from ivr.petitions_told import days_of, petitions_told
from ivr.script import Reply, Say
from ivr.stand_ins import StandIns, caller_like
from ivr.tickets_told import diary, numbered, places, said
from ivr.transcript import Kept, line, spoken
from ivr.unlike import why_unlike
from ivr.wishes_told import Wishes
from routing.revision import Revision
from words.catalogue import Catalogue

VIDEO = "https://video.example.invalid/tichet"
OF_TIME = ("booking.expired", "person.limit")
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
    stored = [_without_notice(decode(turn.reply)) for turn in turns]
    replies = [_of_a_stranger(stored[0], revision), *stored[1:]]
    stand_ins = StandIns(caller_like(shown, replies, revision), days_of(replies), numbered(replies))
    today = turns[0].at.astimezone(zone).date()
    acts = Acts(words, revision, stand_ins, Wishes(places(replies), today, zone))
    waits = _waits(turns, replies)
    body = [line("caller", f"dials from {stand_ins.caller if shown else 'a withheld number'}")]
    for at, (turn, reply) in enumerate(zip(turns, replies, strict=True)):
        if at:
            body += [line("clock", f"+{waits[at - 1]}s")] if waits[at - 1] else []
            body.append(
                acts.act(replies[at - 1], json.loads(turn.heard), replies[at:], turns[at - 1].language)
            )
        body += [line("hotline", said) for said in _said(reply, turn.language, words, stand_ins)]
    if is_over and replies[-1].question:
        body.append(line("caller", "hangs up"))
    given = _given(replies, stand_ins, revision, today)
    notes = why_unlike(stored, acts.lost, revision.number)
    clock = line("clock", f"{turns[0].at.astimezone(zone):%Y-%m-%d %H:%M}")
    return "\n".join((ABOUT, *(f"# {note}" for note in notes), "", *given, clock, "", *body)) + "\n"


def _of_a_stranger(first: Reply, revision: Revision) -> Reply:
    """The first words as somebody hears them who has not called today, when there is no notice."""
    whole = Say("welcome.disclaimer", {"page": revision.directory.privacy_page})
    firm = (
        replace(whole, language=one.language) if one.key == "welcome.reminder" else one for one in first.firm
    )
    return replace(first, firm=tuple(firm))


def _without_notice(reply: Reply) -> Reply:
    return replace(reply, lead=tuple(one for one in reply.lead if one.key != "welcome.notice"))


def _waits(turns: Sequence[Kept], replies: Sequence[Reply]) -> list[int]:
    """The whole seconds before each turn, where it was of account that they passed; otherwise none."""
    if not any(one.key in OF_TIME for reply in replies for one in said(reply)):
        return [0] * len(turns)
    return [max((after.at - before.at) // timedelta(seconds=1), 0) for before, after in pairwise(turns)]


def _given(replies: Sequence[Reply], stand_ins: StandIns, revision: Revision, today: date) -> list[str]:
    """What the invented office knows."""
    keys = {one.key for reply in replies for one in said(reply)}
    topics = {one.topic for reply in replies if reply.question for one in reply.question.options}
    video = [f"video {VIDEO}"] if "booking.by_video" in keys or "booking.video" in topics else []
    petitions = petitions_told(replies, stand_ins, revision.directory, today)
    return [line("given", one) for one in (*video, *diary(replies), *petitions)]


def _said(reply: Reply, language: str, words: Mapping[str, Catalogue], stand_ins: StandIns) -> Iterator[str]:
    """What the hotline says, a sentence at a time."""
    lines: list[str] = []
    for one in spoken(reply, language, words, stand_ins.instead):
        if lines and one[0].islower():  # a telephone hears one sentence
            lines[-1] += f" {one}"
        else:
            lines.append(one)
    yield from lines
    if reply.ring:
        yield f"(rings {reply.ring.number})"
    elif reply.question is None:
        yield "(hangs up)"
