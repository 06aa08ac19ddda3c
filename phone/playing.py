"""The carrier's part of a call: each verb is played in its turn, and each wait comes to its end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from phone import parameters, verbs
from phone.call import Call, Pending
from phone.faults import NotTwiml, TwimlError
from phone.twiml_document import Element
from phone.verbs import Event, attributes_of, heard, listens

_PROMPTS = ("Say", "Play", "Pause")
_ALLOWED_IN_A_QUEUE = (*_PROMPTS, "Gather", "Redirect", "Hangup", "Leave")
_LEG_EVENTS = ("initiated", "ringing", "answered", "completed")


# Verbs run one after another. When none is left and nothing is waited for, Twilio hangs up.
def play(call: Call) -> tuple[Event, ...]:
    """What is heard from here to the next point at which the line waits, or to the end of the call."""
    events: list[Event] = []
    try:
        while call.verbs and not call.pending and not call.over:
            verb, call.verbs = call.verbs[0], call.verbs[1:]
            events += _perform(call, verb)
    except TwimlError as fault:
        fault.heard = tuple(events)
        raise
    if not call.pending and not call.over:
        events += _hang_up(call, "end of document")
    return tuple(events)


def _perform(call: Call, verb: Element) -> list[Event]:
    if verb.tag not in ("Redirect", "Reject", "Sms"):
        call.answered = True
    return _VERBS[verb.tag](call, verb)


# Say, Play and Pause outside a Gather: nobody listens for keys, so those typed ahead are lost.
def _prompt(call: Call, verb: Element) -> list[Event]:
    event = heard(verb)
    call.elapsed += event.seconds
    return [replace(event, attributes={**event.attributes, **_dropped(call)})]


def _dropped(call: Call) -> dict[str, str]:
    lost, call.ahead = call.ahead, ""
    return {"dropped": lost} if lost else {}


# Gather listens while its nested Say, Play and Pause are heard; a key stops them, so with keys typed ahead
# they are not heard at all. bargeIn="false" lets them be heard to their end all the same.
def _gather(call: Call, verb: Element) -> list[Event]:
    wanted = call.described(verb)
    lost = {} if listens(wanted, "dtmf") else _dropped(call)
    barge_in = wanted["bargeIn"] == "true"
    prompts = [] if call.ahead and barge_in else [heard(child, barge_in) for child in verb]
    call.elapsed += sum(prompt.seconds for prompt in prompts)
    _wait_at(call, "gather", verb)
    keys, call.ahead = call.ahead, ""
    take_keys(call, keys)
    return [*prompts, Event("gather", interruptible=True, attributes={**wanted, **lost})]


def take_keys(call: Call, keys: str) -> None:
    """The Gather the line waits at takes keys; one that listens for speech alone does not."""
    if not keys or not listens(call.wanted(), "dtmf"):
        return
    got = verbs.typed(keys, call.at().typed, call.wanted())
    if got.done:
        call.ahead = got.rest
        _gathered(call, parameters.gathered_keys(got.digits, got.finished_on), empty=not got.digits)
    else:
        call.pending = replace(call.at(), typed=got.digits)


# Speech and keys race in a Gather that takes both: the first kind wins.
def take_speech(call: Call, text: str, confidence: float | None) -> None:
    """The Gather the line waits at hears speech, unless it listens for keys alone or has a key already."""
    wanted = call.wanted()
    if not listens(wanted, "speech") or call.at().typed:
        return
    call.elapsed += verbs.speech_seconds(text, wanted)
    if "partialResultCallback" in wanted:
        method = wanted["partialResultCallbackMethod"]
        call.tell(wanted["partialResultCallback"], parameters.partial_speech(text), method)
    _gathered(call, parameters.gathered_speech(text, confidence), empty=not text.strip())


# When a Gather has waited long enough it sends the keys it has, if any.
def take_silence(call: Call) -> None:
    """The Gather the line waits at runs into its timeout."""
    call.elapsed += verbs.patience(call.wanted())
    digits = call.at().typed
    _gathered(call, parameters.gathered_keys(digits, "") if digits else {}, empty=not digits)


# The action defaults to the current document. An empty result (silence, or the finishing key alone) goes on
# with the next verb. With actionOnEmptyResult the action is asked all the same, after silence without Digits.
def _gathered(call: Call, form: Mapping[str, str], empty: bool) -> None:
    wanted = call.wanted()
    call.pending = None
    if not empty or wanted["actionOnEmptyResult"] == "true":
        call.open(wanted["action"], wanted["method"], form)


# Redirect asks another document, POST by default; the verbs after it are never reached.
def _redirect(call: Call, verb: Element) -> list[Event]:
    url = call.exchange.resolved((verb.text or "").strip(), call.document)
    call.open(url, attributes_of(verb)["method"], {})
    return [Event("redirect", url, attributes=attributes_of(verb))]


# Record beeps and keeps what is said until a key of finishOnKey, `timeout` seconds of silence, or maxLength.
def _record(call: Call, verb: Element) -> list[Event]:
    lost = _dropped(call)
    _wait_at(call, "record", verb)
    _report_recording(call, "in-progress", 0.0)
    return [Event("record", attributes={**call.described(verb), **lost})]


# A recording goes to the action, by default the current document, so verbs after Record are not reached; but
# an empty recording is sent nowhere and the next verb runs. A caller who hangs up while recording still
# causes the request, with Digits=hangup.
def recorded(call: Call, seconds: float, ended_by: str) -> None:
    """The Record the line waits at ends after `seconds`, by a key, by silence or by a hang-up."""
    wanted = call.wanted()
    most = float(wanted["maxLength"])
    if seconds > most:
        seconds, ended_by = most, "silence"
    elif ended_by == "silence":
        call.elapsed += verbs.patience(wanted)
    call.elapsed += seconds
    call.made += 1
    _report_recording(call, "completed" if seconds > 0 else "absent", seconds)
    call.pending = None
    form = parameters.recorded(call.numbers, seconds, ended_by, call.made)
    _go_on(call, wanted, form if seconds > 0 else None, ended_by == "hangup")


def _report_recording(call: Call, status: str, seconds: float) -> None:
    wanted = call.wanted()
    url = wanted.get("recordingStatusCallback")
    if url and status in wanted["recordingStatusCallbackEvent"].split():
        form = parameters.recording_status(call.numbers, status, seconds, call.made)
        call.tell(url, form, wanted["recordingStatusCallbackMethod"])


# Dial calls all its numbers at once and rings for `timeout` seconds; the first to answer is connected, for
# at most timeLimit seconds.
def _dial(call: Call, verb: Element) -> list[Event]:
    lost = _dropped(call)
    _wait_at(call, "dial", verb)
    for status in ("initiated", "ringing"):
        _report(call, status, [status] * len(verbs.parties(verb)))
    names = ", ".join(verbs.name_of(party) for party in verbs.parties(verb))
    event = Event("dial", names, attributes={**call.described(verb), **lost})
    return [event, *_heard_before_the_conference(call, verbs.parties(verb)[0])]


# Whoever is alone in a conference hears the document at waitUrl; an empty one is silence. The phone hears it once.
def _heard_before_the_conference(call: Call, party: Element) -> list[Event]:
    wanted = attributes_of(party)
    if party.tag != "Conference" or not wanted.get("waitUrl"):
        return []
    return overheard(call, call.exchange.resolved(wanted["waitUrl"], call.document), wanted["waitMethod"])


# A document for a conference, at waitUrl or announceUrl, may hold Say, Play, Pause and Redirect. One that is no good
# is not heard; the call goes on.
def overheard(call: Call, url: str, method: str) -> list[Event]:
    """What a document says to somebody whose call stays where it is; a Redirect ends what the phone hears of it."""
    document, last, events = call.document, call.last, []
    try:
        for verb in call.retrieved(url, method, {}):
            if verb.tag == "Redirect":
                break
            if verb.tag not in _PROMPTS:
                raise NotTwiml("this verb cannot be heard in a conference", url=url, verb=verb.tag)
            events.append(heard(verb))
    except TwimlError as fault:
        call.faults.append(fault)
    call.document, call.last = document, last
    return events


# With an action, the call goes on with what it answers; without one, with the next verb.
def dialled(call: Call, outcome: str, seconds: float) -> None:
    """The Dial the line waits at ends: nobody came, or they talked for `seconds`."""
    wanted, called = call.wanted(), verbs.parties(call.at().verb)
    talked = min(float(seconds), float(wanted["timeLimit"])) if outcome == "answered" else 0.0
    call.elapsed += talked + (float(wanted["timeout"]) if outcome == "no-answer" else 0.0)
    report_legs(call, outcome)
    form = parameters.dialled(_leg_sid(call, 0), outcome, talked, called[0].tag == "Conference")
    call.made += len(called)
    call.pending = None
    _go_on(call, wanted, form if "action" in wanted else None, gone=False)


def report_legs(call: Call, outcome: str) -> None:
    """Each dialled number is told how it ended; when one answers, the others stop ringing."""
    others = len(verbs.parties(call.at().verb)) - 1
    if outcome == "answered":
        _report(call, "answered", ["in-progress"])
        _report(call, "completed", ["completed", *["canceled"] * others])
    else:
        _report(call, "completed", [outcome] * (others + 1))


def _report(call: Call, event: str, statuses: list[str]) -> None:
    called = verbs.parties(call.at().verb)
    for place, (party, status) in enumerate(zip(called, statuses, strict=False)):
        wanted = attributes_of(party)
        if party.tag in ("Number", "Sip", "Client") and event in wanted["statusCallbackEvent"].split():
            _tell_leg(call, place, wanted, verbs.name_of(party), status, _LEG_EVENTS.index(event))


def _tell_leg(call: Call, place: int, wanted: Mapping[str, str], to: str, status: str, order: int) -> None:
    if url := wanted.get("statusCallback"):
        form = parameters.leg(call.numbers, _leg_sid(call, place), to, status, order)
        call.tell(url, form, wanted["statusCallbackMethod"])


def _leg_sid(call: Call, place: int) -> str:
    return parameters.made_sid("CA", call.numbers.sid, call.made + place)


# Enqueue keeps the caller in a queue; meanwhile the document at waitUrl is heard. The phone hears it once,
# and hears the default music instead when that document is no good.
def _enqueue(call: Call, verb: Element) -> list[Event]:
    lost = _dropped(call)
    _wait_at(call, "enqueue", verb)
    joined = Event("enqueue", (verb.text or "").strip(), attributes={**call.described(verb), **lost})
    return [joined, *_heard_in_the_queue(call, _waiting_verbs(call))]


# A queued caller may be given Say, Play, Pause, Gather, Redirect, Hangup and Leave, nothing else.
def _waiting_verbs(call: Call) -> tuple[Element, ...]:
    wanted, document = call.wanted(), call.document
    if "waitUrl" not in wanted:
        return ()
    form = parameters.waiting(call.numbers, _queue(call))
    try:
        found = call.retrieved(wanted["waitUrl"], wanted["waitUrlMethod"], form)
        _check_waiting(found, call.document)
    except TwimlError as fault:
        call.faults.append(fault)
        found = ()
    call.document = document
    return found


def _check_waiting(found: tuple[Element, ...], url: str) -> None:
    for verb in found:
        if verb.tag not in _ALLOWED_IN_A_QUEUE:
            raise NotTwiml("this verb cannot stand in a waitUrl document", url=url, verb=verb.tag)


def _heard_in_the_queue(call: Call, waiting: tuple[Element, ...]) -> list[Event]:
    events: list[Event] = []
    for verb in waiting:
        if verb.tag == "Leave":
            dequeued(call, "leave")
        elif verb.tag == "Hangup":
            events += _hang_up(call, "Hangup")
        if verb.tag in ("Leave", "Hangup", "Redirect"):
            break
        events += [heard(each) for each in (verb if verb.tag == "Gather" else (verb,))]
    return events


# The action of an Enqueue is asked when the caller leaves the queue, whatever the reason; without one the
# verb after the Enqueue runs.
def dequeued(call: Call, result: str) -> None:
    """The Enqueue the line waits at ends."""
    wanted, waited = call.wanted(), call.elapsed - call.at().since
    form = {"QueueResult": result, **parameters.queued(call.numbers, _queue(call), waited)}
    call.pending = None
    _go_on(call, wanted, form if "action" in wanted else None, result == "hangup")


def _queue(call: Call) -> str:
    verb = call.at().verb
    return (verb.text or "").strip() or verb.get("workflowSid", "")


# Leave means something only in the document a queued caller hears.
def _leave(call: Call, verb: Element) -> list[Event]:
    raise call.fatal(NotTwiml("the caller is in no queue", url=call.document, verb=verb.tag))


# Reject ends the call before it is answered: the caller hears "not in service", or a busy tone.
def _reject(call: Call, verb: Element) -> list[Event]:
    if call.answered:
        raise call.fatal(NotTwiml("the call is answered already", url=call.document, verb=verb.tag))
    reason = attributes_of(verb)["reason"]
    call.finish("busy" if reason == "busy" else "no-answer")
    return [Event("reject", reason, attributes=attributes_of(verb))]


# Sms sends its text; with an action the call goes on with what the action answers.
def _sms(call: Call, verb: Element) -> list[Event]:
    call.made += 1
    wanted = call.described(verb)
    form = {"SmsSid": parameters.made_sid("SM", call.numbers.sid, call.made), "SmsStatus": "sent"}
    _go_on(call, wanted, form if "action" in wanted else None, gone=False)
    return [Event("sms", " ".join((verb.text or "").split()), attributes=wanted)]


# Hangup ends the call.
def _hangup(call: Call, verb: Element) -> list[Event]:
    return _hang_up(call, verb.tag)


def _hang_up(call: Call, because: str) -> list[Event]:
    call.finish("completed")
    return [Event("hangup", attributes={"because": because})]


# A caller who has gone causes one last request, whose answer nobody hears.
def _go_on(call: Call, wanted: Mapping[str, str], form: Mapping[str, str] | None, gone: bool) -> None:
    if gone:
        if form is not None:
            said = {**parameters.standard(call.numbers, "completed"), **form}
            call.tell(wanted["action"], said, wanted["method"])
        call.finish("completed")
    elif form is not None:
        call.open(wanted["action"], wanted["method"], form)


def _wait_at(call: Call, kind: str, verb: Element) -> None:
    call.pending = Pending(kind, verb, call.elapsed)


_VERBS: dict[str, Callable[[Call, Element], list[Event]]] = {
    **dict.fromkeys(_PROMPTS, _prompt),
    "Gather": _gather,
    "Redirect": _redirect,
    "Record": _record,
    "Dial": _dial,
    "Enqueue": _enqueue,
    "Leave": _leave,
    "Reject": _reject,
    "Sms": _sms,
    "Hangup": _hangup,
}
