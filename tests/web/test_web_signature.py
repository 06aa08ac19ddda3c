"""Only the telephone company speaks for a caller: everything else is 403, whatever it looks like."""

import http.client
import random
import shutil
import socket
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from conftest_gunicorn import SIGNATURE, Answer, Request
from hypothesis import example, given, settings
from hypothesis import strategies as st
from twilio.request_validator import HMAC_SHA1, HMAC_SHA256, RequestValidator, get_signature_algorithm

from carrier.signature import Signature
from carrier.twilio import twilio_carrier

SETTINGS = "X-Twilio-Webhooks-Signature-Settings"
FORM = {"CallSid": "CA" + "1" * 32, "From": "+40722000111", "To": "+40800000000", "Digits": "1"}
PATHS = ["/voice", "/voice/1?l=ro", "/voice/status", "/voice/fallback"]
ENCODED = "application/x-www-form-urlencoded"


@pytest.fixture
def store_url(sqlite_template: Path, tmp_path: Path) -> str:
    """One kind of store is enough: no signature depends on it."""
    shutil.copy(sqlite_template, tmp_path / "store.db")
    return f"sqlite:///{tmp_path / 'store.db'}"


def ask(
    house: Any, method: str, target: str, headers: Mapping[str, str] | None = None, body: bytes | str = b""
) -> Answer:
    """One request over HTTP, as it stands."""
    connection = http.client.HTTPConnection(house.address.removeprefix("http://"), timeout=15)
    try:
        connection.request(method, target, body or None, dict(headers or {}))
        got = connection.getresponse()
        return Answer(got.status, got.getheader("Content-Type") or "", got.read())
    finally:
        connection.close()


def posted(house: Any, target: str, form: Mapping[str, str], signature: str | None, **headers: str) -> Answer:
    signed = {} if signature is None else {SIGNATURE: signature}
    return ask(house, "POST", target, {"Content-Type": ENCODED, **signed, **headers}, urlencode(form))


def right(house: Any, target: str, form: Mapping[str, str] = FORM) -> str:
    signature: str = house.hotline.carrier.sign(house.hotline.base_url + target, form)
    return signature


WRONG: dict[str, Callable[[str], str | None]] = {
    "missing": lambda right: None,
    "empty": lambda right: "",
    "wrong": lambda right: "L/OH5YylLD5NRKLltdqwSvS0BnU=",
    "truncated": lambda right: right[:-4],
    "prolonged": lambda right: right + "=",
    "other case": lambda right: right.swapcase(),
    "not base64": lambda right: "șțăîâ".encode().decode("latin-1"),
    "a word": lambda right: "null",
    "huge": lambda right: "A" * 8000,
}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("kind", WRONG)
def test_a_signature_that_is_not_one_is_refused(house: Any, path: str, kind: str) -> None:
    """Missing, wrong, cut off, grown, in other letters: 403, and the right one is accepted."""
    assert posted(house, path, FORM, WRONG[kind](right(house, path))).status == 403
    assert posted(house, path, FORM, right(house, path)).status in (200, 204)


@pytest.mark.parametrize("path", PATHS)
def test_a_signature_for_something_else_is_refused(house: Any, path: str) -> None:
    """A right signature of another path, another query, another value, one parameter more or less."""
    there = path + ("&" if "?" in path else "?") + "x=1"
    assert posted(house, there, FORM, right(house, path)).status == 403
    assert posted(house, path, FORM, right(house, there)).status == 403
    assert posted(house, path, FORM, right(house, "/voice/9")).status == 403
    assert posted(house, path, {**FORM, "Digits": "2"}, right(house, path)).status == 403
    assert posted(house, path, {**FORM, "Extra": ""}, right(house, path)).status == 403
    fewer = {name: value for name, value in FORM.items() if name != "Digits"}
    assert posted(house, path, fewer, right(house, path)).status == 403


