"""Everything the carrier would not play, and how the fallback saves a call."""

import pytest

from phone.exchange import Exchange
from phone.faults import (
    GoesInCircles,
    NothingToSay,
    NotTwiml,
    NotXml,
    SayTooLong,
    SpeechTimeoutNeeded,
    TooLarge,
    TwimlError,
    UnknownHost,
    Unreachable,
    Unretrievable,
    WrongContentType,
)
from phone.line import Line

BAD = [
    ("<Shout>Alo</Shout>", "Shout", 12200),
    ("<say>Alo</say>", "say", 12200),
    ("Alo", "Response", 12200),
    ("<Say>Alo</Say>Alo", "Response", 12200),
    ('<Say loud="yes">Alo</Say>', "Say", 12200),
    ('<Say voice="Carmen">Alo</Say>', "Say", 13511),
    ('<Say language="română">Alo</Say>', "Say", 13512),
    ('<Say loop="-1">Alo</Say>', "Say", 13510),
    ("<Say><b>Alo</b></Say>", "Say", 12200),
    ("<Say><Pause/>Alo</Say>", "Say", 12200),
    ('<Say>Alo<break time="11s"/></Say>', "break", 12200),
    ('<Say>Alo<break time="2"/></Say>', "break", 12200),
    ("<Say><say-as>12</say-as></Say>", "say-as", 12200),
    ('<Say><emphasis level="huge">Alo</emphasis></Say>', "emphasis", 12200),
    ("<Say><break>Alo</break></Say>", "break", 12200),
    ("<Play/>", "Play", 12200),
    ("<Play>/a b.wav</Play>", "Play", 12200),
    ('<Play loop="x">/a.wav</Play>', "Play", 13410),
    ('<Play digits="12x"/>', "Play", 13430),
    ('<Pause length="0"/>', "Pause", 13910),
    ('<Pause length="1.5"/>', "Pause", 13910),
    ("<Pause>Alo</Pause>", "Pause", 12200),
    ("<Redirect/>", "Redirect", 12200),
    ("<Redirect>/ă</Redirect>", "Redirect", 12200),
    ('<Redirect method="PUT">/next</Redirect>', "Redirect", 13710),
    ("<Gather><Dial>+40211234567</Dial></Gather>", "Gather", 13320),
    ("<Gather><Gather/></Gather>", "Gather", 13320),
    ("<Gather>Alo</Gather>", "Gather", 12200),
    ('<Gather numDigits="0"/>', "Gather", 13314),
    ('<Gather numDigits="x"/>', "Gather", 13314),
    ('<Gather finishOnKey="##"/>', "Gather", 13310),
    ('<Gather finishOnKey="a"/>', "Gather", 13310),
    ('<Gather timeout="0"/>', "Gather", 13313),
    ('<Gather timeout="-5"/>', "Gather", 13313),
    ('<Gather method="post"/>', "Gather", 13312),
    ('<Gather input="keys"/>', "Gather", 13326),
    ('<Gather speechTimeout="soon"/>', "Gather", 13327),
    ('<Gather actionOnEmptyResult="yes"/>', "Gather", 13338),
    ('<Gather bargeIn="1"/>', "Gather", 13332),
    ('<Gather profanityFilter="no"/>', "Gather", 13333),
    ('<Gather language="ro_RO"/>', "Gather", 13331),
    ('<Gather speechModel="best" speechTimeout="3"/>', "Gather", 13334),
    ('<Gather maxSpeechTime="61"/>', "Gather", 13328),
    ('<Gather action=""/>', "Gather", 12200),
    (f'<Gather hints="{",".join(["a"] * 501)}"/>', "Gather", 13330),
    (f'<Gather hints="{"a" * 101}"/>', "Gather", 13330),
    ('<Record timeout="0"/>', "Record", 13611),
    ('<Record maxLength="0"/>', "Record", 13612),
    ('<Record maxLength="86401"/>', "Record", 13612),
    ('<Record finishOnKey="abc"/>', "Record", 13613),
    ('<Record playBeep="maybe"/>', "Record", 13616),
    ('<Record trim="yes"/>', "Record", 13699),
    ('<Record transcribe="true" maxLength="121"/>', "Record", 13617),
    ('<Record recordingStatusCallback="/x" recordingStatusCallbackEvent="done"/>', "Record", 13621),
    ("<Dial/>", "Dial", 12200),
    ("<Dial>Ana</Dial>", "Dial", 13223),
    ("<Dial>+402112345678901234</Dial>", "Dial", 13223),
    ("<Dial>+40211234567<Number>+40211234568</Number></Dial>", "Dial", 12200),
    ("<Dial><Say>Alo</Say></Dial>", "Dial", 13215),
    ("<Dial><Number>Ana</Number></Dial>", "Number", 13223),
    ("<Dial><Number/></Dial>", "Number", 12200),
    ('<Dial><Number statusCallbackEvent="rung">+40211234568</Number></Dial>', "Number", 12200),
    (f"<Dial>{'<Number>+40211234568</Number>' * 11}</Dial>", "Dial", 13215),
    ("<Dial><Queue>a</Queue><Queue>b</Queue></Dial>", "Dial", 13215),
    ('<Dial timeout="601">+40211234567</Dial>', "Dial", 13212),
    ('<Dial timeLimit="0">+40211234567</Dial>', "Dial", 13216),
    ('<Dial callerId="0211234567">+40211234567</Dial>', "Dial", 13214),
    ('<Dial record="loudly">+40211234567</Dial>', "Dial", 12200),
    ("<Number>+40211234567</Number>", "Number", 12200),
    ("<Enqueue/>", "Enqueue", 12200),
    (f"<Enqueue>{'a' * 65}</Enqueue>", "Enqueue", 12200),
    ('<Enqueue workflowSid="WW1"/>', "Enqueue", 12200),
    ('<Leave now="true"/>', "Leave", 12200),
    ("<Leave/>", "Leave", 12200),
    ('<Hangup reason="busy"/>', "Hangup", 12200),
    ('<Reject reason="tired"/>', "Reject", 13810),
    ("<Say>Alo</Say><Reject/>", "Reject", 12200),
    ("<Sms>Alo</Sms><Reject/>", "Reject", 12200),
    ("<Sms/>", "Sms", 12200),
    ('<Sms to="0722">Alo</Sms>', "Sms", 14101),
    ("<Sms><Say>Alo</Say></Sms>", "Sms", 12200),
]


