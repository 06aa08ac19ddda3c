"""An inspector writes the outcome, sees the document, signs and sends it; nothing that was typed is ever lost."""

import re
import threading
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from blue_ticket import INSPECTOR as ID
from conftest_gunicorn import rows
from evening import booked
from house import House
from pypdf import PdfReader
from sqlalchemy import update
from visitor import Visitor, signed_in

from jobs.send import send
from office.conclusions import Draft
from office.tickets import BlueTicket, Status
from office.users import Role
from post.outcome import Document
from post.paper import fingerprint
from store import conclusions, outcome_drafts, tickets
from store.database import work
from store.outcome_drafts import Kept, Outcome
from store.tables import messages
from store.tables import tickets as table
from web.console.outcome import _drafted as drafted
from web.hotline import Hotline
from web.papers import document_of

ANA = "ana@example.ro"
TALK = {
    "questions": "Când se repară groapa?\nCine plătește?",
    "answers": "În aprilie.",
    "conclusions": "Se repară până la 30 aprilie.",
    "next_steps": "Primăria anunță ziua.",
}


@pytest.fixture
def ticket(house: House) -> BlueTicket:
    """A talk that the line saw take place, and that is over."""
    (ticket,) = booked(house.store, 1, email=ANA)
    with work(house.store) as unit:
        unit.begin().execute(update(table).values(status=Status.done))
    house.clock.now = ticket.ends_at + timedelta(minutes=1)
    return ticket


@pytest.fixture
def inspector(house: House, ticket: BlueTicket) -> Visitor:
    return signed_in(house, Role.inspector, inspector_id=ID)


@pytest.fixture
def page(ticket: BlueTicket) -> str:
    return f"/tickets/{ticket.number.digits}/outcome"


def base(visitor: Visitor) -> str:
    found = re.search(r'name="base" value="([^"]*)"', visitor.last.text)
    assert found
    return found[1]


def write(visitor: Visitor, page: str, do: str = "preview", **form: str) -> int:
    """Opens the form, fills it in, and sends it."""
    visitor.get(page)
    given = {"status": "done", "author": "", **TALK, **form}
    return visitor.post(page, base=base(visitor), do=do, **given).status_code


def signed(visitor: Visitor, page: str, **form: str) -> None:
    write(visitor, page, **form)
    visitor.post(f"{page}/sign", base=base(visitor))


def text_of(content: bytes) -> str:
    return PdfReader(BytesIO(content)).pages[0].extract_text()


def test_from_the_form_to_the_citizens_mailbox(
    house: House, inspector: Visitor, page: str, ticket: BlueTicket
) -> None:
    """Written, looked at, signed, sent; the document is downloaded as it was signed, and who had it is known."""
    inspector.get("/agenda")
    assert "O convorbire fără rezultat scris" in inspector.read
    assert write(inspector, page) == 200
    assert "pleacă prin e-mail la a•••@example.ro" in inspector.read
    frame = re.search(r'<iframe[^>]* src="/console([^"?]*)', inspector.last.text)
    assert frame
    token = base(inspector)
    shown = Visitor(house, inspector.session).get(frame[1])
    assert "Se repară până la 30 aprilie." in text_of(shown.content)
    assert conclusions_of(house, ticket) == []
    inspector.post(f"{page}/sign", base=token)
    assert "Am semnat; documentul pleacă" in inspector.read
    assert "Versiunea 1 (PDF)" in inspector.read
    (one,) = conclusions_of(house, ticket)
    paper = inspector.get(page.replace("/outcome", "/versions/1.pdf"))
    assert fingerprint(paper.content) == one.pdf_sha256
    assert "attachment" in paper.headers["Content-Disposition"]
    looked = rows(house.store, "SELECT actor, entity_id FROM events WHERE what = 'ticket_paper'")
    assert [tuple(row) for row in looked] == [("user #1", f"{ticket.number.digits}/1")]
    while send(house.post, house.clock()):
        pass
    assert any(one.startswith(f"email to {ANA}") for one in house.sent())
    inspector.get("/agenda")
    assert "fără rezultat" not in inspector.read
    assert rows(house.store, "SELECT count(*) FROM outcome_drafts") == [(0,)]