def test_what_is_strange_is_refused_and_never_an_error(house: Any) -> None:
    """Odd headers, bodies and methods without a signature: 4xx, never 500 and never a turn."""
    multipart = b'--b\r\nContent-Disposition: form-data; name="CallSid"\r\n\r\nCA1\r\n--b--\r\n'
    strange: list[tuple[str, dict[str, str], bytes]] = [
        ("empty body", {"Content-Type": ENCODED}, b""),
        ("no content type", {}, b"CallSid=CA1"),
        ("broken escapes", {"Content-Type": ENCODED}, b"CallSid=%ZZ%&=&==&%00=%FF%FE"),
        ("raw bytes", {"Content-Type": ENCODED}, bytes(range(1, 256))),
        ("duplicates", {"Content-Type": ENCODED}, b"Digits=1&Digits=2&Digits=3"),
        ("many", {"Content-Type": ENCODED}, b"&".join(b"p%d=1" % n for n in range(5000))),
        ("multipart", {"Content-Type": "multipart/form-data; boundary=b"}, multipart),
        ("multipart without boundary", {"Content-Type": "multipart/form-data"}, multipart),
        ("multipart cut off", {"Content-Type": "multipart/form-data; boundary=b"}, multipart[:30]),
        ("json", {"Content-Type": "application/json"}, b'{"CallSid": "CA1"'),
        ("charset", {"Content-Type": ENCODED + "; charset=nothing-known"}, b"CallSid=CA1"),
        ("bytes in the header", {"Content-Type": ENCODED, SIGNATURE: "\xc8\x99\xff\x80"}, b"CallSid=CA1"),
        (
            "settings",
            {"Content-Type": ENCODED, SIGNATURE: "x", SETTINGS: "algorithm=HMAC_MD5,=,,key"},
            b"CallSid=CA1",
        ),
        (
            "settings again",
            {"Content-Type": ENCODED, SIGNATURE: "x", SETTINGS: "\xff=\xfe" * 500},
            b"CallSid=CA1",
        ),
        (
            "proxy",
            {
                "Content-Type": ENCODED,
                "X-Forwarded-Proto": "ftp",
                "X-Forwarded-Host": "[::1",
                "Forwarded": ";;",
            },
            b"",
        ),
    ]
    for path in PATHS:
        for name, headers, body in strange:
            assert ask(house, "POST", path, headers, body).status == 403, (path, name)
    for method, target, status in (
        ("GET", "/voice?CallSid=CA1&From=%2B40722000111", 403),
        ("GET", "/voice/1?%FF%FE=%00&Digits=%E4", 403),
        ("GET", "/voice/fallback?" + "a" * 6000, 403),
        ("HEAD", "/voice", 403),
        ("PUT", "/voice", 405),
        ("DELETE", "/voice/1", 405),
        ("POST", "/voice/-1", 404),
        ("POST", "/voice/x", 404),
        ("POST", "/voice/" + "9" * 400, 403),
    ):
        assert ask(house, method, target).status == status, (method, target)
    with house.store.connect() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM turns").scalar() == 0


@pytest.mark.parametrize("size", [63 * 1024, 65 * 1024, 2 * 1024 * 1024])
def test_a_huge_body_is_refused(house: Any, size: int) -> None:
    """More than a webhook can ever hold is refused unread (413), less without a signature as usual (403)."""
    body = b"CallSid=CA1&Digits=" + b"1" * size
    try:
        status = ask(house, "POST", "/voice", {"Content-Type": ENCODED, SIGNATURE: "x"}, body).status
    except (BrokenPipeError, ConnectionResetError):
        status = 413  # the answer came, and the rest of the body was not waited for
    assert status in ((403,) if size < 64 * 1024 else (403, 413))


@pytest.mark.parametrize(
    "target", ["http://evil.example/voice", "http://evil.example:99999/voice/1", "*", "voice"]
)
def test_an_address_in_the_place_of_a_path_is_refused(house: Any, target: str) -> None:
    """A request line with a whole address, right or broken, or with no path at all, is no error of ours."""
    host, _, port = house.address.removeprefix("http://").partition(":")
    line = f"POST {target} HTTP/1.1\r\nHost: x\r\n{SIGNATURE}: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    with socket.create_connection((host, int(port)), 15) as connection:
        connection.sendall(line.encode())
        status = int(connection.makefile("rb").readline().split()[1])
    assert status in (400, 403, 404)


def test_a_signed_request_in_any_dress_is_answered(house: Any) -> None:
    """Engines send a GET with a query, a multipart form, a trailing slash, or turn 0: 200, no redirect."""
    query = "/voice?" + urlencode({**FORM, "CallSid": "CA-get"})
    assert ask(house, "GET", query, {SIGNATURE: right(house, query, {})}).status == 200
    form = {**FORM, "CallSid": "CA-multipart", "SpeechResult": "  vreau să știu stadiul  "}
    parts = "".join(
        f'--b\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in form.items()
    )
    headers = {SIGNATURE: right(house, "/voice", form), "Content-Type": "multipart/form-data; boundary=b"}
    assert ask(house, "POST", "/voice", headers, (parts + "--b--\r\n").encode()).status == 200
    for path in ("/voice/", "/voice/0", "/voice/0/", "/voice/1/"):
        assert posted(house, path, FORM, right(house, path)).status == 200, path


def test_white_space_and_letters_of_values_are_signed_as_they_came(house: Any) -> None:
    """Nothing is trimmed, folded or joined before the signature is checked."""
    for value in (" 1", "1 ", "\t", "a\r\nb", "a+b", "ăâîșț ĂÂÎȘȚ", "100%", "&=?", "😀", "ș", "\x00", ""):
        form = {**FORM, "CallSid": f"CA{abs(hash(value))}", "SpeechResult": value}
        assert posted(house, "/voice/1?l=ro", form, right(house, "/voice/1?l=ro", form)).status == 200, repr(
            value
        )


