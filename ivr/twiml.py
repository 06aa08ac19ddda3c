"""A reply becomes TwiML: the only place where a conversation turns into XML."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from xml.sax.saxutils import escape

from twilio.twiml.voice_response import Gather, VoiceResponse

from ivr.codec import decode
from ivr.script import Question, Reply, Ring, Say, say
from words.catalogue import Catalogue

SAY_LIMIT = 900  # characters; Twilio's limits are far higher, voices tire earlier (voice rules, end)
BREAK = "600ms"  # between sentences and options (voice rule 12)
HINTS_LIMIT = 100  # characters of one hint; Twilio takes up to 500 hints
KEY_SECONDS = 7  # to the first key of a menu (voice rule 20)
DIGIT_SECONDS = 10  # to the first digit, and between digits (voice rules 20 and 21)
SPEECH_SECONDS = 2  # of quiet that end a spoken answer
ACTION, WORDS = "@action@", "@words@"  # where they go in a frame
BREATH = f'<break time="{BREAK}" />'

Listening = tuple[
    str, tuple[str, ...]
]  # the language, and the topics of the options (none where digits are typed)

Ringing = tuple[str, int, int]  # a number, how long it rings, how long they may talk


@dataclass(frozen=True)
class Portion:
    """What one Say holds: a language, and sentences of it."""

    code: str
    texts: tuple[str, ...]

    def as_xml(self) -> str:
        """The sentences with a breath between them."""
        return BREATH.join(map(escape, self.texts))


class Voice:
    """Speaks replies: the same stored reply gives the same bytes, so that a repeated request hears no difference.

    Documents are remembered, since most callers stand at the same few questions; so are their frames, made by
    the carrier's library, into which a reply that is new only puts its words.
    """

    def __init__(self, words: Mapping[str, Catalogue]) -> None:
        self.words = words
        self.render = lru_cache(maxsize=4096)(self._render)
        self._framed = lru_cache(maxsize=1024)(self._frame)

    def _render(self, stored: str, language: str, action: str) -> str:
        """TwiML of the reply that `codec.encode` stored; `action` is where the answer goes."""
        reply = decode(stored)
        firm, open_ = self.portions(reply.firm, language), self.portions(after_firm(reply), language)
        frame = self._framed(_codes(firm), _codes(open_), _listening(reply, language), _ringing(reply.ring))
        said = iter(portion.as_xml() for portion in (*firm, *open_))
        return "".join(
            escape(action) if part == ACTION else next(said) if part == WORDS else part for part in frame
        )

    def portions(self, says: Iterable[Say], language: str) -> list[Portion]:
        """The sentences as text; those of one language share a Say as long as it stays short."""
        portions: list[Portion] = []
        for one in says:
            code = one.language or language
            text = self.words[code].text(one.key, one.values)
            last = portions[-1] if portions else None
            longer = Portion(code, (*last.texts, text)) if last and last.code == code else None
            if longer and len(longer.as_xml()) <= SAY_LIMIT:
                portions[-1] = longer
            else:
                portions.append(Portion(code, (text,)))
        return portions

    def _frame(
        self,
        firm: tuple[str, ...],
        open_: tuple[str, ...],
        listening: Listening | None,
        ringing: Ringing | None,
    ) -> tuple[str, ...]:
        """The document without its words: pieces of XML, and ACTION and WORDS where these go."""
        response = VoiceResponse()
        self._speak(response, firm)
        if listening:
            self._speak(response.gather(**self._manner(*listening)), open_)
            # where no input ends the Gather without a request (older engines), the silence is still heard by us
            response.redirect(ACTION, method="POST")
        else:
            self._speak(response, open_)
            _dial(response, *ringing) if ringing else response.hangup()
        return tuple(re.split(f"({ACTION}|{WORDS})", str(response)))

    def _speak(self, into: VoiceResponse | Gather, codes: tuple[str, ...]) -> None:
        for code in codes:
            into.say(WORDS, voice=self.words[code].voice, language=self.words[code].speaks)

    def _manner(self, language: str, topics: tuple[str, ...]) -> dict[str, object]:
        """One key ends a menu, `#` ends a number; silence comes back to us as an empty answer."""
        words = self.words[language]
        common = {
            "action": ACTION,
            "method": "POST",
            "input": "dtmf speech",
            "language": words.listens,
            "speech_timeout": SPEECH_SECONDS,
            "action_on_empty_result": True,
        }
        if not topics:
            return common | {"timeout": DIGIT_SECONDS, "finish_on_key": "#"}
        hints = ",".join(_hints(topics, words))
        return common | {"timeout": KEY_SECONDS, "num_digits": 1, "finish_on_key": "", "hints": hints}


def _codes(portions: Iterable[Portion]) -> tuple[str, ...]:
    return tuple(portion.code for portion in portions)


def _listening(reply: Reply, language: str) -> Listening | None:
    question = reply.question
    return (language, tuple(option.topic for option in question.options)) if question else None


def after_firm(reply: Reply) -> tuple[Say, ...]:
    """Everything a reply says that the caller may interrupt."""
    question = reply.question or Question()
    news = () if reply.brief else question.news
    return (*reply.lead, *news, *question.says, *announced(question))


def announced(question: Question) -> tuple[Say, ...]:
    """The options of a menu as sentences: topic before key (voice rule 9)."""
    return tuple(
        say("menu.option", topic=option.topic, key=option.key)
        for option in question.options
        if not option.silent
    )


def _hints(topics: Iterable[str], words: Catalogue) -> list[str]:
    phrases = (phrase for topic in topics for phrase in words.phrases(topic))
    return list(dict.fromkeys(phrase for phrase in phrases if len(phrase) <= HINTS_LIMIT))[:500]


def _ringing(ring: Ring | None) -> Ringing | None:
    return (ring.number, ring.seconds, ring.talk) if ring else None


def _dial(response: VoiceResponse, number: str, seconds: int, talk: int) -> None:
    response.dial(number, action=ACTION, method="POST", timeout=seconds, time_limit=talk)
