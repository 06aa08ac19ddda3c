"""What leaves the phone: parameters, signatures, retries, redirects, cookies."""

import socket
import threading

import pytest

from phone.exchange import Exchange, settings_of
from phone.faults import BadAddress, TooManyRedirects, UnknownHost, Unreachable, Unretrievable


def a_dead_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_the_first_request_has_the_standard_parameters(hotline):
    """The hotline is told who calls whom, and that it rings."""
    hotline.says("/voice", "<Say>Bună</Say>")
    hotline.line().dial()
    asked = hotline.to("/voice")[0]
    assert asked.method == "POST"
    assert asked.headers["content-type"] == "application/x-www-form-urlencoded"
    expected = {
        "CallSid": "CA" + "1" * 32,
        "AccountSid": "AC" + "0" * 32,
        "From": "+40722000111",
        "Caller": "+40722000111",
        "To": "+40800123456",
        "Called": "+40800123456",
        "CallStatus": "ringing",
        "ApiVersion": "2010-04-01",
        "Direction": "inbound",
        "FromCountry": "RO",
        "CallerCountry": "RO",
        "CalledCountry": "RO",
        "ToCountry": "RO",
        "FromCity": "",
    }
    assert {name: asked.form.get(name) for name in expected} == expected


def test_a_withheld_number_is_anonymous(hotline):
    """Nobody learns a number that was withheld."""
    hotline.says("/voice", "")
    hotline.line(caller=None).dial()
    form = hotline.to("/voice")[0].form
    assert (form["From"], form["Caller"], form["FromCountry"]) == ("anonymous", "anonymous", "")


def test_after_the_first_request_the_call_is_in_progress(hotline):
    """Only the first request rings."""
    hotline.says("/voice", "<Redirect>/next</Redirect>")
    hotline.says("/next", "")
    hotline.line().dial()
    assert hotline.to("/next")[0].form["CallStatus"] == "in-progress"


def test_a_made_call_sid_looks_like_the_carriers(hotline):
    """Two calls have two ids of CA and 32 hex digits."""
    one, two = hotline.line(sid=None).sid, hotline.line(sid=None).sid
    assert one != two
    assert len(one) == 34
    assert one.startswith("CA")
    assert int(one[2:], 16) >= 0


def test_a_post_is_signed_over_the_public_address_and_the_form(hotline, signed):
    """The signature is over what the carrier would have called, not over what was connected to."""
    hotline.says("/voice", "")
    exchange = hotline.exchange("https://hotline.example:8443")
    exchange.post("/voice?a=1#rc=0", {"Digits": " 1 "})
    asked = hotline.asked[0]
    assert asked.target == "/voice?a=1"
    assert asked.form == {"Digits": " 1 "}
    expected = signed("https://hotline.example/voice?a=1", {"Digits": " 1 "})
    assert asked.headers["x-twilio-signature"] == expected


def test_plain_http_keeps_its_port_in_the_signature(hotline, signed):
    """Ports are dropped over HTTPS only."""
    hotline.says("/voice", "")
    hotline.exchange("http://user:secret@hotline.example:8080").post("/voice", {})
    assert hotline.asked[0].headers["x-twilio-signature"] == signed("http://hotline.example:8080/voice", {})


def test_a_get_carries_its_parameters_in_the_signed_url(hotline, signed):
    """A GET has no body; everything is in the query."""
    hotline.says("/next", "")
    hotline.exchange().get("/next?a=1", {"Digits": "12#"})
    asked = hotline.asked[0]
    assert (asked.method, asked.body) == ("GET", "")
    assert asked.query == {"a": "1", "Digits": "12#"}
    assert asked.headers["x-twilio-signature"] == signed(hotline.base + asked.target, {})


@pytest.mark.parametrize(
    "url", ["http://elsewhere.example/voice", "//elsewhere.example/x", "http://127.0.0.1:1/x"]
)
def test_only_the_lines_own_host_is_connected_to(hotline, url):
    """A document cannot make the phone call another host."""
    with pytest.raises(UnknownHost):
        hotline.exchange("https://hotline.example").post(url, {})