def conclusions_of(house: House, ticket: BlueTicket) -> list[conclusions.Conclusion]:
    with work(house.store) as unit:
        return conclusions.versions(unit.conn, ticket.id)


def test_a_document_stands_in_our_frame_and_in_no_other(house: House, inspector: Visitor, page: str) -> None:
    """The exception is the document's alone: all else stands in nobody's frame."""
    write(inspector, page)
    assert "frame-ancestors 'none'" in inspector.last.headers["Content-Security-Policy"]
    policy = inspector.get(f"{page}/preview.pdf").headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert "default-src 'none'" in policy
    assert "script" not in policy


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"conclusions": "  "}, "Scrieți concluziile"),
        ({"status": ""}, "Alegeți cum a fost"),
        ({"status": "booked"}, "Alegeți cum a fost"),
        ({"author": "Exemplu Ana, inspector"}, "stă funcția, niciodată numele"),
        ({"author": "i" * 65}, "Cel mult 64"),
    ],
)
def test_what_was_typed_stays_when_something_is_wrong(
    house: House, inspector: Visitor, page: str, form: dict[str, str], said: str
) -> None:
    """In the form, and in the draft: who closes the window then finds it again."""
    assert write(inspector, page, **form) == 422
    assert said in inspector.read
    for visit in (lambda: None, lambda: inspector.get(page)):
        visit()
        assert "Când se repară groapa?\nCine plătește?</textarea>" in inspector.last.text
    assert rows(house.store, "SELECT count(*) FROM conclusions") == [(0,)]


def test_what_is_typed_is_saved_by_itself(house: House, inspector: Visitor, page: str) -> None:
    """To the letter, line by line; markup is text; a long text is no trouble."""
    inspector.get(page)
    odd = " <b>&amp;</b>\n\n</textarea><script>alert(1)</script> \n"
    long_text = "ș" * 200_000
    answer = inspector.session.post(
        f"{house.address}/console{page}/draft",
        data={"csrf": inspector.token, "base": "", "status": "", "questions": odd, "answers": long_text},
        timeout=20,
    )
    assert (answer.status_code, set(answer.json())) == (200, {"base", "at"})
    assert rows(house.store, "SELECT questions, answers FROM outcome_drafts") == [(odd, long_text)]
    inspector.get(page)
    assert "<script>alert" not in inspector.last.text
    assert "&lt;/textarea&gt;&lt;script&gt;" in inspector.last.text
    assert base(inspector) == answer.json()["base"]


def test_an_older_window_overwrites_nothing(house: House, inspector: Visitor, page: str) -> None:
    """Refused, with both texts shown; whoever saves then has seen the other."""
    inspector.get(page)
    token, old = inspector.token, base(inspector)
    write(inspector, page, "save", conclusions="din prima fereastră")
    second = {"status": "done", "conclusions": "din a doua fereastră", "base": old}
    draft = inspector.session.post(
        f"{house.address}/console{page}/draft", data={"csrf": token, **second}, timeout=20
    )
    assert draft.status_code == 409
    assert inspector.post(page, do="save", **second).status_code == 409
    assert "<pre>din prima fereastră</pre>" in inspector.last.text
    assert "din a doua fereastră</textarea>" in inspector.last.text
    assert rows(house.store, "SELECT text FROM outcome_drafts") == [("din prima fereastră",)]
    assert inspector.post(page, do="save", **second | {"base": base(inspector)}).status_code == 200
    assert rows(house.store, "SELECT text FROM outcome_drafts") == [("din a doua fereastră",)]


def test_nothing_is_lost_with_the_session(house: House, inspector: Visitor, page: str) -> None:
    """What was saved is there after signing in again; the address leads back to it."""
    write(inspector, page, "save")
    house.clock.move(hours=2)
    assert "/sign-in" in inspector.get(page).url
    inspector.sign_in("inspector")
    inspector.get(page)
    assert "Se repară până la 30 aprilie.</textarea>" in inspector.last.text


