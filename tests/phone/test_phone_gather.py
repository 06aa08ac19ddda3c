"""Gather: what the documentation promises about keys, speech and silence."""

import pytest

from phone.line import NotNow

HEARD = {
    "method": "POST",
    "input": "dtmf",
    "finishOnKey": "#",
    "timeout": "5",
    "speechTimeout": "5",
    "actionOnEmptyResult": "false",
    "language": "en-US",
    "bargeIn": "true",
    "profanityFilter": "true",
}


def answered(hotline, attributes="", after="<Say>Nimic</Say>", inside=""):
    """A line that waits at a Gather, whose action is /next."""
    hotline.says("/voice", f'<Gather action="/next" {attributes}>{inside}</Gather>{after}')
    hotline.says("/next", "<Say>Mulțumim</Say>")
    line = hotline.line()
    line.dial()
    return line


def test_the_defaults_are_the_documented_ones(hotline):
    """A bare Gather collects keys for five seconds of silence, ended by the hash key, without a limit."""
    hotline.says("/voice", "<Gather/>")
    line = hotline.line()
    line.dial()
    assert line.waiting == "gather"
    assert line.pending is not None
    assert line.pending | HEARD == line.pending
    assert "numDigits" not in line.pending
    assert line.pending["action"] == hotline.base + "/voice"


@pytest.mark.parametrize(
    ("attributes", "keys", "digits", "finished_on"),
    [
        ("", "12#", "12", "#"),
        ('numDigits="2"', "12", "12", ""),
        ('numDigits="4"', "12#", "12", "#"),
        ('finishOnKey="*"', "1#2*", "1#2", "*"),
        ('finishOnKey="" numDigits="3"', "1#*", "1#*", ""),
        ('finishOnKey="5"', "125", "12", "5"),
        ('numDigits="1"', "*", "*", ""),
    ],
)
def test_keys_end_a_gather(hotline, attributes, keys, digits, finished_on):
    """The finishing key is not in Digits; numDigits ends it without one."""
    line = answered(hotline, attributes)
    events = line.press(keys)
    assert hotline.last.path == "/next"
    assert hotline.last.method == "POST"
    assert hotline.last.form["Digits"] == digits
    assert hotline.last.form["FinishedOnKey"] == finished_on
    assert [event.text for event in events if event.kind == "say"] == ["Mulțumim"]


def test_keys_pressed_one_by_one_add_up(hotline):
    """A Gather keeps what it has until it is enough."""
    line = answered(hotline, 'numDigits="3"')
    assert line.press("1") == ()
    assert line.press("2") == ()
    assert line.waiting == "gather"
    line.press("3")
    assert hotline.last.form["Digits"] == "123"


def test_silence_sends_the_keys_there_are(hotline):
    """After the timeout the keys pressed so far are the answer."""
    line = answered(hotline, 'timeout="7"')
    line.press("12")
    line.wait()
    assert hotline.last.form["Digits"] == "12"
    assert hotline.last.form["FinishedOnKey"] == ""
    assert line.elapsed == pytest.approx(7 + len("Mulțumim") / 11, abs=0.01)


@pytest.mark.parametrize("act", ["wait", "finish"])
def test_an_empty_result_goes_on_with_the_next_verb(hotline, act):
    """Silence, or the finishing key alone, asks nobody by default."""
    line = answered(hotline)
    events = line.wait() if act == "wait" else line.press("#")
    assert [event.text for event in events if event.kind == "say"] == ["Nimic"]
    assert not hotline.to("/next")
    assert line.over


def test_an_empty_result_asks_the_action_when_told_to(hotline):
    """With actionOnEmptyResult silence is sent without Digits."""
    line = answered(hotline, 'actionOnEmptyResult="true"')
    line.wait()
    assert hotline.last.path == "/next"
    assert "Digits" not in hotline.last.form
    assert "SpeechResult" not in hotline.last.form


def test_the_finishing_key_alone_is_an_empty_result(hotline):
    """With actionOnEmptyResult it is sent with empty Digits and the key."""
    line = answered(hotline, 'actionOnEmptyResult="true"')
    line.press("#")
    assert hotline.last.form["Digits"] == ""
    assert hotline.last.form["FinishedOnKey"] == "#"