@pytest.mark.parametrize("base", ["https://hotline.example", "{connect}"])
def test_absolute_addresses_of_the_line_are_followed(hotline, base):
    """The public address and the connected one are the same line."""
    hotline.says("/voice", "")
    url = base.format(connect=hotline.base) + "/voice"
    assert hotline.exchange("https://hotline.example").post(url, {}).status == 200


@pytest.mark.parametrize("base", ["ftp://x", "127.0.0.1:80", "http://x/path", "http://x?q=1", ""])
def test_a_base_address_is_a_base_address(base):
    """A wrong setting is refused at once."""
    with pytest.raises(ValueError, match="base address"):
        Exchange(base, None, lambda url, form: "")


def test_a_redirect_loses_the_form(hotline, said):
    """After a 3xx the carrier asks with GET and Digits is gone."""
    hotline.says(
        "/voice", said("", 302, headers=(("Location", "next?step=2"), ("Set-Cookie", "a=1; Path=/")))
    )
    hotline.says("/next", "")
    answer = hotline.exchange().post("/voice", {"Digits": "1"})
    asked = hotline.asked[1]
    assert (asked.method, asked.target, asked.form) == ("GET", "/next?step=2", {})
    assert asked.headers["cookie"] == "a=1"
    assert answer.url == hotline.base + "/next?step=2"
    assert answer.cookies == {"a": "1"}


@pytest.mark.parametrize("hops", [10, 11])
def test_ten_redirects_are_followed_and_not_eleven(hotline, said, hops):
    """Error 11215 after the tenth."""
    redirects = [said("", 302, headers=(("Location", "/voice"),))] * hops
    hotline.says("/voice", *redirects, "<Say>Bună</Say>")
    if hops == 10:
        assert hotline.exchange().post("/voice", {}).status == 200
    else:
        with pytest.raises(TooManyRedirects) as wrong:
            hotline.exchange().post("/voice", {})
        assert wrong.value.code == 11215


def test_a_relative_action_is_resolved_against_the_current_document(hotline):
    """As a browser does it."""
    hotline.says("/voice", "<Redirect>/a/b?x=1</Redirect>")
    hotline.says("/a/b", '<Gather action="c?y=2" numDigits="1"/>')
    hotline.says("/a/c", "")
    line = hotline.line()
    line.dial()
    line.press("1")
    assert hotline.last.target == "/a/c?y=2"


def test_after_a_redirect_the_current_document_is_where_it_was_found(hotline, said):
    """Relative addresses start from there."""
    hotline.says("/voice", said("", 301, headers=(("Location", "/a/b"),)))
    hotline.says("/a/b", "<Redirect>c</Redirect>")
    hotline.says("/a/c", "")
    hotline.line().dial()
    assert hotline.last.path == "/a/c"


def test_cookies_live_as_long_as_the_call(hotline, said):
    """What the line sets comes back, until the line takes it away."""
    set_two = (("Set-Cookie", "a=1; HttpOnly"), ("Set-Cookie", "b=2"))
    hotline.says("/voice", said("<Response><Redirect>/two</Redirect></Response>", headers=set_two))
    take_one = (("Set-Cookie", "a=; Max-Age=0"),)
    hotline.says("/two", said("<Response><Redirect>/three</Redirect></Response>", headers=take_one))
    hotline.says("/three", "")
    hotline.line().dial()
    assert "cookie" not in hotline.to("/voice")[0].headers
    assert hotline.to("/two")[0].headers["cookie"] == "a=1; b=2"
    assert hotline.to("/three")[0].headers["cookie"] == "b=2"


