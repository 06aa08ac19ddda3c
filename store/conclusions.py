"""What was concluded, in versions that are only added; a document is known again by its fingerprint."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, func, select

from office.conclusions import HELD, Conclusion, Draft, Talk, drafted
from office.slots import Practice
from office.tickets import BlueTicket, Status
from store import events, missed, outbox
from store.cases import case_of
from store.database import insert_into
from store.inspectors import inspector_of
from store.tables import conclusions, tickets
from store.tickets import become, matching, ticket_of

_COLUMNS = [
    *(conclusions.c[name] for name in ("ticket_id", "version")),
    *(conclusions.c[name] for name in ("questions", "answers", "text", "next_steps")),
    *(conclusions.c[name] for name in ("author", "signed_at", "pdf_sha256")),
]


class SomebodyElseSigned(Exception):
    """Somebody else has signed a version meanwhile: read it, then write yours."""


def draft(conn: Connection, ticket_id: int, talk: Talk, author: str, now: datetime) -> Draft:
    """The next version about a ticket. Raises LookupError, and as office.conclusions.drafted does."""
    ticket = ticket_of(conn, ticket_id)
    case = case_of(conn, ticket.petition_id) if ticket else None
    inspector = inspector_of(conn, ticket.inspector_id) if ticket else None
    if not (ticket and case and inspector):
        raise LookupError(ticket_id)
    return drafted(ticket, case, inspector, talk, author, len(versions(conn, ticket_id)) + 1, now)


def sign(conn: Connection, made: Draft, pdf_sha256: str, told: Mapping[str, object], actor: str) -> bool:
    """Keeps the version with the fingerprint of its document, and puts the letter into the outbox, if it can be
    sent; whether it can.

    `told` are the values of the letter. Raises SomebodyElseSigned; nothing is to be committed then.
    """
    one = made.conclusion
    _added(conn, one, pdf_sha256)
    if (
        made.ticket.status is Status.booked
    ):  # met by video or at the office; of those it rings the line says so
        become(conn, one.ticket_id, Status.done, actor=actor, now=one.signed_at)
    events.record(
        conn,
        at=one.signed_at,
        actor=actor,
        entity="ticket",
        entity_id=one.ticket_id,
        what="concluded",
        before=f"version {one.version - 1}" if one.version > 1 else "",
        after=f"version {one.version} {pdf_sha256}",
    )
    if made.email:
        outbox.put(
            conn,
            key=pdf_sha256[:32],
            kind="mail.outcome" if one.version == 1 else "mail.outcome.corrected",
            channel="email",
            recipient=made.email,
            language=made.ticket.language,
            values=told,
            now=one.signed_at,
        )
    return bool(made.email)


def _added(conn: Connection, one: Conclusion, pdf_sha256: str) -> None:
    row = {
        "ticket_id": one.ticket_id,
        "version": one.version,
        "questions": one.talk.questions,
        "answers": one.talk.answers,
        "text": one.talk.conclusions,
        "next_steps": one.talk.next_steps,
        "author": one.author,
        "signed_at": one.signed_at,
        "pdf_sha256": pdf_sha256,
    }
    new = insert_into(conclusions, conn.dialect.name).values(row).on_conflict_do_nothing()
    if conn.execute(new.returning(conclusions.c.version)).first() is None:
        raise SomebodyElseSigned


def versions(conn: Connection, ticket_id: int) -> list[Conclusion]:
    """All that was written about a ticket, the first version first."""
    rows = conn.execute(select(*_COLUMNS).where(conclusions.c.ticket_id == ticket_id))
    return sorted(map(_conclusion, rows), key=lambda one: one.version)


def of_document(conn: Connection, pdf_sha256: str) -> Conclusion | None:
    """What the document with this fingerprint says; None if it is not ours."""
    row = conn.execute(select(*_COLUMNS).where(conclusions.c.pdf_sha256 == pdf_sha256)).first()
    return _conclusion(row) if row else None


def not_held(
    conn: Connection, ticket_id: int, then: Status, *, actor: str, now: datetime, practice: Practice
) -> bool:
    """The inspector says that there was no talk, and the citizen is told so; whether it could still be said: nothing
    was signed, and the hour is over.
    """
    ticket = ticket_of(conn, ticket_id)
    if ticket is None or now < ticket.ends_at or versions(conn, ticket_id):
        return False
    if become(conn, ticket_id, then, actor=actor, now=now) is None:
        return False
    missed.tell(conn, ticket, missed.sentence_of(ticket, then), now, practice.rules, practice.zone)
    return True


def awaited(
    conn: Connection, now: datetime, inspector_id: str | None = None, at_most: int | None = None
) -> list[BlueTicket]:
    """Talks, of one inspector or of all, that are over and of which nobody has written the conclusions, the oldest
    first.
    """
    return matching(conn, *_awaited(now, inspector_id), at_most=at_most)


def count_awaited(conn: Connection, now: datetime, inspector_id: str) -> int:
    """How many of them an inspector has."""
    found = select(func.count()).select_from(tickets).where(*_awaited(now, inspector_id))
    return conn.execute(found).scalar_one()


def _awaited(now: datetime, inspector_id: str | None) -> tuple[ColumnElement[bool], ...]:
    written = exists().where(conclusions.c.ticket_id == tickets.c.id)
    of = (tickets.c.inspector_id == inspector_id,) if inspector_id is not None else ()
    return tickets.c.status.in_(HELD), tickets.c.ends_at <= now, ~written, *of


def _conclusion(row: Sequence[Any]) -> Conclusion:
    ticket_id, version, questions, answers, text, next_steps, *signed = row
    return Conclusion(ticket_id, version, Talk(questions, answers, text, next_steps), *signed)
