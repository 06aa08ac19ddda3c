"""A letter a citizen reads on any screen: plain text and HTML, its appointment and its papers with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from html import escape
from zoneinfo import ZoneInfo

from office.messages import Message
from post.calendar import Appointment, invitation
from words.catalogue import Catalogue

APPOINTMENT = "appointment"  # among the values: uid, sequence, begins, ends (ISO 8601), method
_HTML = """<!doctype html>
<html lang="{language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{subject}</title></head>
<body style="font: 1.05rem/1.5 sans-serif; color: #1a1a1a; background: #fff; max-width: 38rem; margin: 1rem">
{paragraphs}
<p style="border-top: 1px solid #767676; padding-top: .6rem; color: #404040">{foot}</p>
</body>
</html>
"""


@dataclass(frozen=True)
class Enclosure:
    """A paper that goes along, such as a PDF."""

    name: str
    kind: str  # "application/pdf"
    content: bytes


@dataclass(frozen=True)
class Writer:
    """Who writes: the address, the name of the office by language, the number of the line (E.164), its time zone."""

    address: str
    office: Mapping[str, str]
    line: str
    zone: ZoneInfo


def letter(
    message: Message,
    catalogue: Catalogue,
    writer: Writer,
    now: datetime,
    enclosures: Sequence[Enclosure] = (),
) -> EmailMessage:
    """The e-mail of a message, ready to be sent: its sentences are `<kind>.subject` and `<kind>.text`.

    Written twice it is the same letter, with the same Message-ID. Raises LookupError or ValueError for values that
    do not fit the sentences.
    """
    values = {**message.values, "office": writer.office, "line": writer.line}
    office = catalogue.text("mail.office", values)
    subject = catalogue.text(f"{message.kind}.subject", values)
    text = [catalogue.text("mail.greeting"), *catalogue.text(f"{message.kind}.text", values).split("\n\n")]
    foot = catalogue.text("mail.foot", values)
    made = EmailMessage(policy=SMTP)
    made["From"] = formataddr((office, writer.address))
    made["To"] = message.recipient
    made["Subject"] = subject
    made["Date"] = format_datetime(now)
    made["Message-ID"] = f"<{message.key}@{writer.address.rpartition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
    made.set_content("\n\n".join((*text, f"-- \n{foot}")) + "\n")
    made.add_alternative(_html(catalogue.code, subject, text, foot), subtype="html")
    if APPOINTMENT in message.values:
        _enclose_appointment(made, message, writer, office, subject, "\n\n".join(text[1:]), now)
    for one in enclosures:
        main, _, sub = one.kind.partition("/")
        made.add_attachment(one.content, maintype=main, subtype=sub, filename=one.name)
    made["Content-Language"] = catalogue.code  # at last: before, it would go down into the first part
    return made


def _html(language: str, subject: str, text: Sequence[str], foot: str) -> str:
    paragraphs = "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in text)
    return _HTML.format(language=language, subject=escape(subject), paragraphs=paragraphs, foot=escape(foot))


def _enclose_appointment(
    made: EmailMessage, message: Message, writer: Writer, office: str, subject: str, text: str, now: datetime
) -> None:
    told = message.values[APPOINTMENT]
    assert isinstance(told, Mapping)
    one = Appointment(
        uid=told["uid"],
        sequence=int(told["sequence"]),
        begins=datetime.fromisoformat(told["begins"]),
        ends=datetime.fromisoformat(told["ends"]),
        summary=subject,
        description=text,
        organiser=writer.address,
        office=office,
        guest=message.recipient,
    )
    made.add_attachment(
        invitation(one, told["method"], writer.zone, now).decode(),
        subtype="calendar",
        filename="programare.ics",
        params={"method": told["method"]},
    )
