"""What a caller can meet, and by which key: the voice tree as plain data, for whoever checks or draws it."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Literal

Kind = Literal["ask", "listen", "confirm", "menu", "go", "dial", "hang_up", "missed"]
By = Literal["key", "typed", "back", "go", "dial"]

WELCOME, MAIN, PERSON, LIMIT = "welcome.greet", "menu.main", "person.reach", "person.limit"
DANGER = "danger.now"
ENTRIES = (WELCOME, MAIN, PERSON, LIMIT, DANGER)  # where the engine begins of its own accord
ANY = "*"  # stands for what only a running call knows: "*.topic", or any offered service as a target


@dataclass(frozen=True)
class Value:
    """What a placeholder is given: the `text` written out (`*` for unknown parts), else the Python `source`."""

    text: str = ""
    source: str = ""


@dataclass(frozen=True)
class Sentence:
    """A `say()`: key of the catalogue, values, and its language if not the call's."""

    key: str
    values: tuple[tuple[str, Value], ...] = ()
    language: str = ""


@dataclass(frozen=True)
class Slot:
    """A place in what is said: one of these sentences, or nothing if `optional`."""

    sentences: tuple[Sentence, ...]
    optional: bool = False


@dataclass(frozen=True)
class Target:
    """A `to()`: the step and the names of what it is given; `open` if more names may come with `**`."""

    step: str
    given: frozenset[str] = frozenset()
    open: bool = False


@dataclass(frozen=True)
class Key:
    """An `option()`. `key` is empty where only a call knows it; topic and target of the services are `*`.

    A `choice()` has the next key of its menu; one that is `called` has its name, and there may be several of it,
    from the routing file: such menus are judged as calls meet them, by rules/answers.py.
    """

    key: str
    topic: str
    targets: tuple[Target, ...]
    silent: bool = False
    called: bool = False

    @property
    def is_service(self) -> bool:
        return self.topic.startswith(ANY)


@dataclass(frozen=True)
class Outcome:
    """One thing a step may answer. Where a place in the source can hold several things, all are listed."""

    kind: Kind
    line: int
    says: tuple[Slot, ...] = ()
    firm: tuple[Slot, ...] = ()
    keys: tuple[tuple[Key, ...], ...] = ()
    then: tuple[Target, ...] = ()
    back: tuple[Target, ...] = ()
    shape: str = ""

    @property
    def asks(self) -> bool:
        return self.kind in ("ask", "listen", "confirm", "menu")

    @property
    def options(self) -> Iterator[Key]:
        return (key for place in self.keys for key in place)

    @property
    def sentences(self) -> Iterator[Sentence]:
        return (one for slot in (*self.firm, *self.says) for one in slot.sentences)


@dataclass(frozen=True)
class Step:
    """A step: what it must be given (`needs`), what it may be given (`takes`), and what it may answer.

    `part_of` is the service its file says it belongs to.
    """

    name: str
    needs: frozenset[str]
    takes: frozenset[str]
    outcomes: tuple[Outcome, ...]
    is_offered: bool = False
    part_of: str = ""

    @property
    def file(self) -> str:
        return self.name.split(".")[0]


@dataclass(frozen=True)
class Unreadable:
    """A place in a dialogue that tells nothing to whoever reads without running it."""

    where: str
    what: str


@dataclass(frozen=True)
class Edge:
    """A way from one step to another, and what makes a call take it. `at` is the outcome it leaves from."""

    source: str
    target: Target
    by: By
    at: Outcome
    key: Key | None = None

    @property
    def is_automatic(self) -> bool:
        """Whether the caller does nothing for it."""
        return self.by in ("go", "dial")


@dataclass(frozen=True)
class Tree:
    """All steps by name, in the order of the files."""

    steps: Mapping[str, Step]
    unreadable: tuple[Unreadable, ...] = ()

    @property
    def services(self) -> dict[str, str]:
        """The offered services: name of the file -> name of the step."""
        return {name.split(".")[0]: name for name, step in self.steps.items() if step.is_offered}

    def outcomes(self) -> Iterator[tuple[Step, Outcome]]:
        return ((step, outcome) for step in self.steps.values() for outcome in step.outcomes)

    def edges(self) -> list[Edge]:
        """Every way there is; one to any service is a way to each of them."""
        return [edge for step, outcome in self.outcomes() for edge in self.ways(step.name, outcome)]

    def ways(self, step: str, outcome: Outcome) -> list[Edge]:
        """The ways on from one outcome of a step."""
        by: By = "go" if outcome.kind == "go" else "dial" if outcome.kind == "dial" else "typed"
        found = [Edge(step, target, by, outcome) for target in outcome.then]
        found += [
            Edge(step, target, "key", outcome, key) for key in outcome.options for target in key.targets
        ]
        found += [Edge(step, target, "back", outcome) for target in outcome.back]
        return [Edge(step, target, one.by, outcome, one.key) for one in found for target in self._meant(one)]

    def _meant(self, edge: Edge) -> list[Target]:
        if edge.target.step != ANY:
            return [edge.target]
        return [Target(step, edge.target.given, edge.target.open) for step in self.services.values()]

    def distances(self, starts: Iterable[str], length: Callable[[Edge], int | None]) -> dict[str, int]:
        """How far each step is from the nearest start; steps never reached are absent.

        A way is 0 or 1 long, or None if it does not count as a way.
        """
        far = {start: 0 for start in starts if start in self.steps}
        ways: dict[str, list[tuple[str, int]]] = {}
        for edge in self.edges():
            if (span := length(edge)) is not None and edge.target.step in self.steps:
                ways.setdefault(edge.source, []).append((edge.target.step, span))
        line = deque(far)
        while line:
            here = line.popleft()
            for there, span in ways.get(here, []):
                if there not in far or far[here] + span < far[there]:
                    far[there] = far[here] + span
                    line.append(there) if span else line.appendleft(there)
        return far


def matching(pattern: str, names: Iterable[str]) -> list[str]:
    """The names that a text with `*` in place of unknown parts may stand for."""
    return [name for name in names if fnmatchcase(name, pattern)] if ANY in pattern else [pattern]
