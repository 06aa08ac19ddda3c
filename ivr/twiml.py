"""A reply becomes TwiML: the only place where a conversation turns into XML."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from xml.sax.saxutils import escape, unescape

from twilio.twiml.voice_response import Gather, VoiceResponse

from ivr.codec import decode
from ivr.hearing import names_of
from ivr.script import Option, Question, Reply, Ring, Say
from words.catalogue import Catalogue

SAY_LIMIT = 900  # characters; Twilio's limits are far higher, voices tire earlier (voice rules, end)
MOST_KNOWN = 4096  # sentences that are remembered
BREAK = "600ms"  # between sentences and options (voice rule 12)
HINTS, HINTS_LIMIT = 500, 100  # hints, and characters of one: what Twilio takes
KEY_SECONDS = 7  # to the first key of a menu (voice rule 20)
DIGIT_SECONDS = 10  # to the first digit, and between digits (voice rules 20 and 21)
SPEECH_SECONDS = 2  # of quiet that end a spoken answer
ACTION, WORDS = "@action@", "@words@"  # where they go in a frame
BREATH = f'<break time="{BREAK}" />'

Hints = Callable[[str], tuple[str, ...]]  # what callers may say in their own words, by language
Called = tuple[str, str]  # an option: its topic, and its name where the routing file gives it one
Listening = tuple[
    str, bool, tuple[Called, ...]
]  # the language, whether a sentence is wanted, and the options (none where digits are typed)
Ringing = tuple[str, int, int]  # a number, how long it rings, how long they may talk


@dataclass(frozen=True)
class Portion:
    """What one Say holds: a language, and sentences of it as XML."""

    code: str
    sentences: tuple[str, ...]

    @property
    def texts(self) -> list[str]:
        """The sentences as they are spoken."""
        return [unescape(sentence) for sentence in self.sentences]

    def as_xml(self) -> str:
        """The sentences with a breath between them."""
        return BREATH.join(self.sentences)


class Voice:
    """Speaks replies: the same stored reply gives the same bytes, so that a repeated request hears no difference.

    Documents are remembered, since most callers stand at the same few questions; so are their frames, made by
    the carrier's library, into which a reply that is new only puts its words.
    """

    def __init__(self, words: Mapping[str, Catalogue], hints: Hints = lambda _: ()) -> None:
        self.words = words
        self.hints = hints
        self.render = lru_cache(maxsize=4096)(self._render)
        self._framed = lru_cache(maxsize=1024)(self._frame)
        self._known: dict[tuple[str, str, str], str] = {}

    def _render(self, stored: str, language: str, action: str) -> str:
        """TwiML of the reply that `codec.encode` stored; `action` is where the answer goes."""
        reply = decode(stored)
        firm, open_ = self.portions(reply.firm, language), self.portions(after_firm(reply), language)
        frame = self._framed(
            _codes(firm), _codes(open_), self._listening(reply, language), _ringing(reply.ring)
        )
        said = iter(portion.as_xml() for portion in (*firm, *open_))
        return "".join(
            escape(action) if part == ACTION else next(said) if part == WORDS else part for part in frame
        )

    def portions(self, says: Iterable[Say], language: str) -> list[Portion]:
        """The sentences as text; those of one language share a Say as long as it stays short."""
        shared: list[tuple[str, list[str]]] = []
        room = 0
        for one in says:
            code = one.language or language
            sentence = self._sentence(code, one)
            needed = len(sentence) + len(BREATH)
            if shared and shared[-1][0] == code and needed <= room:
                shared[-1][1].append(sentence)
            else:
                shared.append((code, [sentence]))
                room = SAY_LIMIT + len(BREATH)
            room -= needed
        return [Portion(code, tuple(sentences)) for code, sentences in shared]

    def _sentence(self, code: str, one: Say) -> str:
        """Most options, questions, dates and counts were said before: those are put into words once."""
        key = code, one.key, repr(one.values)
        known = self._known.get(key)
        if known is None:
            known = escape(self.words[code].text(one.key, one.values))
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[key] = known
        return known

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

    def _listening(self, reply: Reply, language: str) -> Listening | None:
        question = reply.question
        if question is None:
            return None
        called = tuple([(option.topic, option.called) for option in question.options])
        return language, question.shape == "sentence", called

    def _manner(self, language: str, sentence: bool, called: tuple[Called, ...]) -> dict[str, object]:
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
        if not called:
            return common | {"timeout": DIGIT_SECONDS, "finish_on_key": "#"}
        names = [name for topic, own in called for name in names_of(topic, own, words)]
        hints = ",".join(_hints((*names, *self.hints(language)) if sentence else names))
        return common | {"timeout": KEY_SECONDS, "num_digits": 1, "finish_on_key": "", "hints": hints}


def _codes(portions: Iterable[Portion]) -> tuple[str, ...]:
    return tuple(portion.code for portion in portions)


def after_firm(reply: Reply) -> tuple[Say, ...]:
    """Everything a reply says that the caller may interrupt."""
    question = reply.question or Question()
    news = () if reply.brief else question.news
    return (*reply.lead, *news, *question.says, *announced(question))


def announced(question: Question) -> tuple[Say, ...]:
    """The options of a menu as sentences: topic before key (voice rule 9)."""
    return tuple([Say("menu.option", _announced(option)) for option in question.options if not option.silent])


def _announced(option: Option) -> dict[str, str]:
    told = {"topic": option.topic, "key": option.key}
    return told | {"called": option.called} if option.called else told


def _hints(phrases: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(phrase for phrase in phrases if len(phrase) <= HINTS_LIMIT))[:HINTS]


def _ringing(ring: Ring | None) -> Ringing | None:
    return (ring.number, ring.seconds, ring.talk) if ring else None


def _dial(response: VoiceResponse, number: str, seconds: int, talk: int) -> None:
    response.dial(number, action=ACTION, method="POST", timeout=seconds, time_limit=talk)