def test_the_action_defaults_to_the_current_document(hotline):
    """A Gather without action asks the document it stands in again."""
    hotline.says("/voice", "<Redirect>/menu?x=1</Redirect>")
    hotline.says("/menu", '<Gather numDigits="1"/>')
    line = hotline.line()
    line.dial()
    line.press("1")
    assert hotline.last.target == "/menu?x=1"
    assert hotline.last.form["Digits"] == "1"


def test_a_get_action_has_the_digits_in_its_query(hotline):
    """method="GET" puts everything in the URL."""
    line = answered(hotline, 'method="GET" numDigits="1"')
    line.press("4")
    assert hotline.last.method == "GET"
    assert hotline.last.query["Digits"] == "4"
    assert hotline.last.query["CallSid"] == line.sid


def test_nested_prompts_are_heard_and_can_be_cut_short(hotline):
    """Say, Play and Pause inside a Gather are interruptible; outside they are not."""
    say = '<Say language="ro-RO" voice="Polly.Carmen">Apăsați unu.</Say>'
    inside = f'{say}<Pause length="2"/><Play>/bip.wav</Play>'
    hotline.says("/voice", f"<Say>Bună</Say><Gather>{inside}</Gather>")
    events = hotline.line().dial()
    assert [event.kind for event in events] == ["say", "say", "pause", "play", "gather"]
    assert [event.interruptible for event in events] == [False, True, True, True, True]
    assert (events[1].language, events[1].voice) == ("ro-RO", "Polly.Carmen")


def test_barge_in_can_be_turned_off(hotline):
    """bargeIn="false" makes the prompt heard to its end."""
    hotline.says("/voice", '<Gather bargeIn="false"><Say>Bună</Say></Gather>')
    assert hotline.line().dial()[0].interruptible is False


def test_keys_typed_ahead_go_to_the_following_gathers(hotline):
    """Somebody who knows the menu types all of it; the prompts in between are not heard."""
    hotline.says("/voice", '<Gather numDigits="1" action="/two"><Say>Unu</Say></Gather>')
    hotline.says("/two", '<Gather numDigits="2" action="/three"><Say>Doi</Say></Gather>')
    hotline.says("/three", '<Gather action="/four"><Say>Trei</Say></Gather>')
    hotline.says("/four", "<Say>Gata</Say>")
    line = hotline.line()
    line.dial()
    events = line.press("1234#")
    assert hotline.to("/two")[0].form["Digits"] == "1"
    assert hotline.to("/three")[0].form["Digits"] == "23"
    assert hotline.to("/four")[0].form["Digits"] == "4"
    assert [event.text for event in events if event.kind == "say"] == ["Gata"]


def test_keys_typed_ahead_survive_a_redirect_and_wait_for_more(hotline):
    """A Gather that has too few keys typed ahead waits for the rest."""
    hotline.says("/voice", '<Gather numDigits="1" action="/two"/>')
    hotline.says("/two", "<Redirect>/three</Redirect>")
    hotline.says("/three", '<Gather numDigits="3" action="/four"/>')
    hotline.says("/four", "")
    line = hotline.line()
    line.dial()
    line.press("12")
    assert line.waiting == "gather"
    line.press("34")
    assert hotline.to("/four")[0].form["Digits"] == "234"


def test_prompts_that_cannot_be_cut_short_are_heard_by_who_types_ahead(hotline):
    """bargeIn="false" counts the keys and still speaks to the end."""
    hotline.says("/voice", '<Gather numDigits="1" action="/two"/>')
    hotline.says("/two", '<Gather numDigits="1" action="/three" bargeIn="false"><Say>Termeni</Say></Gather>')
    hotline.says("/three", "")
    line = hotline.line()
    line.dial()
    events = line.press("12")
    assert [event.text for event in events if event.kind == "say"] == ["Termeni"]
    assert hotline.to("/three")[0].form["Digits"] == "2"


@pytest.mark.parametrize("verb", ["<Say>Ați ales doi.</Say>", "<Pause/>", "<Play>/a.wav</Play>"])
def test_keys_are_lost_outside_a_gather(hotline, verb):
    """Nobody listens during a Say, Play or Pause that stands by itself, and the event says what was lost."""
    hotline.says("/voice", '<Gather numDigits="1" action="/two"/>')
    hotline.says("/two", f'{verb}<Gather numDigits="1" action="/three"/>')
    line = hotline.line()
    line.dial()
    events = line.press("12")
    assert events[0].attributes["dropped"] == "2"
    assert line.waiting == "gather"
    assert not hotline.to("/three")