def test_the_vector_of_the_documentation() -> None:
    """The known answer of Twilio's documentation (facts/twilio.md)."""
    url = "https://example.com/myapp.php?foo=1&bar=2"
    form = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+14158675310",
        "Digits": "1234",
        "From": "+14158675310",
        "To": "+18005551212",
    }
    known = "L/OH5YylLD5NRKLltdqwSvS0BnU="
    carrier = twilio_carrier("12345")
    assert carrier.sign(url, form) == known
    assert carrier.verify(url, form, known, "")
    assert not carrier.verify(url, {**form, "Digits": "1235"}, known, "")


LETTERS = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("ăâîșțĂÂÎȘȚ +%&=\r\n\t"), max_size=20
)
FORMS = st.dictionaries(LETTERS, LETTERS, max_size=8)
ADDRESSES = st.builds(
    "{}://{}{}{}{}".format,
    st.sampled_from(["http", "https"]),
    st.sampled_from(["example.ro", "line.example.ro", "127.0.0.1"]),
    st.sampled_from(["", ":80", ":443", ":8000", ":8443"]),
    st.sampled_from(["/voice", "/voice/3", "/telverde/voice/12", "/"]),
    st.sampled_from(["", "?l=ro", "?l=hu&sorry=2", "?From=%2B40722&x=%C8%99", "?a=b?c=d", "?="]),
)
ALGORITHMS = st.sampled_from(
    [(HMAC_SHA1, ""), (HMAC_SHA256, "key=webhooks_sharedkey_1,algorithm=HMAC_SHA256")]
)


@given(
    url=ADDRESSES,
    form=FORMS,
    algorithm=ALGORITHMS,
    token=st.text("0123456789abcdef", min_size=1, max_size=32),
)
@settings(max_examples=300, deadline=None)
def test_our_signature_is_the_librarys(
    url: str, form: dict[str, str], algorithm: tuple[str, str], token: str
) -> None:
    """Signing and believing agree with twilio's RequestValidator, for both algorithms, with and without a port."""
    name, header = algorithm
    library, ours = RequestValidator(token), Signature((token,))
    assert ours.sign(url, form, name) == library.compute_signature(url, form, name)
    for written in (url, without_port(url), with_port(url)):
        signature = library.compute_signature(written, form, name)
        assert (
            ours.verify(url, form, signature, header) == library.validate(url, form, signature, name) is True
        )
    broken = library.compute_signature(url + "x", form, name)
    assert ours.verify(url, form, broken, header) == library.validate(url, form, broken, name) is False


def without_port(url: str) -> str:
    parts = urlsplit(url)
    return parts._replace(netloc=parts.hostname or "").geturl()


def with_port(url: str) -> str:
    parts = urlsplit(url)
    return parts._replace(
        netloc=f"{parts.hostname}:{parts.port or {'http': 80, 'https': 443}[parts.scheme]}"
    ).geturl()


@given(header=st.text(max_size=60))
@example("")
@example("key=a,algorithm=HMAC_SHA256")
@example(" algorithm = hmac_sha256 ,key=b")
@example("algorithm=")
@example("algorithm=HMAC_SHA512")
@settings(deadline=None)
def test_the_settings_header_is_read_as_the_library_reads_it(header: str) -> None:
    """Which algorithm a header names, and that an unknown one is refused."""
    library, ours = RequestValidator("12345"), Signature(("12345",))
    for name in (HMAC_SHA1, HMAC_SHA256):
        signature = library.compute_signature("https://example.ro/voice", FORM, name)
        believed = library.validate(
            "https://example.ro/voice", FORM, signature, get_signature_algorithm(header)
        )
        assert ours.verify("https://example.ro/voice", FORM, signature, header) == believed


def answered(house: Any, base: str, token: str, path: str = "/voice", **headers: str) -> int:
    """What a request gets that Twilio signs with this token over this address."""
    algorithm = get_signature_algorithm(headers.get(SETTINGS, ""))
    signature = RequestValidator(token).compute_signature(base + path, FORM, algorithm)
    return posted(house, path, FORM, signature, **headers).status


def test_a_shared_key_signs_with_sha_256(build_house: Callable[..., Any]) -> None:
    """The header names the algorithm; the same signature without it, or an unknown algorithm, is refused."""
    house = build_house(base_url="https://example.ro", carrier=twilio_carrier("shared"))
    known = {SETTINGS: "key=webhooks_sharedkey_1,algorithm=HMAC_SHA256"}
    assert answered(house, "https://example.ro", "shared", **known) == 200
    signature = RequestValidator("shared").compute_signature("https://example.ro/voice", FORM, HMAC_SHA256)
    assert posted(house, "/voice", FORM, signature).status == 403
    assert posted(house, "/voice", FORM, signature, **{SETTINGS: "algorithm=HMAC_SHA512"}).status == 403