@pytest.mark.parametrize(("inside", "verb", "code"), BAD, ids=range(len(BAD)))
def test_what_the_documentation_does_not_know_is_refused(hotline, inside, verb, code):
    """Each fault names the document, the element and Twilio's code."""
    hotline.says("/voice", inside)
    line = hotline.line()
    with pytest.raises(NotTwiml) as wrong:
        line.dial()
    assert (wrong.value.verb, wrong.value.code) == (verb, code)
    assert wrong.value.url == hotline.base + "/voice"
    assert wrong.value.url in str(wrong.value)
    assert str(code) in str(wrong.value)
    assert line.faults == [wrong.value]
    assert line.over


def test_a_fault_far_down_the_document_is_found_before_anything_is_heard(hotline):
    """Even behind a Redirect that makes it unreachable."""
    hotline.says("/voice", "<Say>Alo</Say><Redirect>/next</Redirect><Shout/>")
    with pytest.raises(NotTwiml):
        hotline.line().dial()
    assert not hotline.to("/next")


def test_an_unknown_attribute_of_the_response_is_refused(hotline, said):
    """Only the old `version` is known."""
    hotline.says("/voice", said('<Response version="1" colour="red"/>'))
    with pytest.raises(NotTwiml, match="colour"):
        hotline.line().dial()


DOCTYPE = '<!DOCTYPE Response [<!ENTITY a "Alo">]><Response><Say>&a;</Say></Response>'


