"""Record, Dial, Enqueue and Leave: what other people and recordings do to a call."""

import pytest


def waiting_at(hotline, verb, after="<Say>Apoi</Say>"):
    """A line that waits at the verb, whose action is /next."""
    hotline.says("/voice", verb + after)
    hotline.says("/next", "<Say>Mulțumim</Say>")
    hotline.says("/callback", "")
    line = hotline.line()
    line.dial()
    return line


def texts(events):
    return [event.text for event in events if event.kind == "say"]


def test_record_has_the_documented_defaults(hotline):
    """Five seconds of silence, any key, an hour, a beep, and the current document as action."""
    line = waiting_at(hotline, "<Record/>")
    assert line.waiting == "record"
    expected = {
        "timeout": "5",
        "finishOnKey": "1234567890*#",
        "maxLength": "3600",
        "playBeep": "true",
        "trim": "trim-silence",
        "method": "POST",
        "action": hotline.base + "/voice",
    }
    assert line.pending is not None
    assert line.pending | expected == line.pending


@pytest.mark.parametrize(
    ("ended_by", "digits", "elapsed"), [("#", "#", 12.0), ("7", "7", 12.0), ("silence", "", 17.0)]
)
def test_a_recording_is_sent_to_its_action(hotline, ended_by, digits, elapsed):
    """With its address, its length and the key that ended it; what follows the Record is not reached."""
    line = waiting_at(hotline, '<Record action="/next"/>')
    assert texts(line.record(12, ended_by)) == ["Mulțumim"]
    form = hotline.last.form
    assert (form["RecordingDuration"], form["Digits"]) == ("12", digits)
    assert form["RecordingUrl"].endswith(form["RecordingSid"])
    assert line.elapsed == pytest.approx(elapsed + len("Mulțumim") / 11, abs=0.01)


def test_an_empty_recording_is_not_sent(hotline):
    """Silence goes on with the next verb."""
    line = waiting_at(hotline, '<Record action="/next" timeout="3"/>')
    assert texts(line.wait()) == ["Apoi"]
    assert not hotline.to("/next")
    assert line.elapsed == pytest.approx(3 + 4 / 11, abs=0.01)


def test_a_recording_ends_at_its_longest(hotline):
    """maxLength cuts it off, and no key ended it."""
    line = waiting_at(hotline, '<Record action="/next" maxLength="10"/>')
    line.record(99, "#")
    assert (hotline.last.form["RecordingDuration"], hotline.last.form["Digits"]) == ("10", "")


def test_a_caller_who_hangs_up_while_recording_has_left_a_message(hotline):
    """The action hears Digits=hangup on a completed call, and nobody hears its answer."""
    line = waiting_at(hotline, '<Record action="/next"/>')
    assert line.record(4, "hangup") == ()
    form = hotline.to("/next")[0].form
    assert (form["Digits"], form["CallStatus"], form["RecordingDuration"]) == ("hangup", "completed", "4")
    assert line.over
    assert len(hotline.to("/voice/status")) == 1


def test_hanging_up_before_saying_anything_leaves_no_message(hotline):
    """An empty recording is not sent on a hang-up either."""
    line = waiting_at(hotline, '<Record action="/next"/>')
    line.hang_up()
    assert not hotline.to("/next")


def test_a_key_ends_a_recording_if_it_may(hotline):
    """Only keys of finishOnKey do."""
    line = waiting_at(hotline, '<Record action="/next" finishOnKey="*"/>')
    assert line.press("1") == ()
    assert texts(line.press("*")) == ["Mulțumim"]
    assert hotline.last.form["Digits"] == "*"


def test_speaking_while_recorded_leaves_a_message(hotline):
    """Words take their time and silence ends them."""
    line = waiting_at(hotline, '<Record action="/next"/>')
    line.speak("x" * 22)
    assert hotline.last.form["RecordingDuration"] == "2"


def test_a_recording_cannot_be_ended_by_what_does_not_end_it(hotline):
    """A key outside finishOnKey is a mistake of the test."""
    line = waiting_at(hotline, '<Record finishOnKey="#"/>')
    with pytest.raises(ValueError, match="silence"):
        line.record(3, "1")


@pytest.mark.parametrize(
    ("events", "seconds", "told"),
    [
        ("", 3, ["completed"]),
        ("", 0, []),
        ("in-progress completed absent", 3, ["in-progress", "completed"]),
        ("in-progress completed absent", 0, ["in-progress", "absent"]),
    ],
)
def test_the_recording_callback_is_told_what_it_asked_for(hotline, events, seconds, told):
    """Completed by default; in-progress and absent when asked."""
    wanted = f'recordingStatusCallbackEvent="{events}"' if events else ""
    line = waiting_at(hotline, f'<Record action="/next" recordingStatusCallback="/callback" {wanted}/>')
    line.record(seconds, "silence")
    assert [each.form["RecordingStatus"] for each in hotline.to("/callback")] == told


