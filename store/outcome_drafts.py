"""What an inspector has written about a talk and not signed yet is kept to the letter."""

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, delete, select

from office.conclusions import Talk
from store.database import insert_into
from store.tables import outcome_drafts as drafts


@dataclass(frozen=True)
class Outcome:
    """As it was typed: how the talk came out (a status of the ticket, or empty), the texts, the author's function."""

    status: str
    talk: Talk = field(repr=False)
    author: str


@dataclass(frozen=True)
class Kept:
    """An outcome, and when it was saved (UTC)."""

    outcome: Outcome
    saved_at: datetime

    @property
    def version(self) -> str:
        """Tells what is kept from what was kept before."""
        one = self.outcome
        return sha256("\0".join((one.status, *vars(one.talk).values(), one.author)).encode()).hexdigest()[:16]


def save(conn: Connection, ticket_id: int, outcome: Outcome, now: datetime) -> None:
    """In the place of what was kept before."""
    talk = outcome.talk
    row = {
        "status": outcome.status,
        "questions": talk.questions,
        "answers": talk.answers,
        "text": talk.conclusions,
        "next_steps": talk.next_steps,
        "author": outcome.author,
        "saved_at": now,
    }
    new = insert_into(drafts, conn.dialect.name).values(row | {"ticket_id": ticket_id})
    conn.execute(new.on_conflict_do_update(index_elements=["ticket_id"], set_=row))


def draft_of(conn: Connection, ticket_id: int, *, lock: bool = False) -> Kept | None:
    """What is kept about a ticket; locked, nobody else saves until the transaction ends."""
    which = select(*[drafts.c[name] for name in _COLUMNS]).where(drafts.c.ticket_id == ticket_id)
    row = conn.execute(which.with_for_update() if lock else which).first()
    if row is None:
        return None
    status, questions, answers, text, next_steps, author, saved_at = row
    return Kept(Outcome(status, Talk(questions, answers, text, next_steps), author), saved_at)


_COLUMNS = ("status", "questions", "answers", "text", "next_steps", "author", "saved_at")


def forget(conn: Connection, ticket_id: int) -> None:
    """It is signed, or nothing is to be signed."""
    conn.execute(delete(drafts).where(drafts.c.ticket_id == ticket_id))
