"""An e-mail leaves the house: by SMTP, or into a folder where there is no server."""

import smtplib
import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from office.messages import NotTaken, Unclear

NOBODY = "linia@telverde.example"
PATIENCE = 20.0  # seconds for one answer of the server; far below the worker's lease
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
LOGIN = (530, 534, 535)  # ours to mend, so the letter waits


class Mail(Protocol):
    """Where letters are handed over."""

    @property
    def sender(self) -> str:
        """The address they come from."""

    def send(self, letter: EmailMessage) -> None:
        """Hands the letter over. Raises office.messages.NotTaken or Unclear, as a carrier does."""

    def has(self, key: str) -> bool:
        """Whether the letter with this key was certainly taken; a server that cannot be asked says no."""


@dataclass(frozen=True)
class Smtp:
    """A mail server. `security` is smtp, smtp+starttls or smtps."""

    sender: str
    security: str
    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)

    def send(self, letter: EmailMessage) -> None:
        try:
            server = self._connected()
        except (OSError, smtplib.SMTPException) as error:
            raise NotTaken(_why(error)) from None
        try:
            server.send_message(letter)
        except smtplib.SMTPRecipientsRefused as error:
            raise _refused(next(iter(error.recipients.values()))[0]) from None
        except smtplib.SMTPResponseException as error:
            raise _refused(error.smtp_code) from None
        except (OSError, smtplib.SMTPException) as error:  # the line broke: before the last dot, or behind it
            raise Unclear(_why(error)) from None
        finally:
            server.close()

    # A server of mail keeps no list. The letter has the same Message-ID every time, by which many of them, and most
    # programs people read mail with, know it again; one that comes twice is better than one that never comes.
    def has(self, key: str) -> bool:
        return False

    def _connected(self) -> smtplib.SMTP:
        proven = ssl.create_default_context()  # the library's own would believe any certificate
        if self.security == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=PATIENCE, context=proven)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=PATIENCE)
        try:
            if self.security == "smtp+starttls":
                server.starttls(context=proven)
            if self.user:
                server.login(self.user, self.password)
        except BaseException:
            server.close()
            raise
        return server


@dataclass(frozen=True)
class Folder:
    """Letters as files, for a line without a server: what would have been sent can be read in `folder`."""

    folder: Path
    sender: str = NOBODY

    def send(self, letter: EmailMessage) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        new = self._file(_key(letter)).with_suffix(".new")
        new.write_bytes(letter.as_bytes())
        new.rename(self._file(_key(letter)))  # nobody reads half a letter

    def has(self, key: str) -> bool:
        return self._file(key).exists()

    def _file(self, key: str) -> Path:
        return self.folder / f"{key}.eml"


def smtp(url: str, sender: str) -> Smtp:
    """The server at smtp://, smtp+starttls:// or smtps://[user:password@]host[:port]."""
    parts = urlsplit(url)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Smtp(sender, parts.scheme, parts.hostname or "", parts.port or PORTS[parts.scheme], user, password)


def letters(folder: Path, at_most: int) -> list[tuple[datetime, EmailMessage]]:
    """The latest letters in a folder, newest first, with the moment (UTC) they were put there."""
    dated = [(file.stat().st_mtime, file) for file in folder.glob("*.eml")]
    return [
        (datetime.fromtimestamp(at, UTC), _read(file)) for at, file in sorted(dated, reverse=True)[:at_most]
    ]


def _read(file: Path) -> EmailMessage:
    return message_from_bytes(file.read_bytes(), policy=policy.default)


def _key(letter: EmailMessage) -> str:
    """The key of the message, which its Message-ID begins with (post/letters.py)."""
    return str(letter["Message-ID"]).strip("<>").partition("@")[0]


def _refused(code: int) -> NotTaken:
    return NotTaken(str(code), permanent=500 <= code < 600 and code not in LOGIN)


def _why(error: Exception) -> str:
    code = getattr(error, "smtp_code", None)
    return str(code) if code else type(error).__name__