def test_a_repeated_request_is_the_same_to_the_byte(hotline, said):
    """A retry of the carrier has the same token and form, and does not change the call."""
    hotline.says("/voice", '<Gather numDigits="1" action="/next"/>')
    hotline.says("/next", said("<Response><Gather/></Response>", headers=(("Set-Cookie", "a=1"),)))
    line = hotline.line()
    line.dial()
    line.press("1")
    before = line.freeze()
    answer = line.repeat()
    first, again = hotline.to("/next")
    assert (first.body, first.headers) == (again.body, again.headers)
    assert first.headers["i-twilio-idempotency-token"]
    assert answer.body == b"<Response><Gather/></Response>"
    assert line.freeze() == before


def test_each_request_has_a_token_of_its_own(hotline):
    """Two requests are not twins."""
    hotline.says("/voice", "<Redirect>/two</Redirect>")
    hotline.says("/two", "")
    hotline.line().dial()
    assert len({each.headers["i-twilio-idempotency-token"] for each in hotline.asked}) == len(hotline.asked)


def test_a_connect_failure_is_tried_twice_and_then_reported():
    """Error 11205, and the settings say how often."""
    exchange = Exchange(f"http://127.0.0.1:{a_dead_port()}", None, lambda url, form: "")
    with pytest.raises(Unreachable) as wrong:
        exchange.post("/voice", {})
    assert wrong.value.code == 11205


@pytest.mark.parametrize(
    ("fragment", "asked"),
    [
        ("", 1),
        ("#rc=2&rp=5xx", 3),
        ("#rp=4xx", 1),
        ("#rc=1&rp=all", 2),
        ("#rc=0&rp=5xx", 1),
        ("#rc=5&rp=ct,5xx", 6),
    ],
)
def test_errors_are_retried_as_the_fragment_says(hotline, said, fragment, asked):
    """By default only a failed connection is retried; each retry has the same token."""
    hotline.says("/voice", said("oh", 503, "text/plain"))
    with pytest.raises(Unretrievable) as wrong:
        hotline.exchange().post("/voice" + fragment, {"Digits": "1"})
    assert wrong.value.code == 11200
    assert len(hotline.asked) == asked
    assert len({each.headers["i-twilio-idempotency-token"] for each in hotline.asked}) == 1


def test_a_retry_can_save_the_request(hotline, said):
    """The second answer counts."""
    hotline.says("/voice", said("oh", 404, "text/plain"), "<Say>Bună</Say>")
    assert hotline.exchange().post("/voice#rc=1&rp=4xx", {}).status == 200


def test_a_line_that_never_answers_is_given_up(hotline):
    """A connection that is taken and never answered ends at the read timeout."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        exchange = Exchange(f"http://127.0.0.1:{silent.getsockname()[1]}", None, lambda url, form: "")
        with pytest.raises(Unretrievable, match="in time"):
            exchange.post("/voice#rt=100", {})


def test_half_an_answer_is_not_retried():
    """Whatever the policy says."""
    taken: list[int] = []

    def break_off(server: socket.socket) -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            taken.append(1)
            with connection:
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<Resp")

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=break_off, args=(server,), daemon=True)
        thread.start()
        exchange = Exchange(f"http://127.0.0.1:{server.getsockname()[1]}", None, lambda url, form: "")
        with pytest.raises(Unretrievable):
            exchange.post("/voice#rc=3&rp=all", {})
        server.shutdown(socket.SHUT_RDWR)
    thread.join(5)
    assert taken == [1]


@pytest.mark.parametrize(
    "fragment", ["ct=99", "ct=10001", "rt=15001", "tt=0", "rc=6", "rc=-1", "rp=3xx", "ct=abc"]
)
def test_connection_settings_out_of_range_are_refused(fragment):
    """The documented ranges and no others."""
    with pytest.raises(BadAddress):
        settings_of(fragment, "http://x/")


def test_connection_settings_have_the_documented_defaults():
    """5 s to connect, 15 s to read and in all, one retry on a failed connection; the edge is not ours."""
    found = settings_of("e=frankfurt", "http://x/")
    assert (found.connect, found.read, found.total, found.retries) == (5.0, 15.0, 15.0, 1)
    assert found.retry_on == {"ct"}
