"""Say, Play, Pause, Redirect, Hangup, Reject, Sms, and how a call ends."""

import pytest


def kinds(events):
    return [event.kind for event in events]


@pytest.mark.parametrize(
    ("say", "text", "seconds"),
    [
        ("<Say>Bună ziua</Say>", "Bună ziua", 9 / 11),
        ('<Say loop="3">Bună ziua</Say>', "Bună ziua", 27 / 11),
        ("<Say>\n  Bună\n  ziua\n</Say>", "Bună ziua", 9 / 11),
        ("<Say>Unu<break/>doi</Say>", "Unu doi", 7 / 11 + 0.5),
        ('<Say>Unu<break time="2s"/>doi</Say>', "Unu doi", 7 / 11 + 2),
        ('<Say>Unu<break time="250ms"/> doi</Say>', "Unu doi", 7 / 11 + 0.25),
        ('<Say>Unu<break strength="none"/> doi</Say>', "Unu doi", 7 / 11),
        ('<Say><break time="1s"/></Say>', "", 1.0),
        ("<Say><p>Unu.</p><p>Doi.</p></Say>", "Unu. Doi.", 9 / 11),
        ('<Say><say-as interpret-as="digits">12</say-as></Say>', "12", 2 / 11),
        ('<Say><sub alias="numărul">nr.</sub> 1</Say>', "nr. 1", 5 / 11),
        ('<Say><prosody rate="slow"><emphasis level="strong">Da</emphasis></prosody></Say>', "Da", 2 / 11),
        ('<Say><lang xml:lang="hu-HU">Igen</lang></Say>', "Igen", 4 / 11),
        ('<Say><phoneme alphabet="ipa" ph="da">Da</phoneme><w role="x">Nu</w></Say>', "DaNu", 4 / 11),
        ("<Say><s>A &amp; B</s></Say>", "A & B", 5 / 11),
    ],
)
def test_what_is_said_and_how_long_it_takes(hotline, say, text, seconds):
    """The words are kept whatever SSML does to them; eleven characters a second, and the breaks."""
    hotline.says("/voice", say)
    line = hotline.line()
    event = line.dial()[0]
    assert (event.kind, event.text) == ("say", text)
    assert event.seconds == pytest.approx(seconds, abs=0.01)
    assert line.elapsed == pytest.approx(seconds, abs=0.01)


def test_a_say_without_language_is_english(hotline):
    """The documented default, so a forgotten language shows."""
    hotline.says("/voice", "<Say>Bună</Say>")
    event = hotline.line().dial()[0]
    assert (event.language, event.voice) == ("en-US", "")


def test_play_names_its_sound_or_its_keys(hotline):
    """The sound is not fetched."""
    hotline.says("/voice", '<Play>/salut.wav</Play><Play digits="12w#"/>')
    sound, keys = hotline.line().dial()[:2]
    assert (sound.text, keys.text) == ("/salut.wav", "")
    assert keys.attributes["digits"] == "12w#"
    assert not hotline.to("/salut.wav")


@pytest.mark.parametrize(("pause", "seconds"), [("<Pause/>", 1.0), ('<Pause length="7"/>', 7.0)])
def test_a_pause_takes_its_length(hotline, pause, seconds):
    """One second by default."""
    hotline.says("/voice", pause)
    line = hotline.line()
    assert line.dial()[0].seconds == seconds
    assert line.elapsed == seconds


def test_verbs_after_a_redirect_are_never_reached(hotline):
    """The call goes on with the other document."""
    hotline.says("/voice", "<Say>Unu</Say><Redirect>/two</Redirect><Say>Trei</Say>")
    hotline.says("/two", "<Say>Doi</Say>")
    events = hotline.line().dial()
    assert kinds(events) == ["say", "redirect", "say", "hangup"]
    assert [event.text for event in events if event.kind == "say"] == ["Unu", "Doi"]


@pytest.mark.parametrize(("attribute", "method"), [("", "POST"), ('method="GET"', "GET")])
def test_a_redirect_posts_unless_told_otherwise(hotline, attribute, method):
    """POST by default."""
    hotline.says("/voice", f"<Redirect {attribute}>/two</Redirect>")
    hotline.says("/two", "")
    hotline.line().dial()
    assert hotline.to("/two")[0].method == method


