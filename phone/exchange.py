"""A call reaches the line: each request is signed, retried and redirected as the carrier does it."""

from __future__ import annotations

import http.client
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urldefrag, urlencode, urljoin, urlsplit

from phone.faults import BadAddress, TooManyRedirects, TwimlError, UnknownHost, Unreachable, Unretrievable

MOST_REDIRECTS = 10
MOST_BYTES = 64 * 1024
PATIENCE = 15.0

Sign = Callable[[str, Mapping[str, str]], str]


@dataclass(frozen=True)
class Answer:
    """What came back. `url` is where the document was found in the end, after redirects.

    `body` holds at most one byte more than 64 kB. A cookie the line takes back has an empty value.
    """

    status: int
    content_type: str
    body: bytes
    cookies: dict[str, str]
    location: str | None
    url: str = ""


@dataclass(frozen=True)
class Settings:
    """How patient one request is: Twilio's connection overrides, seconds instead of milliseconds."""

    connect: float = 5.0
    read: float = PATIENCE
    total: float = PATIENCE
    retries: int = 1
    retry_on: frozenset[str] = frozenset({"ct"})


@dataclass(frozen=True)
class _Ask:
    method: str
    url: str
    form: Mapping[str, str]
    cookies: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


class _Failed(Exception):
    """One attempt failed; `why` is a word of Twilio's retry policy, or 'cut' for half an answer."""

    def __init__(self, why: str, message: str) -> None:
        super().__init__(message)
        self.why = why


