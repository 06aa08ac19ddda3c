"""What keeps the line from answering, in plain words: settings, store, words, routing file, address, signature."""

import socket
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from app import open_directory, open_hotline
from settings import Settings, WrongSettings
from store import migrate
from web.hotline import Hotline

CANARY = {"CallSid": "CAcanary", "CallStatus": "completed", "CallDuration": "0"}


@dataclass(frozen=True)
class Finding:
    """What was looked at, whether it is well, and what to mend."""

    what: str
    is_well: bool
    said: str


def examine(read_settings: Callable[[], Settings], tell: Callable[[str], object]) -> int:
    """Tells each finding as it is made; how many things are to be mended."""
    to_mend = 0
    for finding in findings(read_settings):
        tell(f"{'ok  ' if finding.is_well else 'MEND'}  {finding.what}: {finding.said}")
        to_mend += not finding.is_well
    return to_mend


def findings(read_settings: Callable[[], Settings]) -> Iterator[Finding]:
    """Everything that is looked at, in the order in which it would be mended."""
    try:
        settings = read_settings()
        yield Finding("settings", True, "read")
        line = open_hotline(settings)
    except WrongSettings as wrong:
        yield Finding("settings", False, str(wrong))
        return
    yield Finding(
        "carrier", True, "Twilio" if line.has_real_carrier else "local: calls come from this machine only"
    )
    yield _routing_file(settings, line)
    yield Finding("words", True, ", ".join(line.words))
    yield _store(line)
    yield _port(settings)
    yield _address(line)
    yield _signature(line)


def _store(line: Hotline) -> Finding:
    try:
        revision = migrate.current(line.store)
    except Exception as error:
        why = str(error).splitlines()[0]
        return Finding("database", False, f"it cannot be reached ({why}); look at DATABASE_URL")
    if revision != migrate.newest():
        return Finding("database", False, f"it is at revision {revision}; run: telverde migrate")
    return Finding("database", True, f"reached, at revision {revision}")


def _routing_file(settings: Settings, line: Hotline) -> Finding:
    """What the line speaks, and whether the file that supervisors edit could be spoken as well."""
    on_line = (
        f"revision {line.routing.now.number}" if line.routing.now.number else "the file, not published yet"
    )
    held = f"{len(line.directory.institutions)} institutions, {len(line.directory.menu)} services"
    try:
        open_directory(settings)
    except WrongSettings as wrong:
        return Finding("routing file", False, f"{on_line} is on the line, since {wrong}")
    return Finding("routing file", True, f"{on_line} is on the line: {held}")


def _port(settings: Settings) -> Finding:
    """Whoever holds the port and is not the line keeps it from starting."""
    status = _answer(f"http://127.0.0.1:{settings.port}/healthz")
    if status == 200:
        return Finding("port", True, f"the line listens on {settings.port}")
    if not _is_taken(settings.port):
        return Finding("port", True, f"{settings.port} is free")
    other = settings.port % 65535 + 1
    said = (
        f"{settings.port} is taken by another program; start the line on another one: PORT={other} make run"
    )
    return Finding("port", False, said)


def _is_taken(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2):
            return True
    except OSError:
        return False


def _address(line: Hotline) -> Finding:
    """A carrier only reaches an address of the open internet, over TLS."""
    what = "public address"
    if line.has_real_carrier and not line.base_url.startswith("https://"):
        return Finding(what, False, "PUBLIC_BASE_URL must begin with https:// for a real carrier")
    status = _answer(line.base_url + "/healthz")
    if status != 200:
        return Finding(what, False, f"{line.base_url}/healthz answers {status}; is the line running there?")
    return Finding(what, True, f"{line.base_url} answers")


def _signature(line: Hotline) -> Finding:
    """A request signed as the carrier signs it is believed, one without a signature is not."""
    url = f"{line.base_url}/voice/status"
    signed = _answer(url, CANARY, line.carrier.sign(url, CANARY))
    unsigned = _answer(url, CANARY)
    if signed == 204 and unsigned == 403:
        return Finding("signature", True, "a signed request is believed, an unsigned one is refused")
    if signed == 403:
        said = (
            "our own signed request is refused; PUBLIC_BASE_URL must be exactly the address the carrier calls"
        )
        return Finding("signature", False, said)
    return Finding(
        "signature", False, f"a signed request gets {signed} (204 wanted), an unsigned one {unsigned} (403)"
    )


def _answer(url: str, form: dict[str, str] | None = None, signature: str = "") -> int | str:
    """The status of the answer, or why there is none."""
    headers = {"X-Twilio-Signature": signature} if signature else {}
    body = urlencode(form).encode() if form else None
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except (urllib.error.URLError, OSError) as error:
        return f"nothing ({getattr(error, 'reason', error)})"
