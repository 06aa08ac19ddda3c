"""What a step of the tree would say on a real line, its blanks filled with the longest or with usual values."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from ivr.matter import briefly
from ivr.rules.limits import CHARACTERS_A_SECOND, UNCOUNTED_WANTED
from ivr.script import Option, Question, Say, To
from ivr.tree import ANY, Key, Outcome, Sentence, Slot, Value, matching
from ivr.twiml import BREAK, Voice, announced
from routing.contacts import Contact, spoken_address
from routing.directory import Body, Competence, Directory, Institution
from routing.said_at import About
from words.catalogue import HOME, Catalogue

Pick = Callable[[Sequence[str]], int]  # the place of the text to take, of several

# a year of days: one Sunday is the 27th of September
DAYS = [(date(2026, 1, 1) + timedelta(days=days)).isoformat() for days in range(365)]
COUNTS = [*range(1, 46), 377]  # days: a term ends within 45; an answer may be a year late
KEYS = range(1, 8)
REGISTRATIONS = ["119368", "119368/305", "474747/474/27.09.2029"]  # the last in the longest digits
PHONE = "+40744747474"
TIMES = ["08:00", "10:15", "22:45"]
SELDOM = {"welcome.notice"}  # on few days, and then it comes first: no rule counts it
PAUSE = int(BREAK.removesuffix("ms")) / 1000


def longest(texts: Sequence[str]) -> int:
    """The longest text; among equals the first."""
    return max(range(len(texts)), key=lambda at: len(texts[at]))


def usual(texts: Sequence[str]) -> int:
    """The text of middling length."""
    return sorted(range(len(texts)), key=lambda at: len(texts[at]))[len(texts) // 2]


def seconds(texts: Sequence[str]) -> float:
    """T: how long a voice takes for these sentences, with a breath between them."""
    return sum(map(len, texts)) / CHARACTERS_A_SECOND + PAUSE * max(len(texts) - 1, 0)


def asked(question: Question) -> tuple[Say, ...]:
    """Everything said when this is asked first."""
    return (*question.news, *question.says, *announced(question))


def can_say(key: str, sentence: Sentence, catalogue: Catalogue) -> bool:
    """Whether the catalogue has the sentence and the values it needs."""
    return catalogue.has(key) and set(catalogue.placeholders(key)) <= {name for name, _ in sentence.values}


class Spoken:
    """The tree as it sounds with one routing file. What the catalogues cannot say is left out."""

    def __init__(self, words: Mapping[str, Catalogue], directory: Directory, pick: Pick = longest) -> None:
        self.words = words
        self.directory = directory
        self.pick = pick
        self.voice = Voice(words)
        self._value = lru_cache(maxsize=None)(self._filled)

    def texts(self, says: Iterable[Say], language: str) -> list[str]:
        """The sentences as a voice gets them."""
        return [text for say in says for text in self._text(say, language)]

    def _text(self, say: Say, language: str) -> list[str]:
        try:
            return [text for portion in self.voice.portions([say], language) for text in portion.texts]
        except (LookupError, ValueError):  # told by rules/entries.py
            return []

    def about(self, says: Iterable[Say], language: str) -> tuple[About, ...]:
        """What of the routing file is said in these sentences, the longest first."""
        found = {
            one: None
            for say in says
            for value in say.values.values()
            for one in self._written(value, language)
        }
        return tuple(sorted(found, key=lambda one: -len(one) if isinstance(one, str) else 0))

    def _written(self, value: object, language: str) -> Iterator[About]:
        """The texts of a value of a sentence; where the hours of the line are said, their place."""
        if value == self.directory.hours.schedule():
            yield ("line", "hours")
        elif isinstance(value, Mapping):
            yield str(value.get(language) or value.get(HOME, ""))
        elif isinstance(value, list):
            yield from (text for one in value for text in self._written(one, language))
        elif isinstance(value, str) and any(map(str.isalpha, value)):
            yield value

    def says(self, slots: Iterable[Slot], language: str) -> tuple[Say, ...]:
        """One sentence for each place; where the language is open, one for each other language."""
        return tuple(say for slot in slots for say in self._slot(slot, language))

    def each(self, sentence: Sentence, language: str) -> list[Say]:
        """The sentence with its values, or each that its name may stand for."""
        codes = [code for code in self.words if code != language] if sentence.language else [language]
        return [
            Say(key, self._values(key, sentence, code), code if sentence.language else "")
            for code in codes
            for key in matching(sentence.key, sorted(self.words[code].keys()))
            if can_say(key, sentence, self.words[code])
        ]

    def question(self, outcome: Outcome, language: str) -> Question:
        """A question of the tree as a call would ask it."""
        said = self.says(outcome.says, language)
        places = (option for place in outcome.keys for option in self._options(place[:1], language))
        options = tuple(one if one.key else replace(one, key=str(at)) for at, one in enumerate(places, 1))
        then = To(outcome.then[0].step) if outcome.then else None
        if outcome.kind == "menu":
            return Question(news=said, options=options, then=then)
        return Question(said, options=options, then=then, shape=outcome.shape)

    def _slot(self, slot: Slot, language: str) -> list[Say]:
        meant = (say for one in self._meant(slot, language) for say in self.each(one, language))
        said = [say for say in meant if self._text(say, language)]
        if not said or any(say.language for say in said):
            return said
        return [said[self.pick(self.texts(said, language))]]

    def _meant(self, slot: Slot, language: str) -> list[Sentence]:
        """Without the sentences that count options where there are few (voice rule 17)."""
        few = len(self.directory.menu) <= UNCOUNTED_WANTED
        usual = [one for one in slot.sentences if one.key not in SELDOM]
        uncounted = [one for one in usual if not self.counts(one, language)]
        return uncounted if few and uncounted else usual

    def counts(self, sentence: Sentence, language: str) -> bool:
        """Whether the sentence says how many options there are."""
        catalogue = self.words[language]
        return catalogue.has(sentence.key) and "options" in catalogue.placeholders(sentence.key).values()

    def _options(self, keys: Iterable[Key], language: str) -> list[Option]:
        offered = [option for key in keys for option in self._offered(key)]
        return [option for option in offered if _is_plain(option.topic, self.words[language])]

    def _offered(self, key: Key) -> list[Option]:
        if key.key:
            return [Option(key.key, key.topic, To(key.targets[0].step if key.targets else ""), key.silent)]
        if key.silent:
            return []
        if not key.is_service:
            return [Option("", key.topic, To(key.targets[0].step if key.targets else ""))]
        return [Option(one.key, f"{one.service}.topic", To(ANY)) for one in self.directory.menu]

    def _values(self, key: str, sentence: Sentence, language: str) -> dict[str, object]:
        given, catalogue = dict(sentence.values), self.words[language]
        return {
            name: self._value(form, given[name], language)
            for name, form in catalogue.placeholders(key).items()
        }

    def _filled(self, form: str, given: Value, language: str) -> object:
        catalogue = self.words[language]
        if form == "words":
            meant = sorted(matching(given.text or ANY, catalogue.keys()))
            named = [key for key in meant if _is_plain(key, catalogue)]
            return named[self.pick([catalogue.text(key) for key in named])] if named else ""
        if given.text and (form == "key" or ANY not in given.text):
            return given.text
        values = self._candidates(form, given.source)
        return values[self.pick([catalogue.speakers[form](value) for value in values])]

    def _candidates(self, form: str, source: str) -> Sequence[object]:
        """The values a real call can bring for a form; `source` is the Python that gives the value."""
        directory = self.directory
        names = [dict(one.spoken) for one in directory.institutions.values()] or [dict(directory.name)]
        opens = [opening["from"] for opening in directory.hours.schedule()] or TIMES
        if form == "prose":
            return written(directory, source)
        if form == "name" and "county" in source:
            return [dict(one.name) for one in directory.counties.values()]
        if form == "name" and "seat" in source:
            return [dict(one.seat) for one in directory.counties.values()]
        known: dict[str, Sequence[object]] = {
            "name": [dict(directory.name)] if "line.name" in source else names,
            "list": [names[:3]],
            "web": [directory.privacy_page],
            "schedule": [directory.hours.schedule()],
            "when": [f"{day}T{hour}" for day in DAYS for hour in opens],
            "time": TIMES,
            "interval": [[one, one] for one in TIMES],
            "year": range(2020, 2030),
            "month": range(1, 13),
            "key": KEYS,
            "registration": REGISTRATIONS,
            "phone": [PHONE],
            "last": [PHONE],
            "digits": [PHONE[-6:]],
            "text": ["x" * 20],
        }
        known |= dict.fromkeys(("date", "plain", "day"), DAYS)
        known["near"] = [[day, day] for day in DAYS]
        counted = KEYS if source.startswith("len(") else COUNTS  # what is counted with len() are options
        return known.get(form, counted)


def written(directory: Directory, source: str) -> Sequence[object]:
    """What supervisors wrote that a blank can be filled with; `source` is the Python that gives the value."""
    bodies = directory.external.values()
    ours = directory.institutions.values()
    competences = [one for institution in ours for one in institution.competences.values()]
    asked: list[Competence | Body] = [*competences, *bodies]
    if "says" in source:
        return [dict(one.says) for one in asked if one.says]
    if "topic" in source:
        return [briefly(one.topic[HOME]) for one in asked]
    if "answer" in source:
        return [dict(one.answer) for several in directory.faq.values() for one in several]
    if "one.text" in source:
        return [dict(one.text) for several in directory.advice.values() for one in several]
    if "about" in source or "address" in source:
        return [spoken_address(one.value) for one in contacts_of(directory) if one.kind == "address"]
    units = [directory.unit_name(one.id, code) for one in ours if one.unit for code in directory.counties]
    return [*units, *(dict(one.name) for one in bodies), *(dict(one.spoken) for one in ours)]


def contacts_of(directory: Directory) -> list[Contact]:
    """Every contact of the routing file."""
    owners: list[Institution | Body] = [*directory.institutions.values(), *directory.external.values()]
    units = [unit for county in directory.counties.values() for unit in county.units.values()]
    return [contact for one in (*owners, *units) for contact in one.contacts]


def _is_plain(key: str, catalogue: Catalogue) -> bool:
    return catalogue.has(key) and not catalogue.placeholders(key)