class Exchange:
    """The only way out of the phone. It connects to `connect` and to nothing else.

    `public` is the address the line has for the carrier; signatures are made over it (default: `connect`).
    `timeout` is the longest time in seconds that one request may take with all its retries.
    """

    def __init__(self, connect: str, public: str | None, sign: Sign, timeout: float = PATIENCE) -> None:
        self.connect = _base(connect)
        self.public = _base(public or connect)
        self._sign = sign
        self._timeout = timeout

    def post(
        self,
        url: str,
        form: Mapping[str, str],
        cookies: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """The answer to a POST, after retries and redirects. Raises a TwimlError when there is none."""
        return self._ask(_Ask("POST", url, form, cookies or {}, headers or {}))

    def get(
        self,
        url: str,
        form: Mapping[str, str],
        cookies: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """The same for a GET: the parameters travel in the query and are signed as part of the URL."""
        return self._ask(_Ask("GET", url, form, cookies or {}, headers or {}))

    def resolved(self, reference: str, document: str = "") -> str:
        """Where a reference in a document leads, as the carrier sees it: relative to that document."""
        return urljoin(document or self.public + "/", reference)

    # Twilio follows at most ten redirects (error 11215). It follows them with GET and without the form,
    # so Digits and everything else that was posted is lost on the way.
    def _ask(self, ask: _Ask) -> Answer:
        token = {"I-Twilio-Idempotency-Token": secrets.token_hex(16)}
        ask = replace(ask, url=self.resolved(ask.url), headers={**token, **ask.headers})
        cookies: dict[str, str] = {}
        for _ in range(MOST_REDIRECTS + 1):
            answer = self._patiently(ask)
            cookies.update(answer.cookies)
            if answer.location is None or not 300 <= answer.status < 400:
                return replace(answer, cookies=cookies)
            kept = {**ask.cookies, **answer.cookies}
            ask = _Ask("GET", urljoin(answer.url, answer.location), {}, kept, ask.headers)
        raise TooManyRedirects(f"more than {MOST_REDIRECTS} redirects", url=ask.url)

    # Twilio tries once more when no connection could be made (rc=1, rp=ct) unless the fragment of the URL
    # says otherwise. Every attempt carries the same idempotency token. Half an answer is never retried.
    def _patiently(self, ask: _Ask) -> Answer:
        address, fragment = urldefrag(ask.url)
        settings = settings_of(fragment, address, self._timeout)
        ends = time.monotonic() + settings.total
        tried = 0
        while True:
            try:
                return self._once(replace(ask, url=address), settings, ends)
            except _Failed as failed:
                tried += 1
                if not _again(failed.why, tried, settings, ends):
                    raise _fault(failed, address) from failed

    def _once(self, ask: _Ask, settings: Settings, ends: float) -> Answer:
        target = self._target(ask)
        body = urlencode(ask.form) if ask.method == "POST" else None
        connection = _connected(self.connect, ask.url, settings, ends)
        try:
            connection.request(ask.method, target, body=body, headers=self._headers(ask, target))
            answer = _received(connection.getresponse(), ask.url)
        except TimeoutError as late:
            raise _Failed("rt", "the line did not answer in time") from late
        except (OSError, http.client.HTTPException, UnicodeError) as broken:
            raise _Failed("cut", f"the line broke off: {broken}") from broken
        finally:
            connection.close()
        return _unless_an_error(answer)

    def _target(self, ask: _Ask) -> str:
        parts = urlsplit(ask.url)
        if _origin(ask.url) not in (_origin(self.public), _origin(self.connect)):
            raise UnknownHost(f"{parts.netloc} is not the line's own address", url=ask.url)
        query = "&".join(part for part in (parts.query, _query(ask)) if part)
        return (parts.path or "/") + (f"?{query}" if query else "")

    # Signed: the whole public URL with its query, without fragment and without user:password; and for voice
    # over HTTPS without a port. A POST adds its parameters, a GET has them in the URL already.
    def _headers(self, ask: _Ask, target: str) -> dict[str, str]:
        form = ask.form if ask.method == "POST" else {}
        signed = {"X-Twilio-Signature": self._sign(_signed_base(self.public) + target, form)}
        if ask.method == "POST":
            signed["Content-Type"] = "application/x-www-form-urlencoded"
        if ask.cookies:
            signed["Cookie"] = "; ".join(f"{name}={value}" for name, value in ask.cookies.items())
        return {"User-Agent": "TwilioProxy/1.1", "Accept": "*/*", **signed, **ask.headers}


# ct, rt and tt are milliseconds with a floor of 100, rc is 0-5, rp a list of words.
def settings_of(fragment: str, url: str, timeout: float = PATIENCE) -> Settings:
    """The connection overrides behind the '#' of a URL. Raises BadAddress for a value out of range."""
    said = dict(parse_qsl(fragment, keep_blank_values=True)) if "=" in fragment else {}
    policy = frozenset(said.get("rp", "ct").split(","))
    if unknown := policy - {"4xx", "5xx", "ct", "rt", "all"}:
        raise BadAddress(f"unknown retry policy {', '.join(sorted(unknown))}", url=url)
    return Settings(
        connect=min(_within(said, "ct", (100, 10_000), 5_000, url) / 1000, timeout),
        read=min(_within(said, "rt", (100, 15_000), 15_000, url) / 1000, timeout),
        total=min(_within(said, "tt", (100, 15_000), 15_000, url) / 1000, timeout),
        retries=_within(said, "rc", (0, 5), 1, url),
        retry_on=policy,
    )


def _within(said: Mapping[str, str], key: str, bounds: tuple[int, int], default: int, url: str) -> int:
    text = said.get(key, str(default))
    if not text.isdecimal() or not bounds[0] <= int(text) <= bounds[1]:
        raise BadAddress(f"{key}={text} is not between {bounds[0]} and {bounds[1]}", url=url)
    return int(text)


def _again(why: str, tried: int, settings: Settings, ends: float) -> bool:
    wanted = why != "cut" and bool({why, "all"} & settings.retry_on)
    return wanted and tried <= settings.retries and time.monotonic() < ends


def _fault(failed: _Failed, url: str) -> TwimlError:
    return (Unreachable if failed.why == "ct" else Unretrievable)(str(failed), url=url)


def _connected(base: str, url: str, settings: Settings, ends: float) -> http.client.HTTPConnection:
    scheme, host, port = _origin(base)
    kind = http.client.HTTPSConnection if scheme == "https" else http.client.HTTPConnection
    connection = kind(host, port, timeout=_left(settings.connect, ends))
    try:
        connection.connect()
    except OSError as closed:
        raise _Failed("ct", f"no connection to the line: {closed}") from closed
    connection.sock.settimeout(_left(settings.read, ends))
    return connection


def _left(wanted: float, ends: float) -> float:
    return max(0.05, min(wanted, ends - time.monotonic()))


def _received(response: http.client.HTTPResponse, url: str) -> Answer:
    return Answer(
        status=response.status,
        content_type=response.getheader("Content-Type") or "",
        body=_body(response),
        cookies=_cookies(response.headers.get_all("Set-Cookie") or []),
        location=response.getheader("Location"),
        url=url,
    )


def _body(response: http.client.HTTPResponse) -> bytes:
    body = response.read(MOST_BYTES + 1)
    if response.length and len(body) <= MOST_BYTES:
        raise http.client.IncompleteRead(body, response.length)
    return body


def _unless_an_error(answer: Answer) -> Answer:
    if answer.status >= 400:
        raise _Failed(f"{answer.status // 100}xx", f"the line answered {answer.status}")
    return answer


def _cookies(headers: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for header in headers:
        jar: SimpleCookie = SimpleCookie()
        try:
            jar.load(header)
        except CookieError:
            continue
        found.update({name: "" if crumb["max-age"] == "0" else crumb.value for name, crumb in jar.items()})
    return found


def _query(ask: _Ask) -> str:
    return urlencode(ask.form) if ask.method == "GET" else ""


def _base(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ValueError(f"{address!r} is not a base address such as http://127.0.0.1:8000")
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _origin(url: str) -> tuple[str, str, int]:
    parts = urlsplit(url)
    try:
        port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    except (KeyError, ValueError) as wrong:
        raise BadAddress("not an http address", url=url) from wrong
    return parts.scheme, parts.hostname or "", port


def _signed_base(public: str) -> str:
    scheme, host, _ = _origin(public)
    return f"https://{host}" if scheme == "https" else public