@pytest.mark.parametrize(
    ("inside", "because"),
    [("<Hangup/><Say>Nu</Say>", "Hangup"), ("", "end of document"), ("<Pause/>", "end of document")],
)
def test_the_line_hangs_up(hotline, inside, because):
    """At Hangup, and when a document has nothing more to say."""
    hotline.says("/voice", inside)
    line = hotline.line()
    assert line.dial()[-1].attributes["because"] == because
    assert line.over
    assert line.waiting is None
    assert line.pending is None


def test_at_the_end_the_status_callback_hears_how_long_it_was(hotline, said):
    """CallStatus completed and whole seconds, begun ones counted."""
    hotline.says("/voice", '<Pause length="61"/><Say>Bună ziua</Say>')
    hotline.line().dial()
    form = hotline.to("/voice/status")[0].form
    assert form["CallStatus"] == "completed"
    assert (form["CallDuration"], form["Duration"]) == ("62", "2")
    assert form["CallSid"] == "CA" + "1" * 32


@pytest.mark.parametrize("status", [200, 204])
def test_a_status_callback_may_answer_200_or_204(hotline, said, status):
    """Both are good answers."""
    hotline.says("/voice/status", said("<Response/>" if status == 200 else "", status))
    hotline.says("/voice", "")
    line = hotline.line()
    line.dial()
    assert line.faults == []


def test_a_status_callback_that_fails_is_a_fault_and_no_more(hotline, said):
    """The caller does not notice."""
    hotline.says("/voice/status", said("oh", 500))
    hotline.says("/voice", "<Say>Bună</Say>")
    line = hotline.line()
    assert kinds(line.dial()) == ["say", "hangup"]
    assert [fault.code for fault in line.faults] == [11200]


def test_without_a_status_path_nobody_is_told(hotline):
    """None means that no callback is set."""
    hotline.says("/voice", "")
    hotline.line(status_path=None).dial()
    assert not hotline.to("/voice/status")


def test_a_caller_who_hangs_up_is_counted_once(hotline):
    """Hanging up twice is hanging up."""
    hotline.says("/voice", "<Gather/>")
    line = hotline.line()
    line.dial()
    assert line.hang_up() == ()
    assert line.hang_up() == ()
    assert line.over
    assert [each.form["CallStatus"] for each in hotline.to("/voice/status")] == ["completed"]


@pytest.mark.parametrize(
    ("attribute", "reason", "status"), [("", "rejected", "no-answer"), ('reason="busy"', "busy", "busy")]
)
def test_reject_ends_the_call_before_it_is_answered(hotline, attribute, reason, status):
    """It lasts no time at all."""
    hotline.says("/voice", f"<Reject {attribute}/>")
    line = hotline.line()
    events = line.dial()
    assert (kinds(events), events[0].text) == (["reject"], reason)
    form = hotline.to("/voice/status")[0].form
    assert (form["CallStatus"], form["CallDuration"]) == (status, "0")


def test_an_sms_is_sent_and_the_call_goes_on(hotline):
    """Without an action the next verb runs."""
    hotline.says("/voice", '<Sms to="+40722000111">Nr. 10234</Sms><Say>Gata</Say>')
    events = hotline.line().dial()
    assert kinds(events) == ["sms", "say", "hangup"]
    assert (events[0].text, events[0].attributes["to"]) == ("Nr. 10234", "+40722000111")


def test_an_sms_with_an_action_asks_it(hotline):
    """The action hears the id and the status of the message."""
    hotline.says("/voice", '<Sms action="/sent">Nr. 10234</Sms><Say>Nu</Say>')
    hotline.says("/sent", "<Say>Trimis</Say>")
    events = hotline.line().dial()
    assert [event.text for event in events if event.kind == "say"] == ["Trimis"]
    form = hotline.to("/sent")[0].form
    assert form["SmsStatus"] == "sent"
    assert form["SmsSid"].startswith("SM")
