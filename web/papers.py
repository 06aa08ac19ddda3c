"""The document of a talk, as the office of this line makes it; it takes a while and belongs into no transaction."""

from office.conclusions import Conclusion, Draft
from post.letters import Writer
from post.outcome import Document, NotAsSigned, document, enclosures
from store import outbox
from store.cases import case_of
from store.database import work
from store.inspectors import inspector_of
from store.tickets import ticket_of
from web.hotline import Hotline


def writer_of(line: Hotline) -> Writer:
    """Who writes to citizens: the name and number that are published now."""
    return Writer(line.mail.sender, line.directory.name, line.directory.number, line.zone)


def document_of(line: Hotline, draft: Draft) -> Document:
    """The document of a version that is signed, or about to be; in the language of its ticket."""
    words = line.words.get(draft.ticket.language, line.words["ro"])
    institution = line.directory.institutions.get(draft.inspector.unit_id)
    unit = institution.name if institution else {"ro": draft.inspector.unit_id}
    return document(draft, words, writer_of(line), unit)


def as_signed(line: Hotline, one: Conclusion) -> bytes:
    """The document of a version, made again byte for byte: of what its letter says, or of what is known today.

    Raises NotAsSigned where it would be another one (docs/decisions/2026-11-22-paper-by-typst.md).
    """
    with work(line.store) as unit:
        told = outbox.values_of(unit.conn, one.pdf_sha256[:32])
        ticket = ticket_of(unit.conn, one.ticket_id)
        case = case_of(unit.conn, ticket.petition_id) if ticket else None
        inspector = inspector_of(unit.conn, ticket.inspector_id) if ticket else None
    if papers := enclosures(told):
        return papers[0].content
    if ticket and case and inspector:
        made = document_of(line, Draft(one, ticket, case, inspector))
        if made.sha256 == one.pdf_sha256:
            return made.content
    raise NotAsSigned
