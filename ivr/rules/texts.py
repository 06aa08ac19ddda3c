"""A text message fits into one part with its two first pieces, whomever it is about, and ends with our number."""

from collections.abc import Iterator, Mapping, Sequence

from ivr.rules.fault import SHORTER, Fault, Theirs, error
from ivr.rules.spoken import Spoken
from ivr.script import Say
from routing.directory import Directory
from words.catalogue import Catalogue
from words.gsm import BETWEEN, PART, gsm, septets

# The longest that a value can be, where the routing file does not tell.
LONGEST: Mapping[str, Sequence[object]] = {
    "phone": ["+40744747474"],
    "last": ["+40744747474"],
    "interval": [["10:00", "10:15"]],
    "day": [f"2026-11-{day}" for day in range(23, 30)],
    "date": ["2026-11-23"],
    "when": [f"2026-11-{day}T10:15" for day in range(23, 30)],
    "text": ["TA-12345-6"],
    "registration": ["119368/305/28.02.2020"],
}


def faults(words: Mapping[str, Catalogue], directory: Directory) -> Iterator[Fault]:
    """Text messages that would lose what matters, or that do not say how we are reached."""
    for language, catalogue in words.items():
        for kind in sorted(key for key in catalogue.sentences if key.startswith("sms.")):
            yield from _faults(language, kind, catalogue, directory)


def _faults(language: str, kind: str, catalogue: Catalogue, directory: Directory) -> Iterator[Fault]:
    where, forms = f"{language} {kind}", catalogue.placeholders(kind)
    values = {name: _longest(form, catalogue, directory) for name, form in forms.items()}
    pieces = [gsm(piece) for piece in catalogue.pieces(kind, {**values, "line": directory.number})]
    if catalogue.printers["phone"](directory.number) not in pieces[-1]:
        yield error("sms", where, "does not end with our number, {line:phone}")
    kept = dict.fromkeys((*pieces[:2], pieces[-1]))
    if (length := septets(BETWEEN.join(kept))) > PART:
        what = f"takes {length} septets with its first two pieces and its last; at most {PART}"
        theirs = Theirs(
            f"face ca un SMS să aibă {length} de semne; cel mult {PART}",
            SHORTER,
            Spoken({language: catalogue}, directory).about([Say(kind, values)], language),
        )
        yield error("sms", where, what, theirs)


def _longest(form: str, catalogue: Catalogue, directory: Directory) -> object:
    values = list(_names(directory)) if form == "name" else LONGEST.get(form, [1])
    if form == "schedule":
        values = [directory.hours.schedule()]
    return max(values, key=lambda value: septets(gsm(catalogue.printers[form](value))))


def _names(directory: Directory) -> Iterator[object]:
    """Everybody a caller can be sent to: institutions, their units, bodies that are not ours."""
    yield dict(directory.name)
    for id_, institution in directory.institutions.items():
        yield dict(institution.spoken)
        yield from (directory.unit_name(id_, county) for county in directory.counties if institution.unit)
    yield from (dict(body.name) for body in directory.external.values())