def test_a_correction_is_a_new_version(
    house: House, inspector: Visitor, page: str, ticket: BlueTicket
) -> None:
    """It begins with what was signed, says which it replaces, and the older one is still to be had."""
    signed(inspector, page)
    inspector.get(page)
    assert "devine versiunea 2" in inspector.read
    assert "Se repară până la 30 aprilie.</textarea>" in inspector.last.text
    signed(inspector, page, conclusions="Se repară în mai.")
    first, second = conclusions_of(house, ticket)
    older = inspector.get(page.replace("/outcome", "/versions/1.pdf")).content
    newer = inspector.get(page.replace("/outcome", "/versions/2.pdf")).content
    assert [fingerprint(older), fingerprint(newer)] == [first.pdf_sha256, second.pdf_sha256]
    assert "înlocuiește versiunea 1" in text_of(newer)
    assert inspector.get(page.replace("/outcome", "/versions/3.pdf")).status_code == 404


def test_a_document_is_made_again_when_its_letter_is_forgotten(
    house: House, inspector: Visitor, page: str
) -> None:
    """From the register; where that says something else by now, the page says so and gives no other document."""
    signed(inspector, page)
    sha256 = rows(house.store, "SELECT pdf_sha256 FROM conclusions")[0][0]
    with work(house.store) as unit:
        unit.begin().execute(update(messages).values(given="{}"))
    paper = page.replace("/outcome", "/versions/1.pdf")
    assert fingerprint(inspector.get(paper).content) == sha256
    with work(house.store) as unit:
        unit.begin().execute(update(table).values(language="en"))
    assert inspector.get(paper).status_code == 409
    assert "nu mai poate fi făcut la fel" in inspector.read


def test_what_was_looked_at_is_what_is_signed(
    house: House, inspector: Visitor, page: str, ticket: BlueTicket
) -> None:
    """A text that changed since is shown again first."""
    write(inspector, page)
    before = base(inspector)
    write(inspector, page, "save", conclusions="altceva")
    assert inspector.post(f"{page}/sign", base=before).status_code == 409
    assert "Textul s-a schimbat" in inspector.read
    assert conclusions_of(house, ticket) == []