def test_while_tokens_change_both_are_believed_and_the_first_signs(build_house: Callable[..., Any]) -> None:
    """The primary and the secondary token are accepted, a third is not; we sign with the primary."""
    carrier = twilio_carrier("primary", "secondary")
    house = build_house(base_url="https://example.ro", carrier=carrier)
    tokens = ("primary", "secondary", "third", "")
    assert [answered(house, "https://example.ro", token) for token in tokens] == [200, 200, 403, 403]
    assert carrier.sign("https://example.ro/voice", FORM) == RequestValidator("primary").compute_signature(
        "https://example.ro/voice", FORM
    )
    alone = build_house(base_url="https://example.ro", carrier=twilio_carrier("primary"))
    assert [answered(alone, "https://example.ro", token) for token in tokens] == [200, 403, 403, 403]


@pytest.mark.parametrize(
    ("base_url", "signed_over", "status"),
    [
        ("https://example.ro", "https://example.ro", 200),
        ("https://example.ro", "https://example.ro:443", 200),
        ("https://example.ro:8443", "https://example.ro", 200),  # Twilio drops the port for voice over HTTPS
        ("https://example.ro:8443", "https://example.ro:8443", 200),
        ("http://example.ro:8000", "http://example.ro:8000", 200),
        ("http://example.ro", "http://example.ro:80", 200),
        ("https://someone:word@example.ro", "https://example.ro", 200),  # Twilio drops user and password
        ("https://example.ro", "http://example.ro", 403),
        ("https://example.ro", "https://example.ro:444", 403),
        ("https://example.ro", "https://other.ro", 403),
        ("https://example.ro/telverde", "https://example.ro", 403),
        ("https://example.ro/telverde", "https://example.ro/telverde", 200),
    ],
)
def test_the_signature_is_over_the_public_address(
    build_house: Callable[..., Any], base_url: str, signed_over: str, status: int
) -> None:
    """Behind a proxy that ends TLS, the configured address counts, with Twilio's freedom about ports."""
    house = build_house(base_url=base_url, carrier=twilio_carrier("token"))
    assert answered(house, signed_over, "token") == status


def test_what_the_request_says_about_itself_neither_helps_nor_hurts(build_house: Callable[..., Any]) -> None:
    """Forged Host and X-Forwarded headers change nothing, for the right signature and for one over the forged host."""
    house = build_house(base_url="https://example.ro", carrier=twilio_carrier("token"))
    forged = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http"}
    assert answered(house, "https://example.ro", "token", **forged) == 200
    assert answered(house, "https://evil.example", "token", **forged) == 403
    assert answered(house, "http://evil.example", "token", **forged) == 403


@pytest.mark.parametrize("base_url", ["https://example.ro/telverde", "https://example.ro"])
def test_a_line_below_another_sites_address_is_led_back_to_itself(
    build_house: Callable[..., Any], base_url: str
) -> None:
    """Through a proxy that takes the prefix off, every address in every document stays below it."""
    house = build_house(base_url=base_url, carrier=twilio_carrier("token"))
    path, seen = "/voice", []
    for heard in ({}, {"Digits": "1"}, {"Digits": ""}, {"Digits": "*"}):
        answer = through_the_proxy(house, base_url + path, {**FORM, **heard})
        seen.append(urljoin(base_url + path, answer.action))
        path = seen[-1].removeprefix(base_url)
    fallback = through_the_proxy(house, base_url + "/voice/fallback", FORM)
    seen.append(urljoin(base_url + "/voice/fallback", fallback.action))
    assert [one.startswith(base_url + "/voice") for one in seen] == [True] * 5, seen


def through_the_proxy(house: Any, url: str, form: Mapping[str, str]) -> Answer:
    """A request to a public address, which arrives without its prefix."""
    target = url.removeprefix(house.hotline.base_url)
    signature = RequestValidator("token").compute_signature(url, form)
    headers = {SIGNATURE: signature, "Content-Type": ENCODED}
    answer = Request(house.address, target, urlencode(form).encode(), headers).send()
    assert answer.status == 200, url
    return answer


def test_noise_never_gets_through(house: Any) -> None:
    """Two hundred random signatures in front of one right one: all refused, and the right one still accepted."""
    chance = random.Random(1)
    for _ in range(200):
        made_up = "".join(chance.choice("ABCDEFGHabcdefgh0123456789+/") for _ in range(27)) + "="
        assert posted(house, "/voice", FORM, made_up).status == 403
    assert posted(house, "/voice", FORM, right(house, "/voice")).status == 200
