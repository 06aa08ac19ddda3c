"""A call that goes through JSON between every two acts is the same call."""

import json

import pytest

from phone.line import Line

ACTS = [
    lambda line: line.dial(),
    lambda line: line.press("1234"),
    lambda line: line.press("5#"),
    lambda line: line.wait(),
    lambda line: line.speak("pașaport pierdut"),
    lambda line: line.other_party("answered", 12),
    lambda line: line.record(3, "#"),
    lambda line: line.dequeue("bridged"),
    lambda line: line.press("9"),
    lambda line: line.hang_up(),
]


@pytest.fixture
def long_call(hotline, said):
    """A hotline through which all acts lead, with cookies, faults and keys typed ahead."""
    first = '<Response><Gather numDigits="2" action="/a"><Say>Unu</Say></Gather></Response>'
    hotline.says("/voice", said(first, headers=(("Set-Cookie", "a=1"),)))
    hotline.says("/a", '<Gather action="/b"><Say language="ro-RO">Doi &amp; trei</Say></Gather>')
    hotline.says("/b", '<Gather input="dtmf speech"/><Gather input="speech" action="/c"/>')
    hotline.says("/c", '<Dial action="/d" timeLimit="10"><Number>+40211234567</Number></Dial>')
    hotline.says("/d", "<Shout/>")
    hotline.says("/voice/fallback", '<Record action="/e"/><Say>Nu</Say>')
    hotline.says(
        "/e", '<Enqueue>relații</Enqueue><Say>Apoi<break time="1s"/>gata</Say><Gather numDigits="2"/>'
    )
    return hotline


def played(hotline, between):
    """All acts of one call, each on what `between` makes of the line after the last one."""
    hotline.asked.clear()
    line, heard = hotline.line(fallback_path="/voice/fallback"), []
    for act in ACTS:
        line = between(line)
        heard.append(act(line))
    asked = [(each.method, each.target, each.form, each.headers.get("cookie")) for each in hotline.asked]
    return line, heard, asked


def test_a_frozen_and_thawed_call_goes_on_as_if_nothing_had_happened(long_call):
    """The same is heard, asked and remembered."""

    def through_json(line):
        return Line.thaw(long_call.exchange(), json.loads(json.dumps(line.freeze())))

    straight, heard, asked = played(long_call, lambda line: line)
    frozen, heard_again, asked_again = played(long_call, through_json)
    assert heard_again == heard
    assert asked_again == asked
    assert frozen.elapsed == straight.elapsed
    assert [str(fault) for fault in frozen.faults] == [str(fault) for fault in straight.faults]
    assert [type(fault) for fault in frozen.faults] == [type(fault) for fault in straight.faults]
    assert frozen.over
    assert len(heard[0]) == 2
    assert [fault.code for fault in straight.faults] == [12200]


def test_a_thawed_call_can_repeat_its_last_request(long_call):
    """With the token it had."""
    line = long_call.line()
    line.dial()
    again = Line.thaw(long_call.exchange(), json.loads(json.dumps(line.freeze())))
    again.repeat()
    first, second = long_call.to("/voice")
    assert (first.body, first.headers) == (second.body, second.headers)


def test_freezing_changes_nothing(long_call):
    """A frozen call is a copy; the line goes on."""
    line = long_call.line()
    line.dial()
    assert line.freeze() == line.freeze()
    kept = line.freeze()
    line.press("12")
    assert kept["pending"]["typed"] == ""
    assert line.freeze() != kept