@pytest.mark.parametrize(
    "body",
    [
        "",
        "  \n ",
        "<Response>",
        "<Response><Say>Alo</Response>",
        "<Response><Say>A & B</Say></Response>",
        "<html/>",
        "<response/>",
        '\n<?xml version="1.0"?><Response/>',
        '<?xml version="1.0" encoding="no-such"?><Response/>',
        b"<Response><Say>\xff</Say></Response>",
        DOCTYPE,
        "<!DOCTYPE Response><Response/>",
        "<Response><Say>&a;</Say></Response>",
        "Internal Server Error",
    ],
)
def test_what_is_not_xml_is_refused(hotline, said, body):
    """Error 12100; a document type is refused with it, entities and all."""
    hotline.says("/voice", said(body))
    with pytest.raises(NotXml) as wrong:
        hotline.line().dial()
    assert wrong.value.code == 12100


@pytest.mark.parametrize("kind", ["text/xml", "application/xml", "text/html; charset=utf-8", "TEXT/XML"])
def test_three_content_types_are_twiml(hotline, said, kind):
    """As documented; letters of any size."""
    hotline.says("/voice", said("<Response/>", content_type=kind))
    assert hotline.line().dial()


@pytest.mark.parametrize("kind", ["text/plain", "application/json", "audio/mpeg", "", None])
def test_other_content_types_are_refused(hotline, said, kind):
    """Error 12300; text/plain would be read aloud."""
    hotline.says("/voice", said("<Response/>", content_type=kind))
    with pytest.raises(WrongContentType) as wrong:
        hotline.line().dial()
    assert wrong.value.code == 12300
    assert ("aloud" in str(wrong.value)) == (kind == "text/plain")


@pytest.mark.parametrize(("size", "fits"), [(64 * 1024, True), (64 * 1024 + 1, False)])
def test_a_document_has_at_most_64_kb(hotline, said, size, fits):
    """Error 11750 from the next byte on."""
    head, tail = "<Response><Say>Alo</Say><!--", "--></Response>"
    hotline.says("/voice", said(head + "x" * (size - len(head) - len(tail)) + tail))
    if fits:
        assert hotline.line().dial()
    else:
        with pytest.raises(TooLarge) as wrong:
            hotline.line().dial()
        assert wrong.value.code == 11750


@pytest.mark.parametrize(
    ("voice", "text", "fits"),
    [
        ("Polly.Carmen", "a" * 3000, True),
        ("Polly.Carmen", "a" * 3001, False),
        ("Polly.Carmen", "<s>" + "a" * 2993 + "</s>", True),
        ("Polly.Carmen", "<s>" + "a" * 2994 + "</s>", False),
        ("man", "a" * 4096, True),
        ("man", "a" * 4097, False),
        ("Google.ro-RO-Standard-B", "a" * 4500, True),
        ("Google.ro-RO-Standard-B", "a" * 4501, False),
        ("Google.ro-RO-Standard-B", "ă" * 750, True),
        ("Google.ro-RO-Standard-B", "ă" * 751, False),
    ],
)
def test_a_say_has_the_limit_of_its_voice(hotline, voice, text, fits):
    """Tags count, and no Say may be over 4,500 once URL-encoded (13521)."""
    hotline.says("/voice", f'<Say voice="{voice}">{text}</Say>')
    if fits:
        assert hotline.line().dial()
    else:
        with pytest.raises(SayTooLong) as wrong:
            hotline.line().dial()
        assert wrong.value.code == 13521


@pytest.mark.parametrize("say", ["<Say/>", "<Say>  </Say>", "<Say><s> </s></Say>", "<Gather><Say/></Gather>"])
def test_a_say_without_words_is_refused(hotline, say):
    """Error 13520: the caller would hear silence."""
    hotline.says("/voice", say)
    with pytest.raises(NothingToSay) as wrong:
        hotline.line().dial()
    assert wrong.value.code == 13520


@pytest.mark.parametrize("timeout", ["", 'speechTimeout="auto"'])
def test_a_speech_model_needs_a_speech_timeout(hotline, timeout):
    """Error 13327."""
    hotline.says("/voice", f'<Gather input="speech" speechModel="phone_call" {timeout}/>')
    with pytest.raises(SpeechTimeoutNeeded) as wrong:
        hotline.line().dial()
    assert wrong.value.code == 13327


