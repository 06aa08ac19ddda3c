"""A letter arrives at a real server of mail, readable everywhere, with its appointment; refusals are understood."""

import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from conftest_gunicorn import rows
from house import House
from icalendar import Calendar
from lxml import html

from commands.line import post_of
from jobs.send import PAUSE_BEFORE_ASKING, clear_up, send
from office.messages import Message, NotTaken, Unclear
from post.email import Folder, Mail, letters, smtp
from post.letters import Enclosure, Writer, letter
from store import outbox
from store.database import work
from web.hotline import Hotline

ANA, OURS = "ana@example.ro", "linia@primaria.example.ro"
NOW = datetime(2026, 3, 2, 7, 15, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Bucharest")
WRITER = Writer(OURS, {"ro": "Primăria Exemplu", "hu": "Példa Város"}, "+40800123456", ZONE)
APPOINTMENT = {
    "uid": "TA-12345-6@telverde", "sequence": 0, "method": "REQUEST",
    "begins": "2026-03-27T07:00:00+00:00", "ends": "2026-03-27T07:15:00+00:00",
}  # fmt: skip
VALUES = {
    "number": "TA-12345-6", "day": "2026-03-27", "slot": ["09:00", "09:15"], "about": "119368/305",
    "phone": "+40722000111", "appointment": APPOINTMENT,
}  # fmt: skip


def message(kind: str = "mail.ticket.booked", language: str = "ro", **values: object) -> Message:
    given = VALUES | values
    return Message(1, "k1", kind, "email", ANA, language, given, "", 1, NOW, NOW + timedelta(days=3))


def written(shipped: Hotline, one: Message | None = None, **more: Any) -> EmailMessage:
    one = one or message()
    return letter(one, shipped.words[one.language], WRITER, NOW, **more)


def as_read(made: EmailMessage) -> EmailMessage:
    """As it comes out at the other end."""
    return message_from_bytes(made.as_bytes(), policy=policy.default)


def plain(read: EmailMessage) -> str:
    body = read.get_body(("plain",))
    assert body is not None
    text: str = body.get_content()
    return text.replace("\r\n", "\n")


def calendar(read: EmailMessage) -> Any:
    (part,) = [part for part in read.iter_attachments() if part.get_content_type() == "text/calendar"]
    return part, Calendar.from_ical(part.get_content())


def test_a_letter_says_it_twice_in_text_and_in_html(shipped: Hotline) -> None:
    """Figures, paragraphs, the number of the line; the HTML names its language and holds the same words."""
    read = as_read(written(shipped))
    assert read["Subject"] == "Tichet Albastru TA-12345-6: vineri 27.03.2026, 9:00-9:15"
    assert (read["From"], read["To"]) == (f"Primăria Exemplu <{OURS}>", ANA)
    assert (read["Message-ID"], read["Auto-Submitted"]) == ("<k1@primaria.example.ro>", "auto-generated")
    text = plain(read)
    assert text.startswith("Bună ziua,\n\nAveți o programare: vineri 27.03.2026, în intervalul 9:00-9:15,")
    assert "se termină în ...111." in text
    assert "Primăria Exemplu, linia verde 0800 123 456." in text
    body = read.get_body(("html",))
    assert body is not None
    page = html.fromstring(body.get_content())
    assert page.get("lang") == "ro"
    paragraphs = [" ".join(each.text_content().split()) for each in page.iter("p")]
    assert paragraphs == [" ".join(part.removeprefix("-- \n").split()) for part in text.split("\n\n")]


@pytest.mark.parametrize("language", ["ro", "hu", "en"])
@pytest.mark.parametrize("kind", ["booked", "moved", "cancelled"])
def test_every_letter_is_written_in_every_language(shipped: Hotline, kind: str, language: str) -> None:
    """The language of the call; no blank is left, and our number is there."""
    read = as_read(written(shipped, message(f"mail.ticket.{kind}", language)))
    assert read["Content-Language"] == language
    assert "TA-12345-6" in read["Subject"]
    assert "0800 123 456" in plain(read)
    assert "{" not in plain(read)


def test_what_somebody_wrote_cannot_become_markup_or_a_header(shipped: Hotline) -> None:
    """A value with signs of HTML is shown as it is; one with a line break gets no header of its own."""
    body = as_read(written(shipped, message(about="<b>1</b>&"))).get_body(("html",))
    assert body is not None
    assert "&lt;b&gt;1&lt;/b&gt;&amp;" in body.get_content()
    with pytest.raises(ValueError, match="linefeed"):
        written(shipped, message(number="1\r\nBcc: eve@example.ro"))


def test_papers_go_along(shipped: Hotline) -> None:
    """A PDF is enclosed under its name."""
    made = written(shipped, enclosures=[Enclosure("tichet.pdf", "application/pdf", b"%PDF-1.7 ...")])
    enclosed = {part.get_filename(): part.get_content() for part in as_read(made).iter_attachments()}
    assert enclosed["tichet.pdf"] == b"%PDF-1.7 ..."
    assert set(enclosed) == {"programare.ics", "tichet.pdf"}


def test_the_appointment_is_one_a_calendar_can_take(shipped: Hotline) -> None:
    """REQUEST, local hours with their zone, the same moment whatever the zone of the reader."""
    part, told = calendar(as_read(written(shipped)))
    assert part["Content-Type"].params["method"] == "REQUEST"
    assert told["METHOD"] == "REQUEST"
    (event,) = told.walk("VEVENT")
    assert (event["UID"], event["SEQUENCE"]) == ("TA-12345-6@telverde", 0)
    assert event["DTSTART"].params["TZID"] == "Europe/Bucharest"
    assert event["DTSTART"].dt == datetime(2026, 3, 27, 9, 0, tzinfo=ZONE)
    assert event["DTEND"].dt == datetime(2026, 3, 27, 9, 15, tzinfo=ZONE)
    assert [zone["TZID"] for zone in told.walk("VTIMEZONE")] == ["Europe/Bucharest"]
    assert event["ORGANIZER"] == f"mailto:{OURS}"
    assert event["ATTENDEE"] == f"mailto:{ANA}"


@pytest.mark.parametrize(("day", "hour"), [("2027-03-29", 6), ("2026-10-26", 7)])
def test_after_a_clock_change_nine_is_still_nine(shipped: Hotline, day: str, hour: int) -> None:
    """The day after each change: nine o'clock in Bucharest, as UTC tells it that day."""
    begins = f"{day}T{hour:02}:00:00+00:00"
    moved = APPOINTMENT | {"begins": begins, "ends": begins.replace(":00:00+", ":15:00+")}
    _, told = calendar(as_read(written(shipped, message(appointment=moved))))
    (event,) = told.walk("VEVENT")
    assert event["DTSTART"].dt.isoformat().startswith(f"{day}T09:00:00")
    assert event["DTSTART"].dt.astimezone(UTC) == datetime.fromisoformat(begins)


def test_a_cancellation_finds_the_entry_it_takes_away(shipped: Hotline) -> None:
    """The same UID, a higher SEQUENCE, METHOD CANCEL and STATUS CANCELLED."""
    gone = APPOINTMENT | {"sequence": 2, "method": "CANCEL"}
    part, told = calendar(as_read(written(shipped, message("mail.ticket.cancelled", appointment=gone))))
    (event,) = told.walk("VEVENT")
    assert (part["Content-Type"].params["method"], told["METHOD"]) == ("CANCEL", "CANCEL")
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == ("TA-12345-6@telverde", 2, "CANCELLED")


@dataclass
class Box:
    """What a server of mail did: it takes letters, or answers as it is told."""

    got: list[tuple[list[str], EmailMessage]] = field(default_factory=list)
    to_recipient: str = ""
    to_letter: str = ""
    logins: list[bytes] = field(default_factory=list)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.to_recipient:
            return self.to_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.to_letter.startswith(("4", "5")):
            return self.to_letter
        self.got.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
        if self.to_letter == "hang up":
            server.transport.abort()
        return "250 OK"


Serve = Callable[..., tuple[Box, str]]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Starts a server of mail on loopback; its box, and its address as SMTP_URL has it."""
    running: list[Controller] = []

    def start(scheme: str = "smtp", user: str = "", **answers: str) -> tuple[Box, str]:
        box = Box(**answers)

        def login(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
            box.logins.append(data.login)
            return AuthResult(success=(data.login, data.password) == (b"linia", b"p@ss"), handled=False)

        more: dict[str, Any] = {"auth_require_tls": False}
        if user:
            more |= {"authenticator": login, "auth_required": True}
        if scheme == "smtp+starttls":
            more |= {"tls_context": certificate(tmp_path), "require_starttls": True}
        kind = Controller
        if scheme == "smtps":
            more |= {"ssl_context": certificate(tmp_path)}
        server = kind(box, hostname="127.0.0.1", port=free_port(), **more)
        server.start()
        running.append(server)
        return box, f"{scheme}://{user and user + '@'}127.0.0.1:{server.port}"

    yield start
    for server in running:
        server.stop()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def certificate(folder: Path) -> ssl.SSLContext:
    key, cert = folder / "key.pem", folder / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(cert)],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, key)
    return context


def test_a_letter_arrives_whole(shipped: Hotline, serve: Serve) -> None:
    """What the server gets is what was written, Romanian letters and all."""
    box, url = serve()
    smtp(url, OURS).send(written(shipped))
    ((to, read),) = box.got
    assert to == [ANA]
    assert plain(read) == plain(as_read(written(shipped)))
    assert "vineri 27.03.2026, în intervalul" in plain(read)


def test_a_server_that_wants_a_name_gets_it(shipped: Hotline, serve: Serve) -> None:
    """User and password stand in SMTP_URL, percent-encoded where they must."""
    box, url = serve(user="linia:p%40ss")
    smtp(url, OURS).send(written(shipped))
    assert (len(box.got), box.logins) == (1, [b"linia"])


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
def test_a_letter_travels_encrypted_to_a_server_that_proves_itself(
    shipped: Hotline, serve: Serve, tmp_path: Path, scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A certificate somebody vouches for is believed, any other stops the letter before it leaves."""
    box, url = serve(scheme)
    with pytest.raises(NotTaken) as no:
        smtp(url, OURS).send(written(shipped))
    assert (no.value.permanent, box.got) == (False, [])
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    smtp(url, OURS).send(written(shipped))
    assert len(box.got) == 1


@pytest.mark.parametrize(
    ("answers", "why", "permanent"),
    [
        ({"to_recipient": "550 no such mailbox"}, "550", True),
        ({"to_recipient": "450 greylisted, come back"}, "450", False),
        ({"to_letter": "554 refused"}, "554", True),
        ({"to_letter": "452 full"}, "452", False),
    ],
)
def test_a_refusal_is_understood(
    shipped: Hotline, serve: Serve, answers: dict[str, str], why: str, permanent: bool
) -> None:
    """What begins with 5 is for ever, what begins with 4 may pass (RFC 5321, 4.2.1)."""
    _, url = serve(**answers)
    with pytest.raises(NotTaken) as no:
        smtp(url, OURS).send(written(shipped))
    assert (no.value.why, no.value.permanent) == (why, permanent)


def test_a_wrong_password_is_ours_to_mend(shipped: Hotline, serve: Serve) -> None:
    """The letter waits until somebody does."""
    _, url = serve(user="linia:wrong")
    with pytest.raises(NotTaken) as no:
        smtp(url, OURS).send(written(shipped))
    assert (no.value.why, no.value.permanent) == ("535", False)


def test_no_server_is_no_doubt(shipped: Hotline) -> None:
    """Nobody listens there: nothing was sent."""
    with pytest.raises(NotTaken) as no:
        smtp("smtp://127.0.0.1:1", OURS).send(written(shipped))
    assert not no.value.permanent


def test_a_line_that_breaks_leaves_a_doubt(shipped: Hotline, serve: Serve) -> None:
    """The server took the letter and was gone before it said so."""
    box, url = serve(to_letter="hang up")
    with pytest.raises(Unclear):
        smtp(url, OURS).send(written(shipped))
    assert len(box.got) == 1


def test_a_letter_in_doubt_comes_again_as_the_same_letter(
    build_house: Callable[..., House], serve: Serve
) -> None:
    """A server of mail cannot be asked: the letter is sent once more, and has the same Message-ID."""
    box, url = serve(to_letter="hang up")
    house = build_house(mail=smtp(url, OURS))
    with work(house.store) as unit:
        outbox.put(
            unit.conn, kind="mail.ticket.booked", channel="email", recipient=ANA, language="hu",
            values=VALUES, now=house.clock.now,
        )  # fmt: skip
    post = post_of(house.hotline)
    assert send(post, house.clock.now)
    assert rows(house.store, "SELECT status FROM messages") == [("sending",)]
    box.to_letter = ""
    house.clock.now += PAUSE_BEFORE_ASKING
    assert clear_up(post, house.clock.now)
    assert send(post, house.clock.now)
    assert rows(house.store, "SELECT status, attempts FROM messages") == [("sent", 2)]
    ids = {read["Message-ID"] for _, read in box.got}
    assert (len(box.got), len(ids)) == (2, 1)
    assert "Kék Jegy" in box.got[0][1]["Subject"]


def test_without_a_server_letters_lie_in_a_folder(shipped: Hotline, tmp_path: Path) -> None:
    """Newest first, whole, and found by their key; the same letter twice is one file."""
    mail: Mail = Folder(tmp_path / "post", OURS)
    assert not mail.has("k1")
    for _ in range(2):
        mail.send(written(shipped))
    assert mail.has("k1")
    ((at, read),) = letters(tmp_path / "post", 10)
    assert read["Subject"].startswith("Tichet Albastru")
    assert abs(datetime.now(UTC) - at) < timedelta(minutes=1)
    assert letters(tmp_path / "nowhere", 10) == []


def test_nobody_reads_half_a_letter(shipped: Hotline, tmp_path: Path) -> None:
    """While letters are being written, everyone that is seen is whole."""
    mail, ended = Folder(tmp_path, OURS), threading.Event()
    read: list[str] = []

    def look() -> None:
        while not ended.is_set():
            read.extend(plain(one) for _, one in letters(tmp_path, 50))

    looking = threading.Thread(target=look)
    looking.start()
    for _ in range(60):
        mail.send(written(shipped))
    ended.set()
    looking.join(10)
    assert set(read) <= {plain(as_read(written(shipped)))}
