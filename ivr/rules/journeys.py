"""How long it takes, and how many keys, until a caller has what they rang for."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ivr.rules.entry import Opening, first_words, openings
from ivr.rules.fault import SHORTER, Fault, Theirs, over
from ivr.rules.limits import HAPPY_PATHS
from ivr.rules.spoken import PHONE, REGISTRATIONS, Spoken, seconds, usual
from ivr.tree import MAIN, PERSON, Outcome, Tree
from routing.directory import Directory, MenuEntry
from routing.said_at import About
from words.catalogue import Catalogue

LONGEST_KEYED = {
    "registration": len(re.sub("[.]", "", REGISTRATIONS[-1])),
    "phone": len(PHONE) - 2,
    "year_or_date": 8,
    "filing_date": 0,  # the longest number holds it, and then it is not asked
    "name": 3,
}
ON_BY_THE_FIRST_KEY = ("ticket.start", "hours.offer")  # nobody has what they rang for there
ENDS = {one.split(".")[0] for one in (MAIN, PERSON)}  # nobody rang for the menu itself


@dataclass(frozen=True)
class Path:
    """The longest way on which all goes well: what the hotline says, in seconds, and how many keys are pressed.

    `about` is what of the routing file is said before the caller's own option.
    """

    name: str
    seconds: float
    keys: int
    about: tuple[About, ...] = ()

    def __str__(self) -> str:
        seconds, keys = HAPPY_PATHS.get(self.name.split()[-1], ("", ""))
        return (
            f"{self.name:20} {self.seconds:5.0f} s {_of(seconds):8} {self.keys:3} keys {_of(keys)}".rstrip()
        )


def _of(most: int | str) -> str:
    return f"of {most}" if most else ""


def paths(tree: Tree, words: Mapping[str, Catalogue], directory: Directory) -> list[Path]:
    """One for each language and service, for a first-time caller who interrupts nothing.

    Values and state have the usual length (rule 38 judges the longest); numbers are keyed in full.
    """
    spoken = Spoken(words, directory, usual)
    found = [_path(tree, entry, language, spoken) for language in words for entry in directory.menu]
    return [path for path in found if path]


def faults(tree: Tree, words: Mapping[str, Catalogue], directory: Directory) -> Iterator[Fault]:
    """Which of them are too long."""
    for path in paths(tree, words, directory):
        most_seconds, most_keys = HAPPY_PATHS.get(path.name.split()[-1], (path.seconds, path.keys))
        theirs = Theirs(f"face ca drumul până la răspuns ({path.name}) să țină {{}} s", SHORTER, path.about)
        yield from over(
            45, path.name, "takes {} s when all goes well", path.seconds, most_seconds, theirs=theirs
        )
        yield from over(45, path.name, "takes {} keys when all goes well", path.keys, most_keys)


def _path(tree: Tree, entry: MenuEntry, language: str, spoken: Spoken) -> Path | None:
    starts = [one for one in openings(tree) if one.step == MAIN]
    service = tree.services.get(entry.service)
    if not starts or service is None:
        return None
    before = max(seconds(_until(entry.key, opening, language, spoken)) for opening in starts)
    ways = list(_ways(tree, service, language, spoken, frozenset()))
    if not ways:
        return None
    after, keys = max(ways)
    about = spoken.about((say for one in starts for say in first_words(one, language, spoken)), language)
    return Path(f"{language} {entry.service}", before + after, 1 + keys, about)


def _until(key: str, opening: Opening, language: str, spoken: Spoken) -> list[str]:
    """From the pickup until the caller has heard their own option."""
    says = first_words(opening, language, spoken)
    mine = next(
        (at for at, say in enumerate(says) if say.key == "menu.option" and say.values["key"] == key),
        len(says),
    )
    return spoken.texts(says[: mine + 1], language)


def _ways(
    tree: Tree, name: str, language: str, spoken: Spoken, seen: frozenset[str]
) -> Iterator[tuple[float, int]]:
    """Seconds and keys from a step to an answer: no way leads over one step twice."""
    if name in seen or name not in tree.steps or name.split(".")[0] in ENDS:
        return
    if (
        name == "agreed.agree" and "identify.name" not in seen
    ):  # who asks for a call back keys a number there too
        return
    for outcome in tree.steps[name].outcomes:
        leads_on = name in ON_BY_THE_FIRST_KEY and outcome.asks
        if outcome.kind in ("menu", "hang_up") and not leads_on:
            yield seconds(_told(outcome, language, spoken)), 0
            continue
        here = seconds(_told(outcome, language, spoken))
        pressed = 1 if leads_on else _pressed(outcome)
        for step in [one.step for one in next(outcome.options).targets] if leads_on else _on(outcome):
            for time, keys in _ways(tree, step, language, spoken, seen | {name}):
                yield here + time, pressed + keys


def _on(outcome: Outcome) -> list[str]:
    """Where a caller gets who answers, and answers yes."""
    targets = next(outcome.options).targets if outcome.kind == "confirm" else outcome.then
    return [target.step for target in targets] if outcome.kind in ("ask", "listen", "confirm", "go") else []


def _told(outcome: Outcome, language: str, spoken: Spoken) -> list[str]:
    """What is heard before going on: of an answer all but the options, of yes and no the yes."""
    question = spoken.question(outcome, language)
    texts = spoken.texts((*question.news, *question.says), language)
    if outcome.kind == "confirm" and texts:
        texts[-1] = texts[-1].split(". ")[0]
    return texts


def _pressed(outcome: Outcome) -> int:
    if outcome.kind == "confirm":
        return 1
    return LONGEST_KEYED.get(outcome.shape, 4) + 1 if outcome.kind == "ask" else 0
