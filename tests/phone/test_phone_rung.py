"""A telephone that the line calls, and one that is in a conference."""

import pytest
from test_phone_record_dial_queue import texts

from phone.exchange import Exchange
from phone.line import Line, NotNow

ROOM = '<Dial action="/over" timeLimit="60"><Conference waitUrl="/quiet">sala</Conference></Dial>'


def rung(hotline) -> Line:
    return hotline.line(voice_path="/ring/1", status_path="/ring/1/status", direction="outbound-api")


@pytest.fixture
def room(hotline):
    """A telephone that has picked up and is alone in a conference."""
    hotline.says("/ring/1", ROOM)
    hotline.says("/quiet", "<Say>Așteptați</Say><Pause/><Redirect>/quiet</Redirect>")
    hotline.says("/over", "<Say>La revedere</Say>")
    hotline.says("/ring/1/status", "")
    return rung(hotline)


def test_who_picks_up_is_in_progress_and_hears_the_document(hotline):
    """The line is asked when somebody answers, and told whose call it is."""
    hotline.says("/ring/1", "<Say>Bună ziua</Say>")
    hotline.says("/ring/1/status", "")
    line = rung(hotline)
    assert texts(line.pick_up()) == ["Bună ziua"]
    form = hotline.to("/ring/1")[0].form
    assert (form["CallStatus"], form["Direction"]) == ("in-progress", "outbound-api")
    assert hotline.to("/ring/1/status")[0].form["CallStatus"] == "completed"
    with pytest.raises(NotNow):
        line.pick_up()


def test_who_turns_a_call_down_is_busy(hotline):
    """Nothing is asked, the status callback is told."""
    hotline.says("/ring/1/status", "")
    line = rung(hotline)
    line.turn_down()
    assert (line.over, line.status) == (True, "busy")
    assert [(each.path, each.form["CallStatus"]) for each in hotline.asked] == [("/ring/1/status", "busy")]


def test_whoever_is_alone_in_a_conference_hears_the_wait_document(room, hotline):
    """Once, up to its Redirect; the call waits in the room, and its action is not forgotten."""
    assert [event.kind for event in room.pick_up()] == ["dial", "say", "pause"]
    assert (room.room, room.waiting) == ("sala", "dial")
    assert texts(room.other_party("answered", 600)) == ["La revedere"]
    form = hotline.to("/over")[0].form
    assert (form["DialCallStatus"], form["DialCallDuration"]) == ("answered", "60")
    assert room.room is None


def test_an_announcement_is_heard_and_the_conference_goes_on(room, hotline):
    """Say, Play and Pause may be heard there; anything else is a fault, and nothing is heard of it."""
    hotline.says("/warning", "<Say>Un minut</Say>", "<Hangup/>")
    room.pick_up()
    assert texts(room.announced("/warning")) == ["Un minut"]
    assert room.faults == []
    assert room.announced("/warning") == ()
    assert [fault.verb for fault in room.faults] == ["Hangup"]
    assert room.room == "sala"


def test_an_announcement_needs_a_conference(hotline):
    hotline.says("/ring/1", '<Gather action="/next"/>')
    line = rung(hotline)
    line.pick_up()
    assert line.room is None
    with pytest.raises(NotNow):
        line.announced("/warning")


def test_a_frozen_call_knows_who_made_it(room, hotline, signed):
    """In a server that keeps nothing the call is the line's call still."""
    room.pick_up()
    thawed = Line.thaw(Exchange(hotline.base, None, signed), room.freeze())
    thawed.hang_up()
    assert thawed.room is None
    assert hotline.to("/ring/1/status")[0].form["Direction"] == "outbound-api"