def test_dial_has_the_documented_defaults(hotline):
    """Half a minute of ringing, four hours of talking, no recording."""
    line = waiting_at(hotline, "<Dial>+40211234567</Dial>")
    assert line.waiting == "dial"
    expected = {"timeout": "30", "timeLimit": "14400", "record": "do-not-record", "hangupOnStar": "false"}
    assert line.pending is not None
    assert line.pending | expected == line.pending
    assert "action" not in line.pending


@pytest.mark.parametrize(
    ("outcome", "seconds", "status", "duration", "bridged"),
    [
        ("answered", 42, "completed", "42", "true"),
        ("answered", 0, "completed", "0", "true"),
        ("busy", 0, "busy", None, "false"),
        ("no-answer", 0, "no-answer", None, "false"),
        ("failed", 0, "failed", None, "false"),
        ("canceled", 0, "canceled", None, "false"),
    ],
)
def test_the_action_of_a_dial_hears_what_came_of_it(hotline, outcome, seconds, status, duration, bridged):
    """DialCallStatus, its duration if anybody talked, and the id of the other leg."""
    line = waiting_at(hotline, '<Dial action="/next">+40211234567</Dial>')
    assert texts(line.other_party(outcome, seconds)) == ["Mulțumim"]
    form = hotline.last.form
    assert form["DialCallStatus"] == status
    assert form.get("DialCallDuration") == duration
    assert form["DialBridged"] == bridged
    assert form["DialCallSid"].startswith("CA")
    assert form["DialCallSid"] != line.sid


def test_without_an_action_a_dial_goes_on_with_the_next_verb(hotline):
    """The caller stays on the line."""
    line = waiting_at(hotline, "<Dial>+40211234567</Dial>")
    assert texts(line.other_party("busy")) == ["Apoi"]


def test_nobody_answers_in_time(hotline):
    """Waiting at a Dial is no-answer after its timeout."""
    line = waiting_at(hotline, '<Dial action="/next" timeout="12">+40211234567</Dial>')
    line.wait()
    assert hotline.last.form["DialCallStatus"] == "no-answer"
    assert line.elapsed == pytest.approx(12 + 8 / 11, abs=0.01)


def test_a_conversation_ends_at_its_time_limit(hotline):
    """timeLimit bounds it."""
    line = waiting_at(hotline, '<Dial action="/next" timeLimit="60">+40211234567</Dial>')
    line.other_party("answered", 600)
    assert hotline.last.form["DialCallDuration"] == "60"
    assert line.elapsed == pytest.approx(60 + 8 / 11, abs=0.01)


def test_keys_are_not_heard_while_a_dial_rings(hotline):
    """Nobody listens for them."""
    line = waiting_at(hotline, '<Dial action="/next">+40211234567</Dial>')
    assert line.press("1") == ()
    assert line.waiting == "dial"


def test_several_numbers_ring_at_once(hotline):
    """The first to answer is connected and the others stop; each is told what it asked for."""
    events = 'statusCallback="/callback" statusCallbackEvent="initiated ringing answered completed"'
    first = f"<Number {events}>+40211234567</Number>"
    second = '<Number statusCallback="/callback">+40211234568</Number>'
    hotline.says("/callback", "")
    hotline.says("/voice", f"<Dial>{first}{second}</Dial>")
    line = hotline.line()
    assert line.dial()[0].text == "+40211234567, +40211234568"
    line.other_party("answered", 5)
    told = [(each.form["To"], each.form["CallStatus"]) for each in hotline.to("/callback")]
    assert told == [
        ("+40211234567", "initiated"),
        ("+40211234567", "ringing"),
        ("+40211234567", "in-progress"),
        ("+40211234567", "completed"),
        ("+40211234568", "canceled"),
    ]
    assert {each.form["ParentCallSid"] for each in hotline.to("/callback")} == {line.sid}
    assert len({each.form["CallSid"] for each in hotline.to("/callback")}) == 2


@pytest.mark.parametrize(
    ("noun", "text", "status"),
    [
        ("<Sip>sip:birou@example.com</Sip>", "sip:birou@example.com", "completed"),
        ("<Client>ana</Client>", "ana", "completed"),
        ("<Client><Identity>ana</Identity></Client>", "ana", "completed"),
        ('<Conference beep="false">sala</Conference>', "sala", "answered"),
        ("<Queue>relații</Queue>", "relații", "completed"),
    ],
)
def test_other_parties_can_be_dialled(hotline, noun, text, status):
    """Sip, Client, Conference and Queue; in a conference the status is answered."""
    hotline.says("/voice", f'<Dial action="/next">{noun}</Dial>')
    hotline.says("/next", "")
    line = hotline.line()
    assert line.dial()[0].text == text
    line.other_party("answered", 3)
    assert hotline.last.form["DialCallStatus"] == status


