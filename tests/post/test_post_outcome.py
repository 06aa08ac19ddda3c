"""The citizen keeps a document that a screen reader can read, that is the same in every making, and that arrives."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from blue_ticket import NOW, ZONE
from conftest_gunicorn import rows
from evening import booked
from house import House
from lxml import etree
from pypdf import PdfReader
from test_post_email import ANA, OURS, Serve, as_read, plain, serve  # noqa: F401

from commands.line import post_of
from jobs.send import send
from office.conclusions import Talk
from office.tickets import Channel
from post.email import letters, smtp
from post.letters import Writer
from post.outcome import PAPER, Document, NotAsSigned, document, enclosures
from post.paper import fingerprint
from store import conclusions
from store.database import Store, work
from web.hotline import Hotline

WRITER = Writer(OURS, {"ro": "Primăria Exemplu", "hu": "Példa Város"}, "+40800123456", ZONE)
UNIT = {"ro": "Inspectoratul General al Poliției Române", "hu": "Román Rendőrség"}
TALK = Talk(
    "Când se astupă groapa din strada Ștefan cel Mare?\nCine plătește janta?",
    "Lucrarea este în plan. Ăsta-i răspunsul: „până la 15 aprilie”, ținând seama de vreme.",
    "Cererea este întemeiată.",
    "Se trimite echipa. <b>Nu</b> #mai e nevoie de altă cerere.",
)
LATER = timedelta(days=3)
XMP = {"id": "http://www.aiim.org/pdfa/ns/id/"}


def made(
    store: Store, shipped: Hotline, language: str = "ro", talk: Talk = TALK, email: str = ANA, **changes: Any
) -> Document:
    """The document of the first ticket of the office, not signed."""
    (ticket,) = booked(store, 1, language=language, email=email)
    with work(store) as unit:
        draft = conclusions.draft(unit.conn, ticket.id, talk, "", NOW + LATER)
    draft = replace(draft, ticket=replace(draft.ticket, **changes))
    return document(draft, shipped.words[language], WRITER, UNIT)


def text_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


@pytest.mark.parametrize("language", ["ro", "hu", "en"])
def test_the_document_is_an_archive_copy_with_tags(store: Store, shipped: Hotline, language: str) -> None:
    """PDF/A-2a says so in its XMP (ISO 19005-2, 6.6.4) and has what level A asks: a tagged tree in a language."""
    reader = PdfReader(BytesIO(made(store, shipped, language).content))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == language
    assert root["/OutputIntents"]
    xmp = etree.fromstring(root["/Metadata"].get_object().get_data())
    described = {each.tag.rpartition("}")[2]: each.text for each in xmp.iter(f"{{{XMP['id']}}}*")}
    described |= {
        name.rpartition("}")[2]: value for each in xmp.iter() for name, value in each.attrib.items()
    }
    assert (described["part"], described["conformance"]) == ("2", "A")
    kinds = set(tagged(root["/StructTreeRoot"]))
    assert {"/H1", "/H2", "/P"} <= kinds
    assert (
        shipped.words[language].text("print.outcome.title", {"number": ""}).strip() in reader.metadata.title
    )


def tagged(element: Any) -> list[str]:
    """The kinds of all elements of the tree."""
    kids = element.get("/K", [])
    kids = kids if isinstance(kids, list) else [kids]
    below = [kind for kid in kids if hasattr(kid.get_object(), "get") for kind in tagged(kid.get_object())]
    return [element["/S"], *below] if "/S" in element else below


def test_every_font_is_enclosed(store: Store, shipped: Hotline) -> None:
    """A reader of 2050 needs nothing that is not in the file."""
    reader = PdfReader(BytesIO(made(store, shipped).content))
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    below = [one.get_object() for font in fonts for one in font.get("/DescendantFonts", [])]
    descriptors = [one["/FontDescriptor"].get_object() for one in below]
    assert descriptors
    assert all(any(f"/FontFile{kind}" in one for kind in ("", 2, 3)) for one in descriptors)


def test_the_document_says_what_was_said(store: Store, shipped: Hotline) -> None:
    """All that the rules ask for, in Romanian letters; the official has no name; what somebody wrote is no markup."""
    text = text_of(made(store, shipped).content)
    for told in (
        "Primăria Exemplu",
        "Minuta discuției – Tichetul Albastru",
        "miercuri 03.03.2027",
        "9:00-9:15",
        "la telefon",
        "petiționarul Exemplu Ion; din partea instituției: inspector (Inspectoratul General al Poliției Române)",
        "Întrebările petiționarului",
        "Când se astupă groapa din strada Ștefan cel Mare?",
        "Cine plătește janta?",
        "„până la 15 aprilie”, ținând seama",
        "Cererea este întemeiată.",
        "<b>Nu</b> #mai e nevoie",
        "șefului serviciului",
        "directorului",
        "în audiență",
        "0800 123 456",
        "SHA-256",
        "versiunea 1, pagina 1",
    ):
        assert told in text, told
    assert "Ana" not in text
    assert "Corectură" not in text


@pytest.mark.parametrize(
    ("language", "channel", "told"),
    [
        ("ro", Channel.video, "prin apel video"),
        ("hu", Channel.office, "a hivatalban"),
        ("hu", Channel.phone, "Exemplu Ion kérelmező; a hivatal részéről: inspector (Román Rendőrség)"),
        ("en", Channel.phone, "by telephone"),
    ],
)
def test_the_citizen_reads_their_own_language(
    store: Store, shipped: Hotline, language: str, channel: Channel, told: str
) -> None:
    """The headings are in the language of the call; what the inspector wrote stays as it is."""
    text = text_of(made(store, shipped, language, channel=channel).content)
    assert told in text
    assert "Cererea este întemeiată." in text
    assert "{" not in text


def test_the_same_version_is_the_same_bytes(store: Store, shipped: Hotline) -> None:
    """However often it is made: from the register, or by the worker from the values of the letter."""
    one = made(store, shipped)
    (enclosed,) = enclosures(one.told)
    assert enclosed.content == one.content
    assert fingerprint(enclosed.content) == one.sha256
    assert enclosed.name.endswith("-v1.pdf")


def test_a_document_that_came_out_otherwise_is_not_sent(store: Store, shipped: Hotline) -> None:
    """One that nobody could find in the register would be worth nothing."""
    one = made(store, shipped)
    paper = one.told[PAPER]
    assert isinstance(paper, dict)
    with pytest.raises(NotAsSigned):
        enclosures({**one.told, PAPER: paper | {"sha256": "0" * 64}})


def test_a_long_talk_takes_more_pages_and_each_has_its_number(store: Store, shipped: Hotline) -> None:
    """Nothing is cut off."""
    long = replace(TALK, answers="\n".join(f"Răspunsul numărul {n}, cu de toate." for n in range(120)))
    content = made(store, shipped, talk=long).content
    pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    assert len(pages) > 2
    assert all(f"pagina {number}" in page for number, page in enumerate(pages, 1))
    assert "Răspunsul numărul 119" in text_of(content)


def signed(house: House, moment: datetime, talk: Talk = TALK) -> Document:
    """The only ticket's next version, signed."""
    post = post_of(house.hotline)
    with work(house.store) as unit:
        (ticket_id,) = unit.conn.exec_driver_sql("SELECT id FROM tickets").one()
        draft = conclusions.draft(unit.conn, ticket_id, talk, "", moment)
    one = document(draft, house.hotline.words[draft.ticket.language], post.writer, UNIT)
    with work(house.store) as unit:
        assert conclusions.sign(unit.begin(), draft, one.sha256, one.told, "ana")
    return one


