"""One language, opened: the Romanian caller and the Hungarian caller each hear their own sentences."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from words.forms import Speak, speaker
from words.grammar import Grammar, grammar
from words.numbers import gaps
from words.patterns import Blank, Part, Pattern, blanks
from words.printed import printer
from words.reading import BrokenWords, Entry, read
from words.vocabulary import Vocabulary, vocabulary

__all__ = ["BrokenWords", "Catalogue", "faults", "open_words"]

HOME = "ro"
WRITTEN = ("sms.", "mail.", "print.")  # read by eyes: figures in their place, and no rules for voices
_NOTHING: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """One language: its voice, its grammar and its sentences."""

    code: str
    name: str
    locale: str
    voice: str
    fallback_voice: str
    speaks: str
    listens: str
    grammar: Grammar
    vocabulary: Vocabulary
    sentences: Mapping[str, Pattern]
    topics: Mapping[str, tuple[str, ...]]
    speakers: Mapping[str, Speak]
    printers: Mapping[str, Speak]

    def text(self, key: str, values: Mapping[str, object] = _NOTHING) -> str:
        """The sentence with its values said; LookupError if the sentence or a value is missing.

        A value of the form `words` names another sentence, which is given the same values.
        """
        parts = self.sentences.get(key)
        if parts is None:
            raise LookupError(f"{self.code}: there is no sentence {key}")
        if missing := [p.name for p in parts if isinstance(p, Blank) and p.name not in values]:
            raise LookupError(f"{self.code}: {key} was not given {', '.join(missing)}")
        forms = self.printers if key.startswith(WRITTEN) else self.speakers
        return "".join([p if isinstance(p, str) else self._said(p, values, forms) for p in parts])

    def pieces(self, key: str, values: Mapping[str, object]) -> list[str]:
        """The pieces of a written sentence between its `|`; one that has no value for a blank is left out.

        LookupError if there is no such sentence, or if that is the first piece or the last.
        """
        if key not in self.sentences:
            raise LookupError(f"{self.code}: there is no sentence {key}")
        whole: list[list[str | Blank]] = [[]]
        for part in self.sentences[key]:
            first, *others = part.split("|") if isinstance(part, str) else (part,)
            whole[-1].append(first)
            whole += [[other] for other in others]
        if not (_has_all(whole[0], values) and _has_all(whole[-1], values)):
            raise LookupError(f"{self.code}: {key} was not given what it begins or ends with")
        return ["".join(self._written(piece, values)).strip() for piece in whole if _has_all(piece, values)]

    def has(self, key: str) -> bool:
        """Whether there is such a sentence."""
        return key in self.sentences

    def phrases(self, topic: str) -> tuple[str, ...]:
        """What a caller may say for an option: its own name first, then what `phrases` lists for it."""
        return (self.text(topic), *self.topics.get(topic, ()))

    def keys(self) -> frozenset[str]:
        """The keys of all sentences."""
        return frozenset(self.sentences)

    def placeholders(self, key: str) -> dict[str, str]:
        """The values a sentence needs, each with the form it is said in."""
        return {blank.name: blank.form for blank in blanks(self.sentences[key])}

    def _said(self, blank: Blank, values: Mapping[str, object], forms: Mapping[str, Speak]) -> str:
        value = values[blank.name]
        return self.text(str(value), values) if blank.form == "words" else forms[blank.form](value)

    def _written(self, piece: Iterable[Part], values: Mapping[str, object]) -> Iterator[str]:
        for part in piece:
            yield part if isinstance(part, str) else self._said(part, values, self.printers)


def open_words(folder: Path = Path(__file__).parent) -> dict[str, Catalogue]:
    """Every language of a folder by its code, Romanian first; BrokenWords for a file that cannot be used."""
    paths = sorted(folder.glob("*.yaml"), key=lambda path: (path.stem != HOME, path.stem))
    return {path.stem: _catalogue(path) for path in paths}


def faults(catalogue: Catalogue, reference: Catalogue) -> list[str]:
    """What a reviewer would send back, compared with the reference language; one line each."""
    ours, theirs = catalogue.keys(), reference.keys()
    return [
        *(f"{catalogue.code}: {key}: is missing" for key in sorted(theirs - ours)),
        *(f"{catalogue.code}: {key}: {reference.code} has no such sentence" for key in sorted(ours - theirs)),
        *(f"{catalogue.code}: units: {unit} is missing" for unit in _missing_units(catalogue, reference)),
        *(fault for key in sorted(ours & theirs) for fault in _differences(key, catalogue, reference)),
        *(fault for key in sorted(ours) for fault in _sentence_faults(key, catalogue)),
    ]


def _catalogue(path: Path) -> Catalogue:
    file = read(path)
    if file["language"].text() != path.stem:
        raise file["language"].broken(f"the file is named {path.stem}")
    rules = grammar(file)
    _complete(file, rules)
    sentences = {str(key): _sentence(entry, rules) for key, entry in file["sentences"].entries().items()}
    forms = {blank.form for parts in sentences.values() for blank in blanks(parts)}
    return Catalogue(
        code=path.stem,
        name=file["name"].text(),
        locale=rules.locale,
        voice=file["voice"].text(),
        fallback_voice=file["fallback_voice"].text(),
        speaks=file["speaks"].text(),
        listens=file["listens"].text(),
        grammar=rules,
        vocabulary=vocabulary(file["hearing"], rules),
        sentences=sentences,
        topics={str(key): tuple(entry.texts()) for key, entry in file["phrases"].entries().items()},
        speakers={form: say for form in forms if (say := speaker(form, rules))},
        printers={form: write for form in forms if (write := printer(form, rules))},
    )


def _has_all(piece: Iterable[Part], values: Mapping[str, object]) -> bool:
    return all(
        values.get(blank.name) not in (None, "", [], {}) for blank in piece if isinstance(blank, Blank)
    )


def _complete(file: Entry, rules: Grammar) -> None:
    if missing := gaps(rules):
        raise file["numbers"]["rules"].broken(f"no rule says {', '.join(map(str, missing[:5]))}")
    if "minutes" not in rules.units:
        raise file["units"].broken("minutes is missing; the clock needs it")


def _sentence(entry: Entry, rules: Grammar) -> Pattern:
    parts = Entry(entry.file, entry.path, entry.text().strip()).pattern()
    for blank in blanks(parts):
        if blank.form != "words" and speaker(blank.form, rules) is None:
            raise entry.broken(f"unknown form {{{blank.name}:{blank.form}}}")
    return parts


def _missing_units(catalogue: Catalogue, reference: Catalogue) -> list[str]:
    return sorted(set(reference.grammar.units) - set(catalogue.grammar.units))


def _differences(key: str, catalogue: Catalogue, reference: Catalogue) -> list[str]:
    ours, theirs = _needs(key, catalogue), _needs(key, reference)
    if ours == theirs:
        return []
    return [f"{catalogue.code}: {key}: has {_shown(ours)} where {reference.code} has {_shown(theirs)}"]


def _needs(key: str, catalogue: Catalogue) -> set[tuple[str, str]]:
    """Names and forms; genders differ from language to language, so they all count as `number`."""
    genders = catalogue.grammar.genders
    needs = blanks(catalogue.sentences[key])
    return {(blank.name, "number" if blank.form in genders else blank.form) for blank in needs}


def _shown(needs: set[tuple[str, str]]) -> str:
    return " ".join(f"{{{name}:{form}}}" for name, form in sorted(needs)) or "no value"


def _sentence_faults(key: str, catalogue: Catalogue) -> list[str]:
    text = "".join(part if isinstance(part, str) else "x" for part in catalogue.sentences[key])
    spoken = not key.startswith(WRITTEN)
    found = [why for pattern, why, always in _FAULTS if (always or spoken) and re.search(pattern, text)]
    if not unicodedata.is_normalized("NFC", text):
        found.append("is not NFC")
    return [f"{catalogue.code}: {key}: {why}" for why in found]


_FAULTS = (
    ("[şţŞŢ]", "has s or t with a cedilla; write ș ț with a comma below", True),
    (r"[/&()\[\]{}<>*#@%+=_|\\~^$€§]", "has a sign a voice spells out", False),
    (r"(?:^|\s)[-–—](?:\s|$)", "has a dash between blanks; write a comma", False),
    (r"\d", "has digits; write them in words or as a value", False),
)
