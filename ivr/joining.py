"""Two telephones are rung and joined: what each is told becomes TwiML, with the words and voices of the line.

Only a key accepts: a television that says "one", or an answering machine that does, is not somebody who wants to talk.
"""

from collections.abc import Iterable

from twilio.twiml.voice_response import Dial, Gather, VoiceResponse

from ivr.script import Say
from ivr.twiml import KEY_SECONDS, WORDS, Portion, Voice

WAIT_SECONDS = 2  # between two sentences for somebody who waits (voice rule 46)


def asked(voice: Voice, says: Iterable[Say], language: str, action: str, seconds: int = KEY_SECONDS) -> str:
    """Says it and waits for one key, which goes to `action`; so does silence."""
    response, portions = VoiceResponse(), voice.portions(says, language)
    gather = Gather(
        input="dtmf",
        num_digits=1,
        finish_on_key="",
        timeout=seconds,
        action=action,
        method="POST",
        action_on_empty_result=True,
    )
    _speak(voice, gather, portions)
    response.append(gather)
    response.redirect(action, method="POST")
    return _filled(response, portions)


def joined(
    voice: Voice, says: Iterable[Say], language: str, *, room: str, seconds: int, action: str, wait: str
) -> str:
    """Says it and joins whoever else comes into the room; for so many seconds, and until one of them hangs up."""
    response, portions = VoiceResponse(), voice.portions(says, language)
    _speak(voice, response, portions)
    dial = Dial(action=action, method="POST", time_limit=seconds)
    dial.conference(
        room,
        start_conference_on_enter=True,
        end_conference_on_exit=True,
        max_participants=2,
        beep="onEnter",
        wait_url=wait,
        wait_method="POST",
    )
    response.append(dial)
    return _filled(response, portions)


def told(voice: Voice, says: Iterable[Say], language: str, then: str = "") -> str:
    """Says it, then goes on at `then`; the call ends where there is none."""
    response, portions = VoiceResponse(), voice.portions(says, language)
    _speak(voice, response, portions)
    if then:
        response.pause(length=WAIT_SECONDS)
        response.redirect(then, method="POST")
    else:
        response.hangup()
    return _filled(response, portions)


def announced(voice: Voice, says: Iterable[Say], language: str) -> str:
    """Says it to everybody in a conference, which goes on."""
    response, portions = VoiceResponse(), voice.portions(says, language)
    _speak(voice, response, portions)
    return _filled(response, portions)


def _speak(voice: Voice, into: VoiceResponse | Gather, portions: list[Portion]) -> None:
    for portion in portions:
        into.say(WORDS, voice=voice.words[portion.code].voice, language=voice.words[portion.code].speaks)


def _filled(response: VoiceResponse, portions: list[Portion]) -> str:
    """The words go in as they are spoken everywhere else, with a breath between two sentences."""
    first, *others = str(response).split(WORDS)
    return first + "".join(portion.as_xml() + rest for portion, rest in zip(portions, others, strict=True))
