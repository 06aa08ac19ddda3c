"""A reply becomes TwiML: the only place where a conversation turns into XML."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import groupby

from twilio.twiml.voice_response import Gather, VoiceResponse
from twilio.twiml.voice_response import Say as SayVerb

from ivr.codec import decode
from ivr.script import Question, Reply, Ring, Say, say
from words.catalogue import Catalogue

SAY_LIMIT = 900  # characters; Twilio's limits are far higher, voices tire earlier (voice rules, end)
BREAK = "600ms"  # between sentences and options (voice rule 12)
HINTS_LIMIT = 100  # characters of one hint; Twilio takes up to 500 hints
KEY_SECONDS = 7  # to the first key of a menu (voice rule 20)
DIGIT_SECONDS = 10  # to the first digit, and between digits (voice rules 20 and 21)
SPEECH_SECONDS = 2  # of quiet that end a spoken answer

Spoken = tuple[Catalogue, str]


class Voice:
    """Speaks replies: the same stored reply gives the same bytes, so that a repeated request hears no difference.

    `render` remembers the last few thousand documents, since most callers stand at the same few questions.
    """

    def __init__(self, words: Mapping[str, Catalogue]) -> None:
        self.words = words
        self.render = lru_cache(maxsize=4096)(self._render)

    def _render(self, stored: str, language: str, action: str) -> str:
        """TwiML of the reply that `codec.encode` stored; `action` is where the answer goes."""
        return str(self.respond(decode(stored), language, action))

    def respond(self, reply: Reply, language: str, action: str) -> VoiceResponse:
        """The whole answer to one request."""
        response = VoiceResponse()
        _speak(response, self.spoken(reply.firm, language))
        if reply.question:
            self._ask(response, reply, reply.question, language, action)
        else:
            _speak(response, self.spoken(after_firm(reply), language))
            _dial(response, reply.ring, action) if reply.ring else response.hangup()
        return response

    def spoken(self, says: Iterable[Say], language: str) -> list[Spoken]:
        """The sentences as text, each with the language it is in."""
        catalogues = ((self.words[one.language or language], one) for one in says)
        return [(catalogue, catalogue.text(one.key, one.values)) for catalogue, one in catalogues]

    def _ask(
        self, response: VoiceResponse, reply: Reply, question: Question, language: str, action: str
    ) -> None:
        gather = response.gather(**_manner(question, self.words[language], action))
        _speak(gather, self.spoken(after_firm(reply), language))
        # where no input ends the Gather without a request (older engines), the silence is still heard by us
        response.redirect(action, method="POST")


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


def _manner(question: Question, words: Catalogue, action: str) -> dict[str, object]:
    """One key ends a menu, `#` ends a number; silence comes back to us as an empty answer."""
    common = {
        "action": action,
        "method": "POST",
        "input": "dtmf speech",
        "language": words.listens,
        "speech_timeout": SPEECH_SECONDS,
        "action_on_empty_result": True,
    }
    if not question.options:
        return common | {"timeout": DIGIT_SECONDS, "finish_on_key": "#"}
    hints = ",".join(_hints(question, words))
    return common | {"timeout": KEY_SECONDS, "num_digits": 1, "finish_on_key": "", "hints": hints}


def _hints(question: Question, words: Catalogue) -> list[str]:
    phrases = (phrase for option in question.options for phrase in words.phrases(option.topic))
    return list(dict.fromkeys(phrase for phrase in phrases if len(phrase) <= HINTS_LIMIT))[:500]


def _dial(response: VoiceResponse, ring: Ring, action: str) -> None:
    response.dial(ring.number, action=action, method="POST", timeout=ring.seconds, time_limit=ring.talk)


def _speak(into: VoiceResponse | Gather, spoken: Iterable[Spoken]) -> None:
    """Sentences of one language share a Say as long as it stays short; a breath lies between them."""
    for catalogue, sentences in groupby(spoken, key=lambda one: one[0]):
        for texts in _portions(text for _, text in sentences):
            verb: SayVerb = into.say(texts[0], voice=catalogue.voice, language=catalogue.speaks)
            for text in texts[1:]:
                verb.break_(time=BREAK)
                verb.append(text)


def _portions(texts: Iterable[str]) -> Iterable[list[str]]:
    portion: list[str] = []
    for text in texts:
        if portion and sum(map(len, portion)) + len(text) > SAY_LIMIT:
            yield portion
            portion = []
        portion.append(text)
    if portion:
        yield portion