def test_speech_is_sent_with_its_confidence(hotline):
    """SpeechResult and Confidence, and no Digits."""
    line = answered(hotline, 'input="speech" language="ro-RO"')
    line.speak("pașaport pierdut", 0.83)
    form = hotline.last.form
    assert (form["SpeechResult"], form["Confidence"]) == ("pașaport pierdut", "0.83")
    assert "Digits" not in form


def test_confidence_is_not_guaranteed(hotline):
    """A caller of this phone can leave it out, as Twilio may."""
    line = answered(hotline, 'input="speech"')
    line.speak("da", None)
    assert "Confidence" not in hotline.last.form


@pytest.mark.parametrize("order", ["dtmf speech", "speech dtmf"])
def test_the_first_kind_of_input_wins(hotline, order):
    """Once a key is pressed, speech is not heard."""
    line = answered(hotline, f'input="{order}" numDigits="2"')
    line.press("1")
    assert line.speak("doi") == ()
    line.press("2")
    assert hotline.last.form["Digits"] == "12"
    assert "SpeechResult" not in hotline.last.form


def test_a_gather_for_keys_does_not_hear_speech(hotline):
    """input="dtmf" hears keys alone."""
    line = answered(hotline)
    assert line.speak("alo") == ()
    assert line.waiting == "gather"
    assert not hotline.to("/next")


def test_a_gather_for_speech_does_not_take_keys(hotline):
    """input="speech" hears speech alone, and keys typed ahead are lost there."""
    hotline.says("/voice", '<Gather numDigits="1" action="/two"/>')
    hotline.says("/two", '<Gather input="speech" action="/three"/>')
    line = hotline.line()
    line.dial()
    events = line.press("12")
    assert events[-1].attributes["dropped"] == "2"
    assert line.press("3") == ()
    assert not hotline.to("/three")


def test_partial_results_are_told_and_their_answer_ignored(hotline, said):
    """partialResultCallback hears first words; even an error there does not disturb the call."""
    hotline.says("/partial", said("oh", 500))
    line = answered(hotline, 'input="speech" partialResultCallback="/partial"')
    line.speak("certificat de naștere")
    assert hotline.to("/partial")[0].form["UnstableSpeechResult"] == "certificat"
    assert hotline.last.path == "/next"
    assert line.elapsed >= 5


def test_speech_takes_the_time_of_its_words_and_the_silence_after(hotline):
    """speechTimeout is the silence that ends speech."""
    hotline.says("/voice", '<Gather input="speech" speechTimeout="2" action="/next"/>')
    hotline.says("/next", "")
    line = hotline.line()
    line.dial()
    line.speak("x" * 22)
    assert line.elapsed == pytest.approx(4)


def test_a_speech_model_with_a_speech_timeout_is_fine(hotline):
    """The pair is what the documentation asks for."""
    line = answered(hotline, 'input="speech" speechModel="experimental_utterances" speechTimeout="3"')
    assert line.waiting == "gather"


def test_only_keys_of_a_telephone_can_be_pressed(hotline):
    """A letter is no key."""
    line = answered(hotline)
    for keys in ("", "a", "1 2"):
        with pytest.raises(ValueError, match="keys"):
            line.press(keys)


def test_nothing_can_be_done_before_dialling_or_after_the_end(hotline):
    """The person must be on the line."""
    hotline.says("/voice", "<Hangup/>")
    line = hotline.line()
    for act in (line.wait, lambda: line.press("1"), lambda: line.speak("a"), line.repeat):
        with pytest.raises(NotNow):
            act()
    line.dial()
    assert line.over
    for again in (line.wait, lambda: line.press("1"), lambda: line.record(1, "silence"), line.dial):
        with pytest.raises(NotNow):
            again()
    assert line.hang_up() == ()


def test_a_gather_does_not_wait_for_other_things(hotline):
    """The acts of a Dial, a queue and a recording belong there."""
    line = answered(hotline)
    for act in (
        lambda: line.other_party("busy"),
        lambda: line.dequeue("bridged"),
        lambda: line.record(1, "silence"),
        line.dial,
    ):
        with pytest.raises(NotNow):
            act()