def test_what_another_window_saves_while_the_document_is_made_is_not_lost(
    house: House,
    inspector: Visitor,
    page: str,
    ticket: BlueTicket,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Making it takes a while; what was typed meanwhile is shown before anything is signed."""

    def made_slowly(line: Hotline, draft: Draft) -> Document:
        with work(house.store) as unit:
            typed = replace(draft.conclusion.talk, answers="scris între timp")
            outcome_drafts.save(unit.begin(), ticket.id, Outcome("done", typed, ""), house.clock())
        return document_of(line, draft)

    write(inspector, page)
    monkeypatch.setattr("web.console.outcome.document_of", made_slowly)
    assert inspector.post(f"{page}/sign", base=base(inspector)).status_code == 409
    assert conclusions_of(house, ticket) == []
    assert "scris între timp" in inspector.get(page).text


def test_a_press_that_is_read_between_two_moments_signs_nothing(
    house: House, inspector: Visitor, page: str, ticket: BlueTicket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It found what was written, and then another press signed it: there is no second version of the same words."""
    write(inspector, page)
    form = {"csrf": inspector.token, "base": base(inspector)}
    presses: list[int] = []

    def drafted_late(number: str, kept: Kept) -> Draft:
        presses.append(1)
        if len(presses) == 1:
            inspector.post(f"{page}/sign", **form)
        return drafted(number, kept)

    monkeypatch.setattr("web.console.outcome._drafted", drafted_late)
    assert inspector.post(f"{page}/sign", follow=False, **form).status_code == 303
    assert len(presses) == 2
    assert len(conclusions_of(house, ticket)) == 1


def test_signed_by_several_presses_it_is_signed_once(
    house: House, inspector: Visitor, page: str, ticket: BlueTicket
) -> None:
    """One version, one letter, and every press leads to the ticket's page."""
    write(inspector, page)
    form = {"csrf": inspector.token, "base": base(inspector)}
    answers: list[int] = []

    def press() -> None:
        address = f"{house.address}/console{page}/sign"
        answers.append(
            inspector.session.post(address, data=form, timeout=30, allow_redirects=False).status_code
        )

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [303] * 4
    assert len(conclusions_of(house, ticket)) == 1
    assert rows(house.store, "SELECT kind FROM messages") == [("mail.outcome",)]


@pytest.mark.parametrize(
    ("how", "was"), [("no_answer", "done"), ("no_answer", "booked"), ("postponed", "booked")]
)
def test_a_talk_that_did_not_take_place_needs_no_document(
    house: House, inspector: Visitor, page: str, how: str, was: str
) -> None:
    """It is written down, off the agenda, and there is nothing to sign; what was typed is kept all the same."""
    with work(house.store) as unit:
        unit.begin().execute(update(table).values(status=was, channel="office"))
    write(inspector, page, status=how)
    assert "Am notat că nu s-a vorbit" in inspector.read
    assert rows(house.store, "SELECT status FROM tickets") == [(how,)]
    assert rows(house.store, "SELECT count(*) FROM outcome_drafts") == [(1,)]
    inspector.get("/agenda")
    assert "fără rezultat" not in inspector.read
    assert write(inspector, page) == 422
    assert "Convorbirea nu a avut loc" in inspector.read


@pytest.mark.parametrize(
    ("how", "was", "channel", "said"),
    [
        ("no_answer", "done", "phone", "ring.missed"),
        ("no_answer", "booked", "office", "ticket.missed"),
        ("postponed", "booked", "video", "ticket.postponed"),
    ],
)
def test_a_citizen_written_down_as_absent_is_told_once_and_how_to_book_again(
    house: House, inspector: Visitor, page: str, how: str, was: str, channel: str, said: str
) -> None:
    """As after rings in vain; of a meeting nobody says that a telephone rang. In their language, by both ways."""
    with work(house.store) as unit:
        unit.begin().execute(update(table).values(status=was, channel=channel, language="hu"))
    write(inspector, page, status=how)
    write(inspector, page, status=how)
    assert rows(house.store, "SELECT kind FROM messages ORDER BY id") == [(f"mail.{said}",), (f"sms.{said}",)]
    house.clock.now = house.clock.now.replace(hour=10)
    while send(house.post, house.clock()):
        pass
    letter, text = sorted(house.sent())
    assert letter.startswith(f"email to {ANA} Kék Jegy")
    assert house.hotline.directory.number[-6:] in text.replace(" ", "")


def test_before_the_end_nobody_is_absent_and_before_the_hour_nothing_is_signed(
    house: House, inspector: Visitor, page: str, ticket: BlueTicket
) -> None:
    """A draft can be prepared."""
    with work(house.store) as unit:
        unit.begin().execute(update(table).values(status="booked"))
    house.clock.now = ticket.starts_at + timedelta(minutes=5)
    fresh = signed_in(house, Role.inspector, "devreme", ID)
    assert write(fresh, page, status="no_answer") == 409
    assert "ora nu s-a încheiat" in fresh.read
    house.clock.now = ticket.starts_at - timedelta(hours=1)
    fresh.sign_in("devreme")
    assert write(fresh, page) == 422
    assert "nu a venit încă" in fresh.read
    assert rows(house.store, "SELECT text FROM outcome_drafts") == [(TALK["conclusions"],)]


def test_after_a_document_nobody_says_there_was_no_talk(house: House, inspector: Visitor, page: str) -> None:
    signed(inspector, page)
    assert write(inspector, page, status="no_answer") == 409
    assert rows(house.store, "SELECT status FROM tickets") == [("done",)]


def test_without_an_address_it_is_printed(house: House, inspector: Visitor, page: str) -> None:
    with work(house.store) as unit:
        unit.begin().execute(update(table).values(email=""))
    signed(inspector, page)
    assert "Nu este o adresă de e-mail" in inspector.read
    assert rows(house.store, "SELECT count(*) FROM messages") == [(0,)]


def test_a_draft_goes_with_its_ticket(
    house: House, inspector: Visitor, page: str, ticket: BlueTicket
) -> None:
    """When tickets are removed after their years, what was half written goes too."""
    write(inspector, page, "save")
    with work(house.store) as unit:
        assert tickets.forget(unit.begin(), ticket.ends_at + timedelta(days=1), 10) == 1
    assert rows(house.store, "SELECT count(*) FROM outcome_drafts") == [(0,)]
