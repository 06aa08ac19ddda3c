"""What a developer may write in a document: each verb, its attributes and their values, as documented."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Rule:
    """What one attribute may hold; `wants` completes the sentence "it must be ..."."""

    wants: str
    allows: Callable[[str], bool]
    code: int | None = None


@dataclass(frozen=True)
class Shape:
    """What one element may look like. `text` is one of "needed", "allowed" and "none"."""

    attributes: dict[str, Rule] = field(default_factory=dict)
    children: frozenset[str] = frozenset()
    text: str = "none"
    needs: frozenset[str] = frozenset()
    wrong_child: int | None = None


def _matching(wants: str, pattern: str, code: int | None = None) -> Rule:
    return Rule(wants, lambda value: re.fullmatch(pattern, value) is not None, code)


def _one_of(*words: str, code: int | None = None) -> Rule:
    return Rule(f"one of {', '.join(words)}", lambda value: value in words, code)


def _whole(least: int, most: int | None = None, code: int | None = None) -> Rule:
    wants = f"a whole number from {least}" + (f" to {most}" if most is not None else " up")

    def allows(value: str) -> bool:
        number = int(value) if re.fullmatch(r"[0-9]{1,9}", value) else -1
        return number >= least and (most is None or number <= most)

    return Rule(wants, allows, code)


def _words(*known: str, code: int | None = None) -> Rule:
    wants = f"some of {', '.join(known)}, with blanks between"
    return Rule(wants, lambda value: bool(value.split()) and set(value.split()) <= set(known), code)


def _or_auto(rule: Rule) -> Rule:
    return Rule(f"{rule.wants}, or auto", lambda value: value == "auto" or rule.allows(value), rule.code)


def _allows_hints(value: str) -> bool:
    entries = value.split(",")
    return len(entries) <= 500 and all(len(entry.strip()) <= 100 for entry in entries)


def _flag(code: int | None = None) -> Rule:
    return _one_of("true", "false", code=code)


def _method(code: int | None = None) -> Rule:
    return _one_of("GET", "POST", code=code)


_ANY = Rule("anything", lambda value: True)
_URL = _matching("an address without blanks", r"[!-~]+")
_LANGUAGE = r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*"
_VOICE = (
    r"man|woman|alice|Polly\.[A-Za-z]+(-Neural|-Generative)?"
    r"|Google\.[a-z]{2,3}-[A-Z]{2}-[A-Za-z0-9]+(-[A-Za-z0-9]+)*"
)
_EVENTS = _words("initiated", "ringing", "answered", "completed")
_TRIM = _one_of("trim-silence", "do-not-trim", code=13699)
_RECORDING_EVENTS = _words("in-progress", "completed", "absent", code=13621)
_RECORDING = {
    "recordingStatusCallback": _URL,
    "recordingStatusCallbackMethod": _method(),
    "recordingStatusCallbackEvent": _RECORDING_EVENTS,
}
_RECORD_A_CALL = _one_of(
    *("true", "false", "do-not-record", "record-from-answer", "record-from-ringing"),
    *("record-from-answer-dual", "record-from-ringing-dual"),
)
_PARTY = {
    "url": _URL,
    "method": _method(),
    "statusCallback": _URL,
    "statusCallbackMethod": _method(),
    "statusCallbackEvent": _EVENTS,
}
_MACHINE = {
    "machineDetection": _one_of("Enable", "DetectMessageEnd"),
    "machineDetectionTimeout": _whole(3, 60),
    "machineDetectionSpeechThreshold": _whole(1000, 6000),
    "machineDetectionSpeechEndThreshold": _whole(500, 5000),
    "machineDetectionSilenceTimeout": _whole(2000, 10000),
    "amdStatusCallback": _URL,
    "amdStatusCallbackMethod": _method(),
}
_SSML_NAMES = frozenset({"break", "emphasis", "lang", "p", "phoneme", "prosody", "s", "say-as", "sub", "w"})
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# SSML inside Say: ten elements of the standard; anything else is not spoken by the voices.
SSML: dict[str, Shape] = {
    "break": Shape(
        {
            "strength": _one_of("none", "x-weak", "weak", "medium", "strong", "x-strong"),
            "time": _matching(
                "up to 10 s, as 500ms or 2s", r"\+?(10000|[0-9]{1,4})ms|\+?(10|[0-9]?(\.[0-9]+)?)s"
            ),
        }
    ),
    "emphasis": Shape({"level": _one_of("strong", "moderate", "reduced", "none")}, _SSML_NAMES, "allowed"),
    "lang": Shape(
        {XML_LANG: _matching("a language tag", _LANGUAGE)}, _SSML_NAMES, "allowed", frozenset({XML_LANG})
    ),
    "p": Shape({}, _SSML_NAMES, "allowed"),
    "s": Shape({}, _SSML_NAMES, "allowed"),
    "phoneme": Shape(
        {"alphabet": _one_of("ipa", "x-sampa", "x-amazon-pinyin"), "ph": _ANY},
        text="allowed",
        needs=frozenset({"ph"}),
    ),
    "prosody": Shape({"volume": _ANY, "rate": _ANY, "pitch": _ANY}, _SSML_NAMES, "allowed"),
    "say-as": Shape(
        {
            "interpret-as": _matching("a word such as digits or date", r"[a-z-]+"),
            "role": _ANY,
            "format": _ANY,
        },
        text="allowed",
        needs=frozenset({"interpret-as"}),
    ),
    "sub": Shape({"alias": _ANY}, text="allowed", needs=frozenset({"alias"})),
    "w": Shape({"role": _ANY}, text="allowed"),
}

# What may be called from a Dial.
NOUNS: dict[str, Shape] = {
    # Number: one telephone; up to ten ring at once and the first to answer is connected.
    "Number": Shape(
        {**_PARTY, **_MACHINE, "sendDigits": _matching("keys, w and W", r"[0-9#*wWA-D]+"), "byoc": _ANY},
        text="needed",
    ),
    # Sip: one SIP address, written as the text.
    "Sip": Shape({**_PARTY, **_MACHINE, "username": _ANY, "password": _ANY}, text="needed"),
    # Client: one registered browser or app, by its identity.
    "Client": Shape(_PARTY, frozenset({"Identity", "Parameter"}), "allowed"),
    "Identity": Shape(text="needed"),
    "Parameter": Shape({"name": _ANY, "value": _ANY}, needs=frozenset({"name", "value"})),
    # Conference: a room by name; a caller waits in it until somebody starts it.
    "Conference": Shape(
        {
            **_RECORDING,
            "muted": _flag(13230),
            "endConferenceOnExit": _flag(13231),
            "startConferenceOnEnter": _flag(13232),
            "waitUrl": _matching("an address, or empty for silence", r"[!-~]*", 13233),
            "waitMethod": _method(13234),
            "beep": _one_of("true", "false", "onEnter", "onExit", code=13235),
            "maxParticipants": _whole(2, 250),
            "record": _one_of("do-not-record", "record-from-start"),
            "trim": _TRIM,
            "region": _ANY,
            "coach": _ANY,
            "statusCallback": _URL,
            "statusCallbackMethod": _method(),
            "statusCallbackEvent": _words(
                "start", "end", "join", "leave", "mute", "hold", "modify", "speaker"
            ),
            "participantLabel": _matching("up to 128 characters", r".{1,128}"),
            "jitterBufferSize": _one_of("large", "medium", "small", "off"),
        },
        text="needed",
    ),
    # Queue: whoever has waited longest in the named queue.
    "Queue": Shape(
        {"url": _URL, "method": _method(), "reservationSid": _ANY, "postWorkActivitySid": _ANY}, text="needed"
    ),
    # Task: what a TaskRouter workflow is given about an enqueued caller.
    "Task": Shape({"priority": _whole(0), "timeout": _whole(1)}, text="needed"),
}

_PROMPTS = frozenset({"Say", "Play", "Pause"})

VERBS: dict[str, Shape] = {
    # Say: speaks its text. loop 0 repeats until the caller hangs up.
    "Say": Shape(
        {
            "voice": _matching("man, woman, Polly.* or Google.*", _VOICE, 13511),
            "language": _matching("a language tag such as ro-RO", _LANGUAGE, 13512),
            "loop": _whole(0, code=13510),
        },
        _SSML_NAMES,
        "allowed",
    ),
    # Play: plays the sound at its text, or sends the tones of `digits`.
    "Play": Shape(
        {
            "loop": _whole(0, code=13410),
            "digits": _matching("keys and w", r"[0-9#*wWA-D]+", 13430),
        },
        text="allowed",
    ),
    # Pause: says nothing for whole seconds, one if nothing is said.
    "Pause": Shape({"length": _whole(1, code=13910)}),
    # Gather: collects keys or speech while its nested Say, Play and Pause are heard; nothing else nests.
    "Gather": Shape(
        {
            "action": _URL,
            "method": _method(13312),
            "input": _one_of("dtmf", "speech", "dtmf speech", "speech dtmf", code=13326),
            "numDigits": _whole(1, code=13314),
            "finishOnKey": _matching("one key, or empty for none", r"[0-9#*]?", 13310),
            "timeout": _or_auto(_whole(1, code=13313)),
            "speechTimeout": _or_auto(_whole(1, code=13327)),
            "maxSpeechTime": _whole(1, 60, 13328),
            "actionOnEmptyResult": _flag(13338),
            "hints": Rule("at most 500 entries of at most 100 characters", _allows_hints, 13330),
            "language": _matching("a language tag such as ro-RO", _LANGUAGE, 13331),
            "bargeIn": _flag(13332),
            "profanityFilter": _flag(13333),
            "speechModel": _matching(
                "a model Twilio lists",
                r"default|numbers_and_commands|phone_call|experimental_(conversations|utterances)"
                r"|(googlev2|deepgram)_[a-z0-9_-]+",
                13334,
            ),
            "enhanced": _flag(),
            "debug": _flag(),
            "partialResultCallback": _URL,
            "partialResultCallbackMethod": _method(13329),
        },
        _PROMPTS,
        wrong_child=13320,
    ),
    # Redirect: the call goes on with the document at its text; what follows is never reached.
    "Redirect": Shape({"method": _method(13710)}, text="needed"),
    # Record: keeps the caller's voice; any key of finishOnKey, silence or maxLength ends it.
    "Record": Shape(
        {
            **_RECORDING,
            "action": _URL,
            "method": _method(13610),
            "timeout": _whole(1, code=13611),
            "maxLength": _whole(1, 86_400, 13612),
            "finishOnKey": _matching("keys 0-9, * and #, or empty for none", r"[0-9#*]*", 13613),
            "playBeep": _flag(13616),
            "trim": _TRIM,
            "transcribe": _flag(13614),
            "transcribeCallback": _URL,
            "recordingTrack": _one_of("inbound", "outbound", "both", code=13622),
        }
    ),
    # Dial: connects the caller to a number written as text, or to the nouns nested in it.
    "Dial": Shape(
        {
            **_RECORDING,
            "action": _URL,
            "method": _method(13210),
            "timeout": _whole(1, 600, 13212),
            "timeLimit": _whole(1, 86_400, 13216),
            "hangupOnStar": _flag(13213),
            "callerId": _matching(
                "a number in E.164, or client:name", r"\+[1-9][0-9]{1,14}|client:\S+", 13214
            ),
            "record": _RECORD_A_CALL,
            "recordingTrack": _one_of("inbound", "outbound", "both", code=13622),
            "trim": _TRIM,
            "answerOnBridge": _flag(),
            "sequential": _flag(),
            "ringTone": _matching("a country of two letters", r"[a-z]{2}(-old)?"),
            "referUrl": _URL,
            "referMethod": _method(),
        },
        frozenset({"Number", "Sip", "Client", "Conference", "Queue"}),
        "allowed",
        wrong_child=13215,
    ),
    # Enqueue: the caller waits in the queue named by its text, or in a workflow.
    "Enqueue": Shape(
        {
            "action": _URL,
            "method": _method(),
            "waitUrl": _URL,
            "waitUrlMethod": _method(),
            "workflowSid": _matching("WW and 32 hex digits", r"WW[0-9a-fA-F]{32}"),
            "maxQueueSize": _whole(1, 5000),
        },
        frozenset({"Task"}),
        "allowed",
    ),
    # Leave: takes the caller out of the queue; it has no attributes.
    "Leave": Shape(),
    # Hangup: ends the call; it has no attributes.
    "Hangup": Shape(),
    # Reject: the call is not answered at all and costs nothing.
    "Reject": Shape({"reason": _one_of("rejected", "busy", code=13810)}),
    # Sms: sends its text as a message during the call.
    "Sms": Shape(
        {
            "to": _matching("a number in E.164", r"\+[1-9][0-9]{1,14}", 14101),
            "from": _ANY,
            "action": _URL,
            "method": _method(14104),
            "statusCallback": _URL,
        },
        text="needed",
    ),
}

SHAPES: dict[str, Shape] = {**SSML, **NOUNS, **VERBS}

# What an attribute means when it is not written. A default that depends on others is worked out in verbs.py.
DEFAULTS: dict[str, dict[str, str]] = {
    "Say": {"language": "en-US", "loop": "1"},
    "Play": {"loop": "1"},
    "Pause": {"length": "1"},
    "Gather": {
        "method": "POST",
        "input": "dtmf",
        "finishOnKey": "#",
        "timeout": "5",
        "actionOnEmptyResult": "false",
        "language": "en-US",
        "bargeIn": "true",
        "profanityFilter": "true",
        "enhanced": "false",
        "partialResultCallbackMethod": "POST",
    },
    "Redirect": {"method": "POST"},
    "Record": {
        "method": "POST",
        "timeout": "5",
        "maxLength": "3600",
        "finishOnKey": "1234567890*#",
        "playBeep": "true",
        "trim": "trim-silence",
        "transcribe": "false",
        "recordingStatusCallbackMethod": "POST",
        "recordingStatusCallbackEvent": "completed",
    },
    "Dial": {
        "method": "POST",
        "timeout": "30",
        "timeLimit": "14400",
        "hangupOnStar": "false",
        "record": "do-not-record",
        "answerOnBridge": "false",
        "recordingStatusCallbackMethod": "POST",
        "recordingStatusCallbackEvent": "completed",
    },
    "Number": {"method": "POST", "statusCallbackMethod": "POST", "statusCallbackEvent": "completed"},
    "Sip": {"method": "POST", "statusCallbackMethod": "POST", "statusCallbackEvent": "completed"},
    "Client": {"method": "POST", "statusCallbackMethod": "POST", "statusCallbackEvent": "completed"},
    "Conference": {
        "muted": "false",
        "beep": "true",
        "startConferenceOnEnter": "true",
        "endConferenceOnExit": "false",
        "waitMethod": "POST",
        "maxParticipants": "250",
    },
    "Enqueue": {"method": "POST", "waitUrlMethod": "POST"},
    "Reject": {"reason": "rejected"},
    "Sms": {"method": "POST"},
}
