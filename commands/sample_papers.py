"""The talk of a sample ticket that took place has its document, so that the console has one to show."""

from datetime import timedelta

from commands.line import the_line
from office.conclusions import Talk
from store import conclusions, outbox
from store.database import work
from store.sample_tickets import CONCLUDED
from store.tickets import of_number
from web.hotline import Hotline
from web.papers import document_of

TALK = Talk(
    "EXEMPLU: De ce întârzie răspunsul?\nMai trebuie un act?",
    "EXEMPLU: Dosarul este la verificare.\nMai trebuie dovada adresei.",
    "EXEMPLU: Cetățeanul aduce dovada adresei; după aceea răspunsul pleacă în cinci zile.",
    "EXEMPLU: Serviciul pune dovada la dosar și trimite răspunsul.",
)


def sign_sample() -> None:
    """On the line as the environment describes it."""
    sign(the_line())


def sign(line: Hotline) -> None:
    """Signs the document twenty minutes after the talk; no letter goes out."""
    with work(line.store) as unit:
        ticket = of_number(unit.conn, CONCLUDED)
        if ticket is None or conclusions.versions(unit.conn, ticket.id):
            return
        draft = conclusions.draft(unit.conn, ticket.id, TALK, "", ticket.ends_at + timedelta(minutes=20))
    made = document_of(line, draft)
    with work(line.store) as unit:
        conclusions.sign(unit.begin(), draft, made.sha256, made.told, "user exemplu")
        outbox.take_back(unit.conn, [made.sha256[:32]])
