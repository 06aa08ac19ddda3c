"""What the line is told with each request: the parameters Twilio sends, and when."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Numbers:
    """Who calls whom in which call: the parameters that are the same in every request of a call."""

    sid: str
    account: str
    caller: str | None
    called: str
    direction: str = "inbound"  # or "outbound-api", for a call that the line makes


# Every request names the call, the account, both numbers twice, the state of the call and the version.
# From is "anonymous" when the caller withholds the number. What is not known about a number is sent empty.
def standard(numbers: Numbers, status: str) -> dict[str, str]:
    """The parameters of every request; `status` is ringing, in-progress or completed."""
    caller = numbers.caller or "anonymous"
    form = {
        "AccountSid": numbers.account,
        "ApiVersion": "2010-04-01",
        "CallSid": numbers.sid,
        "CallStatus": status,
        "Direction": numbers.direction,
    }
    for name, number in (
        ("From", caller),
        ("Caller", caller),
        ("To", numbers.called),
        ("Called", numbers.called),
    ):
        form |= {name: number, **_place(name, number)}
    return form


def _place(name: str, number: str) -> dict[str, str]:
    country = "RO" if number.startswith("+40") else ""
    return {f"{name}City": "", f"{name}State": "", f"{name}Zip": "", f"{name}Country": country}


# Digits never holds the finishing key; FinishedOnKey does, and is empty when numDigits or time ended it.
def gathered_keys(digits: str, finished_on: str) -> dict[str, str]:
    """What the action of a Gather is told about keys."""
    return {"Digits": digits, "FinishedOnKey": finished_on}


# Confidence is between 0.0 and 1.0 and is not guaranteed to be there.
def gathered_speech(text: str, confidence: float | None) -> dict[str, str]:
    """What the action of a Gather is told about speech."""
    sure = {} if confidence is None else {"Confidence": str(confidence)}
    return {"SpeechResult": text, **sure}


# Partial results come while the caller still speaks; nobody waits for the answer.
def partial_speech(text: str) -> dict[str, str]:
    """What the partialResultCallback of a Gather is told."""
    first = text.split()[0] if text.split() else ""
    return {
        "UnstableSpeechResult": first,
        "StableSpeechResult": "",
        "Stability": "0.5",
        "SequenceNumber": "0",
    }


# The recording may not be ready yet when the action is asked. Digits is the key that ended it, or "hangup".
def recorded(numbers: Numbers, seconds: float, ended_by: str, place: int) -> dict[str, str]:
    """What the action of a Record is told; silence that ended it leaves Digits empty."""
    recording = _recording(numbers, seconds, place)
    return {**recording, "Digits": "" if ended_by == "silence" else ended_by}


def recording_status(numbers: Numbers, status: str, seconds: float, place: int) -> dict[str, str]:
    """What a recordingStatusCallback is told: in-progress, completed or absent."""
    recording = _recording(numbers, seconds, place)
    return {
        **recording,
        "AccountSid": numbers.account,
        "CallSid": numbers.sid,
        "RecordingStatus": status,
        "RecordingChannels": "1",
        "RecordingSource": "RecordVerb",
    }


def _recording(numbers: Numbers, seconds: float, place: int) -> dict[str, str]:
    sid = made_sid("RE", numbers.sid, place)
    address = f"https://api.twilio.com/2010-04-01/Accounts/{numbers.account}/Recordings/{sid}"
    return {"RecordingSid": sid, "RecordingUrl": address, "RecordingDuration": str(math.ceil(seconds))}


# DialCallStatus is "completed" for a party that was talked to, "answered" for a conference, and otherwise
# why nobody was. DialCallDuration is sent only when somebody was talked to.
def dialled(sid: str, outcome: str, seconds: float, conference: bool) -> dict[str, str]:
    """What the action of a Dial is told."""
    if outcome != "answered":
        return {"DialCallStatus": outcome, "DialCallSid": sid, "DialBridged": "false"}
    return {
        "DialCallStatus": "answered" if conference else "completed",
        "DialCallSid": sid,
        "DialBridged": "true",
        "DialCallDuration": str(math.ceil(seconds)),
    }


# A Number can report the progress of its own leg: initiated, ringing, answered, completed.
def leg(numbers: Numbers, sid: str, to: str, status: str, place: int) -> dict[str, str]:
    """What the statusCallback of a dialled number is told."""
    return {
        "AccountSid": numbers.account,
        "ApiVersion": "2010-04-01",
        "CallSid": sid,
        "ParentCallSid": numbers.sid,
        "CallStatus": status,
        "Direction": "outbound-dial",
        "From": numbers.caller or "anonymous",
        "To": to,
        "CallbackSource": "call-progress-events",
        "SequenceNumber": str(place),
    }


def queued(numbers: Numbers, name: str, seconds: float) -> dict[str, str]:
    """What is known about the caller's place in a queue."""
    return {"QueueSid": queue_sid(numbers, name), "QueueTime": str(math.ceil(seconds))}


def waiting(numbers: Numbers, name: str) -> dict[str, str]:
    """What a waitUrl is told when the caller has just joined an empty queue."""
    place = {"QueuePosition": "1", "AvgQueueTime": "0", "CurrentQueueSize": "1"}
    return {**queued(numbers, name, 0), **place}


def queue_sid(numbers: Numbers, name: str) -> str:
    """The same queue has the same id in every call of an account."""
    return made_sid("QU", numbers.account + name, 0)


# At the end Twilio tells the status callback how long the call was, in seconds and in begun minutes.
def ended(numbers: Numbers, status: str, seconds: float) -> dict[str, str]:
    """What the status callback is told when the call is over."""
    length = math.ceil(seconds)
    return {
        **standard(numbers, status),
        "CallDuration": str(length),
        "Duration": str(math.ceil(length / 60)),
        "CallbackSource": "call-progress-events",
        "SequenceNumber": "0",
    }


def made_sid(kind: str, of: str, place: int) -> str:
    """An id that looks like Twilio's and is the same whenever the same call is played again."""
    return kind + hashlib.sha256(f"{kind}{of}{place}".encode()).hexdigest()[:32]
