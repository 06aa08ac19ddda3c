"""What was promised goes out: one due message at a time, each exactly once however often a worker dies.

The attempt is committed before the carrier is asked. An attempt that nobody ended (the worker died, no answer came)
is never repeated blindly: the carrier is asked first whether it has the message.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from carrier import Carrier
from office.messages import Message, NotTaken, Unclear, next_try
from post.email import Mail
from post.letters import Writer, letter
from post.outcome import NotAsSigned, enclosures
from post.sms import worded
from store import outbox
from store.database import Store, work
from words.catalogue import Catalogue

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=2)  # longer than a carrier or a mail server may take, all patience counted
PAUSE_BEFORE_ASKING = timedelta(minutes=1)  # a carrier's list may be a little behind


@dataclass(frozen=True)
class Post:
    """Everything a message goes out with."""

    store: Store
    words: Mapping[str, Catalogue]
    carrier: Carrier
    mail: Mail
    writer: Writer


def send(post: Post, now: datetime) -> bool:
    """Sends one message that is due; whether there was one."""
    message = _claimed(post, now)
    if message is None:
        return False
    try:
        taken = _posted(post, message, now) if message.channel == "email" else _texted(post, message, now)
    except NotTaken as refusal:
        _refused(post, message, refusal, now)
    except Unclear as doubt:
        with work(post.store) as unit:
            outbox.doubted(unit.conn, message, doubt.why, now + PAUSE_BEFORE_ASKING, now)
        _tell("Nobody knows whether a message was taken", message, doubt.why)
    else:
        with work(post.store) as unit:
            outbox.sent(unit.conn, message, taken, now)
        _tell("A message was sent", message)
    return True


def clear_up(post: Post, now: datetime) -> bool:
    """Asks about one message whose attempt never ended, and sets it right; whether there was one."""
    with work(post.store) as unit:
        message = outbox.claim_doubtful(unit.conn, now, now + LEASE)
    if message is None:
        return False
    try:
        taken = _found(post, message)
    except (NotTaken, Unclear) as silence:
        with work(post.store) as unit:
            outbox.doubted(unit.conn, message, silence.why, next_try(message.attempts, now), now)
        return True
    with work(post.store) as unit:
        if taken is None:
            outbox.failed(unit.conn, message, "not taken", now, again=now)
        else:
            outbox.sent(unit.conn, message, taken, now)
    _tell("A message in doubt was " + ("not taken, and is sent again" if taken is None else "sent"), message)
    return True


def give_up(post: Post, now: datetime) -> bool:
    """Gives up what waited too long to be of use."""
    with work(post.store) as unit:
        count = outbox.expire(unit.conn, now)
    if count:
        log.warning("Messages came too late and were given up", extra={"facts": {"count": count}})
    return False


def _claimed(post: Post, now: datetime) -> Message | None:
    """A message that is ours for a while; an SMS with its text, the same in every attempt, to be compared."""
    with work(post.store) as unit:
        if not outbox.is_due(unit.conn, now):  # reading takes no lock
            return None
        message = outbox.claim(unit.begin(), now, now + LEASE)
        if message and message.channel == "sms" and not message.text:
            message = replace(message, text=_text(post, message))
            outbox.fix(unit.conn, message)
    return message


def _text(post: Post, message: Message) -> str:
    """Empty if there are no words for it."""
    try:
        return worded(message.kind, message.values, post.words[message.language], post.writer.line)
    except (LookupError, ValueError):
        return ""


def _texted(post: Post, message: Message, now: datetime) -> str:
    """What the carrier calls it from now on."""
    if not message.text:
        raise NotTaken("no words", permanent=True)
    left = int((message.expires_at - now).total_seconds())
    return post.carrier.text(message.recipient, message.text, message.key, left)


def _posted(post: Post, message: Message, now: datetime) -> str:
    """Nothing: a server of mail has no name for it."""
    try:
        papers = enclosures(message.values)
        made = letter(message, post.words[message.language], post.writer, now, papers)
    except (LookupError, ValueError):
        raise NotTaken("no words", permanent=True) from None
    except NotAsSigned:  # a newer version of ours made it: nobody could say it is ours
        raise NotTaken("not as signed", permanent=True) from None
    post.mail.send(made)
    return ""


def _found(post: Post, message: Message) -> str | None:
    """What the carrier calls it, None if it was not taken."""
    if message.channel == "email":
        return "" if post.mail.has(message.key) else None
    if not message.text:
        return None
    theirs = post.carrier.texted(message.recipient, message.text, message.key, message.created_at)
    with work(post.store) as unit:
        others = outbox.known(unit.conn, theirs)  # the same words to the same number, asked for twice
    return next((one for one in theirs if one not in others), None)


def _refused(post: Post, message: Message, refusal: NotTaken, now: datetime) -> None:
    again = None if refusal.permanent else next_try(message.attempts, now)
    with work(post.store) as unit:
        outbox.failed(unit.conn, message, refusal.why, now, again)
    _tell("A message was not taken" + (" and never will be" if again is None else ""), message, refusal.why)


def _tell(what: str, message: Message, why: str = "") -> None:
    facts = {"message": message.key, "kind": message.kind, "attempt": message.attempts}
    log.info(what, extra={"facts": facts | ({"why": why} if why else {})})
