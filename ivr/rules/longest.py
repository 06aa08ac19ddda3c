"""How long a sentence can get: every placeholder filled with the longest value a real call can bring."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache

from ivr.rules.limits import CHARACTERS_A_SECOND
from ivr.script import Option, Question, Reply, Say, To
from ivr.tree import ANY, Key, Outcome, Sentence, Slot, Value, matching
from ivr.twiml import BREAK, Voice, announced
from routing.directory import Directory
from words.catalogue import Catalogue

DAYS = [date(2026, 1, 1) + timedelta(days=day) for day in range(4 * 365)]
COUNTS = range(1, 400)  # days of a term, days late by a year
KEYS = [str(key) for key in range(1, 8)]
REGISTRATION = "474747/474/27.09.2029"  # as long as the longest printed sample, in long digits
PHONE = "+40744474747"
HOURS = ["22:52", "23:59", "14:44", "16:45"]
NOT_SAID = {"text": "x" * 20}

PAUSE = int(BREAK.removesuffix("ms")) / 1000


class Longest:
    """The longest that is said in each language, on the routing file given."""

    def __init__(self, words: Mapping[str, Catalogue], directory: Directory) -> None:
        self.words = words
        self.directory = directory
        self.voice = Voice(words)
        self.value = lru_cache(maxsize=None)(self._value)

    def heard(self, says: Iterable[Say], language: str) -> list[str]:
        """The sentences as text."""
        return [text for _, text in self.voice.spoken(says, language)]

    def says(self, slots: Iterable[Slot], language: str) -> tuple[Say, ...]:
        """For each place the longest sentence that may stand there; one for each other language where that is open."""
        return tuple(say for slot in slots for say in self._longest(slot, language))

    def _longest(self, slot: Slot, language: str) -> Sequence[Say]:
        said = [say for one in slot.sentences for say in self.each(one, language)]
        abroad = [say for say in said if say.language]
        return abroad or sorted(said, key=lambda say: -len(self.heard([say], language)[0]))[:1]

    def each(self, sentence: Sentence, language: str) -> list[Say]:
        """The sentence with its longest values; none if the catalogue cannot say it."""
        others = [code for code in self.words if code != language]
        spoken = others if sentence.language else [language]
        return [
            Say(
                key,
                self._values(key, dict(sentence.values), self.words[code]),
                code if sentence.language else "",
            )
            for code in spoken
            for key in matching(sentence.key, sorted(self.words[code].keys()))
            if can_say(key, sentence, self.words[code])
        ]

    def question(self, outcome: Outcome, language: str) -> Question:
        """A question of the tree as a call would ask it."""
        said = self.says(outcome.says, language)
        is_menu = outcome.kind == "menu"
        options = (
            tuple(option for place in outcome.keys for option in self._options(place[0], language))
            if outcome.keys
            else ()
        )
        then = To(outcome.then[0].step) if outcome.then else None
        return Question(
            () if is_menu else said, said if is_menu else (), options, then, outcome.shape or outcome.kind
        )

    def _options(self, key: Key, language: str) -> list[Option]:
        keys = self.words[language].keys()
        to = To(key.targets[0].step if key.targets else "")
        if key.key == ANY and not key.silent:
            topics = [(entry.key, f"{entry.service}.topic") for entry in self.directory.menu]
            return [Option(number, topic, to) for number, topic in topics if topic in keys]
        return [Option(key.key, key.topic, to, key.silent)] if key.topic in keys and key.key != ANY else []

    def _values(self, key: str, given: Mapping[str, Value], catalogue: Catalogue) -> dict[str, object]:
        """Values for the blanks of a sentence, and of the sentences it names."""
        values: dict[str, object] = {}
        for name, form in catalogue.placeholders(key).items():
            values[name] = self.value(form, given.get(name, Value()), catalogue.code)
            if form == "words":
                values = self._values(str(values[name]), given, catalogue) | values
        return values

    def _value(self, form: str, given: Value, language: str) -> object:
        catalogue = self.words[language]
        if form == "words":
            named = [key for key in matching(given.text or ANY, catalogue.keys()) if catalogue.has(key)]
            plain = [key for key in named if not catalogue.placeholders(key)] or named
            return max(
                sorted(plain),
                key=lambda key: len(catalogue.text(key, {})) if not catalogue.placeholders(key) else 0,
            )
        if given.text.strip(ANY):
            return given.text
        return max(
            self._candidates(form, given.source), key=lambda value: len(catalogue.speakers[form](value))
        )

    def _candidates(self, form: str, source: str) -> Sequence[object]:
        names = [dict(one.spoken) for one in self.directory.institutions.values()] or [
            dict(self.directory.name)
        ]
        known: dict[str, Sequence[object]] = {
            "name": [dict(self.directory.name)] if "line.name" in source else names,
            "web": [self.directory.privacy_page],
            "schedule": [self.directory.hours.schedule()],
            "key": KEYS,
            "registration": [REGISTRATION],
            "phone": [PHONE],
            "last": [PHONE],
            "digits": ["474747"],
            "list": [names[:3]],
            "text": ["x" * 20],
            "year": range(2020, 2030),
            "month": range(1, 13),
            "time": HOURS,
            "interval": [[one, one] for one in HOURS],
            "when": [f"{day}T22:52" for day in DAYS],
        }
        if form in ("date", "plain", "day"):
            return DAYS
        return known.get(form, KEYS_AND_COUNTS[source.startswith("len(")])


KEYS_AND_COUNTS: dict[bool, range] = {
    True: range(1, 8),
    False: COUNTS,
}  # what is counted with len() are options


def can_say(key: str, sentence: Sentence, catalogue: Catalogue) -> bool:
    """Whether the catalogue has the sentence and is given what it needs."""
    return catalogue.has(key) and set(catalogue.placeholders(key)) <= {name for name, _ in sentence.values}


def seconds(texts: Sequence[str]) -> float:
    """T: how long a voice takes for these sentences, with a breath between them."""
    return sum(map(len, texts)) / CHARACTERS_A_SECOND + PAUSE * max(len(texts) - 1, 0)


def asked(question: Question, *, with_news: bool = True) -> tuple[Say, ...]:
    """Everything said when this is asked."""
    return (*(question.news if with_news else ()), *question.says, *announced(question))


def as_reply(question: Question) -> Reply:
    return Reply(question=question)