def test_a_caller_who_hangs_up_stops_the_ringing(hotline):
    """The other leg is canceled and the call is over."""
    line = waiting_at(
        hotline, '<Dial action="/next"><Number statusCallback="/callback">+40211234567</Number></Dial>'
    )
    line.hang_up()
    assert hotline.to("/callback")[0].form["CallStatus"] == "canceled"
    assert not hotline.to("/next")
    assert line.over


def test_outcomes_are_those_of_the_carrier(hotline):
    """Anything else is a mistake of the test."""
    line = waiting_at(hotline, "<Dial>+40211234567</Dial>")
    with pytest.raises(ValueError, match="no-answer"):
        line.other_party("asleep")


def test_a_queue_never_gives_up(hotline):
    """Waiting and keys change nothing."""
    line = waiting_at(hotline, "<Enqueue>relații</Enqueue>")
    assert line.waiting == "enqueue"
    assert line.wait() == ()
    assert line.press("1") == ()
    assert line.waiting == "enqueue"


@pytest.mark.parametrize("result", ["bridged", "redirected", "queue-full", "error"])
def test_the_action_of_an_enqueue_hears_why_it_ended(hotline, result):
    """QueueResult, with the queue and the time spent in it."""
    line = waiting_at(hotline, '<Enqueue action="/next">relații</Enqueue>')
    assert texts(line.dequeue(result)) == ["Mulțumim"]
    form = hotline.last.form
    assert (form["QueueResult"], form["QueueTime"]) == (result, "0")
    assert form["QueueSid"].startswith("QU")


def test_without_an_action_an_enqueue_goes_on_with_the_next_verb(hotline):
    """As after a Leave."""
    line = waiting_at(hotline, "<Enqueue>relații</Enqueue>")
    assert texts(line.dequeue("bridged")) == ["Apoi"]


def test_hanging_up_in_a_queue_is_told_to_the_action(hotline):
    """QueueResult is hangup, on a completed call."""
    line = waiting_at(hotline, '<Enqueue action="/next">relații</Enqueue>')
    line.hang_up()
    form = hotline.to("/next")[0].form
    assert (form["QueueResult"], form["CallStatus"]) == ("hangup", "completed")
    assert len(hotline.to("/voice/status")) == 1


def test_the_wait_document_is_heard(hotline):
    """Its Say, Play and Pause are; a Redirect, with which it starts over, ends what the phone hears."""
    inside = "<Say>Sunteți primul</Say><Pause/><Redirect>/wait</Redirect>"
    hotline.says("/music/wait", inside)
    hotline.says("/voice", '<Enqueue waitUrl="/music/wait" action="next">relații</Enqueue>')
    hotline.says("/next", "")
    line = hotline.line()
    assert [event.kind for event in line.dial()] == ["enqueue", "say", "pause"]
    assert hotline.to("/music/wait")[0].form["QueuePosition"] == "1"
    line.dequeue("bridged")
    assert hotline.last.path == "/next"


def test_leave_takes_the_caller_out_of_the_queue(hotline):
    """The verb after the Enqueue runs."""
    hotline.says("/wait", "<Say>Am închis</Say><Leave/>")
    hotline.says("/voice", '<Enqueue waitUrl="/wait">relații</Enqueue><Say>Sunați mâine</Say>')
    line = hotline.line()
    assert texts(line.dial()) == ["Am închis", "Sunați mâine"]
    assert line.over


def test_a_wait_document_can_hang_up(hotline):
    """The call is over, and the verb after the Enqueue does not run."""
    hotline.says("/wait", "<Gather><Say>Am închis</Say></Gather><Hangup/>")
    hotline.says("/voice", '<Enqueue waitUrl="/wait">relații</Enqueue><Say>Nu</Say>')
    line = hotline.line()
    assert [event.kind for event in line.dial()] == ["enqueue", "say", "hangup"]
    assert line.over


def test_a_wait_document_that_fails_leaves_the_caller_with_music(hotline):
    """It is a fault and the caller stays in the queue."""
    hotline.says("/wait", "<Dial>+40211234567</Dial>")
    hotline.says("/voice", '<Enqueue waitUrl="/wait">relații</Enqueue>')
    line = hotline.line()
    line.dial()
    assert line.waiting == "enqueue"
    assert [fault.verb for fault in line.faults] == ["Dial"]