@pytest.mark.parametrize("status", [400, 403, 404, 500, 503])
def test_an_error_of_the_line_is_a_fault(hotline, said, status):
    """Error 11200, whatever the body says."""
    hotline.says("/voice", said("<Response/>", status))
    with pytest.raises(Unretrievable) as wrong:
        hotline.line().dial()
    assert wrong.value.code == 11200


def test_the_fallback_saves_a_call(hotline):
    """It hears what went wrong where, and the fault is kept."""
    hotline.says("/voice", "<Shout/>")
    hotline.says("/voice/fallback", "<Say>Ne cerem scuze</Say>")
    line = hotline.line(fallback_path="/voice/fallback")
    events = line.dial()
    assert [event.text for event in events if event.kind == "say"] == ["Ne cerem scuze"]
    form = hotline.to("/voice/fallback")[0].form
    assert (form["ErrorCode"], form["ErrorUrl"]) == ("12200", hotline.base + "/voice")
    assert form["CallSid"] == line.sid
    assert [type(fault) for fault in line.faults] == [NotTwiml]


def test_the_fallback_saves_a_call_in_the_middle(hotline, said):
    """An action that fails is saved as well."""
    hotline.says("/voice", '<Gather numDigits="1" action="/next"/>')
    hotline.says("/next", said("oh", 500))
    hotline.says("/voice/fallback", '<Gather numDigits="1" action="/other"/>')
    hotline.says("/other", "<Say>Gata</Say>")
    line = hotline.line(fallback_path="/voice/fallback")
    line.dial()
    line.press("1")
    assert hotline.last.form["ErrorCode"] == "11200"
    assert hotline.last.form["ErrorUrl"] == hotline.base + "/next"
    assert [event.text for event in line.press("2") if event.kind == "say"] == ["Gata"]


def test_a_fallback_that_fails_ends_the_call(hotline):
    """Both faults are kept, the second is raised, and the line is told that the call is over."""
    hotline.says("/voice", "<Shout/>")
    line = hotline.line(fallback_path="/voice/fallback")
    with pytest.raises(Unretrievable):
        line.dial()
    assert [type(fault) for fault in line.faults] == [NotTwiml, Unretrievable]
    assert line.over
    assert len(hotline.to("/voice/status")) == 1


def test_what_was_heard_before_a_fault_is_not_lost(hotline):
    """The fault carries it."""
    hotline.says("/voice", "<Say>Un moment</Say><Redirect>/next</Redirect>")
    with pytest.raises(TwimlError) as wrong:
        hotline.line().dial()
    assert [event.text for event in wrong.value.heard] == ["Un moment"]


def test_a_line_out_of_reach_is_not_told_about_it():
    """Error 11205, and nothing more is tried."""
    exchange = Exchange("http://127.0.0.1:1", None, lambda url, form: "")
    line = Line(exchange, None, "+40800123456")
    with pytest.raises(Unreachable):
        line.dial()
    assert line.over
    assert [type(fault) for fault in line.faults] == [Unreachable, Unreachable]


def test_documents_that_go_in_circles_end(hotline):
    """A document that redirects to itself without ever waiting is a fault, and not for the fallback."""
    hotline.says("/voice", "<Say>Alo</Say><Redirect>/voice</Redirect>")
    hotline.says("/voice/fallback", "<Redirect>/voice</Redirect>")
    with pytest.raises(GoesInCircles):
        hotline.line(fallback_path="/voice/fallback").dial()
    assert len(hotline.to("/voice")) == 100


def test_another_host_is_a_fault_with_a_fallback(hotline):
    """The call is saved and the fault is kept."""
    hotline.says("/voice", "<Redirect>http://elsewhere.example/x</Redirect>")
    hotline.says("/voice/fallback", "<Say>Ne cerem scuze</Say>")
    line = hotline.line(fallback_path="/voice/fallback")
    line.dial()
    assert [type(fault) for fault in line.faults] == [UnknownHost]


def test_a_call_rejected_after_it_was_answered_is_a_fault(hotline):
    """Reject comes first or not at all."""
    hotline.says("/voice", '<Gather numDigits="1" action="/next"/>')
    hotline.says("/next", "<Reject/>")
    line = hotline.line()
    line.dial()
    with pytest.raises(NotTwiml, match="answered"):
        line.press("1")