def test_the_document_arrives_at_a_server_of_mail(
    build_house: Callable[..., House],
    serve: Serve,  # noqa: F811
) -> None:
    """The worker makes it again, and what the server gets has the fingerprint of the register; so has a correction."""
    box, url = serve()
    house = build_house(mail=smtp(url, OURS))
    booked(house.store, 1, email=ANA)
    soon = NOW + LATER + timedelta(hours=1)
    first = signed(house, NOW + LATER)
    second = signed(house, soon, replace(TALK, conclusions="Cererea este întemeiată în parte."))
    while send(post_of(house.hotline), soon):
        pass
    got = [as_read(read) for _, read in box.got]
    papers = [part.get_content() for read in got for part in read.iter_attachments()]
    assert [fingerprint(paper) for paper in papers] == [first.sha256, second.sha256]
    assert [read["To"] for read in got] == [ANA, ANA]
    assert [str(read["Subject"]).partition(": ")[2] for read in got] == [
        "minuta discuției",
        "minuta discuției, corectată",
    ]
    assert "Fișierul alăturat înlocuiește" in " ".join(plain(got[1]).split())
    assert "versiunea 2 și înlocuiește versiunea 1" in text_of(papers[1])
    kept = rows(house.store, "SELECT version, pdf_sha256 FROM conclusions ORDER BY version")
    assert [tuple(row) for row in kept] == [(1, first.sha256), (2, second.sha256)]


def test_what_came_out_otherwise_fails_for_ever(house: House) -> None:
    """After a new version of the compiler somebody reads in `telverde messages` why the letter never left."""
    booked(house.store, 1, email=ANA)
    signed(house, NOW + LATER)
    with work(house.store) as unit:
        given = unit.conn.exec_driver_sql("SELECT given FROM messages").scalar_one()
        other = given.replace("Cererea este întemeiată.", "Cererea nu este întemeiată.")
        assert other != given
        mark = "?" if unit.conn.dialect.name == "sqlite" else "%s"
        unit.begin().exec_driver_sql(f"UPDATE messages SET given = {mark}", (other,))
    assert send(post_of(house.hotline), NOW + LATER)
    assert rows(house.store, "SELECT status, error FROM messages") == [("permanent-failure", "not as signed")]
    assert letters(house.hotline.post_folder, 5) == []
