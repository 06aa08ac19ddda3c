"""No caller gets lost: every step exists and is reached, every way leads on, and a person is always one key away."""

from collections.abc import Iterator

from ivr.rules.fault import Fault, error, over
from ivr.rules.limits import DEPTH, DEPTH_WANTED
from ivr.tree import ANY, DANGER, ENTRIES, LIMIT, MAIN, PERSON, WELCOME, Edge, Outcome, Tree
from routing.directory import Directory

BINDING = ("agreed.book", "my_ticket.cancel", "callback.leave")  # what they do cannot be undone by hanging up
BROUGHT = {"typed": {"typed"}, "dial": {"outcome"}}  # what the engine adds to what a step is given


def faults(tree: Tree, directory: Directory) -> Iterator[Fault]:
    """What is wrong with the ways between the steps."""
    yield from (error("tree", one.where, one.what) for one in tree.unreadable)
    yield from _services(tree, directory)
    yield from _missing(tree)
    yield from _ill_given(tree)
    yield from _orphans(tree)
    yield from _circles(tree)
    yield from _goodbyes(tree)
    yield from _depths(tree)
    yield from _persons(tree)
    yield from _backs(tree)
    yield from _firm(tree)
    yield from _binding(tree)
    yield from _of_no_service(tree)


def _services(tree: Tree, directory: Directory) -> Iterator[Fault]:
    for entry in directory.menu:
        if entry.service not in tree.services:
            known = ", ".join(tree.services)
            yield error("menu", f"key {entry.key}", f"there is no service {entry.service}; there are {known}")


def _missing(tree: Tree) -> Iterator[Fault]:
    yield from (
        error(16, entry, "is missing; calls begin there") for entry in ENTRIES if entry not in tree.steps
    )
    gone = {(edge.source, edge.target.step) for edge in tree.edges() if edge.target.step not in tree.steps}
    yield from (
        error(16, source, f"leads to {target}, which does not exist") for source, target in sorted(gone)
    )


def _ill_given(tree: Tree) -> Iterator[Fault]:
    """A step is called with exactly what it takes: nothing else would tell before a caller is there."""
    found = {
        fault: None for edge in tree.edges() if edge.target.step in tree.steps for fault in _given(tree, edge)
    }
    yield from found


def _given(tree: Tree, edge: Edge) -> Iterator[Fault]:
    step = tree.steps[edge.target.step]
    given = edge.target.given | BROUGHT.get(edge.by, set())
    if (lacking := step.needs - given) and not edge.target.open:
        yield error("tree", edge.source, f"does not give {step.name} its {_listed(lacking)}")
    if unknown := given - step.takes:
        yield error("tree", edge.source, f"gives {step.name} a {_listed(unknown)} it does not take")


def _orphans(tree: Tree) -> Iterator[Fault]:
    """A service that the routing file leaves out is no orphan: another institution's file may offer it."""
    reached = tree.distances([*ENTRIES, *tree.services.values()], lambda edge: 0)
    yield from (error(16, name, "is reached by nothing") for name in tree.steps if name not in reached)


def _circles(tree: Tree) -> Iterator[Fault]:
    automatic = [edge for edge in tree.edges() if edge.is_automatic]
    ahead = {name: {edge.target.step for edge in automatic if edge.source == name} for name in tree.steps}
    for name in tree.steps:
        if name in _reached(ahead, ahead[name]):
            yield error(16, name, "comes back to itself without a key of the caller")


def _reached(ahead: dict[str, set[str]], first: set[str]) -> set[str]:
    found, new = set(first), set(first)
    while new:
        new = {there for here in new for there in ahead.get(here, set())} - found
        found |= new
    return found


def _goodbyes(tree: Tree) -> Iterator[Fault]:
    """Only who asks to leave, has spoken to a person, or has met a limit is taken leave of."""
    last = {step.name for step, outcome in tree.outcomes() if outcome.kind == "hang_up"} - {LIMIT}
    unasked = (edge for edge in tree.edges() if edge.target.step in last and not _asked_to_leave(edge))
    for source, target in dict.fromkeys((edge.source, edge.target.step) for edge in unasked):
        yield error(16, source, f"leads to {target}, which hangs up, though the caller did not ask to leave")


def _asked_to_leave(edge: Edge) -> bool:
    return edge.by == "dial" or (edge.key is not None and edge.key.topic == "leave.topic")


def _depths(tree: Tree) -> Iterator[Fault]:
    depths = tree.distances([WELCOME], _menus)
    for name, depth in depths.items():
        yield from over(8, name, "lies {} menus deep", depth, DEPTH, DEPTH_WANTED)


def _menus(edge: Edge) -> int | None:
    """How many menus a way leads through; `*` leads nowhere new."""
    return None if edge.by == "back" else int(edge.by == "key" and edge.at.kind == "menu")


def _persons(tree: Tree) -> Iterator[Fault]:
    for step, outcome in tree.outcomes():
        for key in outcome.options:
            if key.key == "0" and {target.step for target in key.targets} != {PERSON}:
                yield error(18, step.name, "has something else than a person on key 0")
    for ending in _endings(tree, PERSON, frozenset()):
        if ending.kind != "dial" and not ending.asks:
            yield error(
                18, PERSON, f"may {ending.kind.replace('_', ' ')} instead of finding a person or a way on"
            )


def _endings(tree: Tree, name: str, seen: frozenset[str]) -> Iterator[Outcome]:
    """Where a call stops to dial, to ask or to end, when it goes to this step."""
    if name in seen or name not in tree.steps:
        return
    for outcome in tree.steps[name].outcomes:
        if outcome.kind == "go":
            for target in outcome.then:
                yield from _endings(tree, target.step, seen | {name})
        else:
            yield outcome


def _backs(tree: Tree) -> Iterator[Fault]:
    """`*` goes up: never to the very question it was pressed at (but in the main menu), nor deeper."""
    depths = tree.distances([WELCOME], _menus)
    for edge in tree.edges():
        here, there = edge.source, edge.target.step
        if edge.by != "back" or there == MAIN:
            continue
        if here == there:
            yield error(19, here, "stays where it is when * is pressed")
        elif depths.get(there, 0) > depths.get(here, 0):
            yield error(19, here, f"goes down to {there} when * is pressed")


def _firm(tree: Tree) -> Iterator[Fault]:
    for step, outcome in tree.outcomes():
        if outcome.firm and step.name not in (WELCOME, DANGER):
            yield error(27, step.name, "says something that nobody can interrupt")


def _binding(tree: Tree) -> Iterator[Fault]:
    """Nobody books, moves or cancels by saying nothing, by going back, or by a number: only by a key of their own."""
    for edge in tree.edges():
        if edge.target.step in BINDING and edge.by != "key":
            yield error(31, edge.source, f"leads to {edge.target.step} without a key pressed for it")


def _of_no_service(tree: Tree) -> Iterator[Fault]:
    """Whoever is cut off may go on with their service (dialogues/welcome.py); none is only where calls begin."""
    elsewhere = {*tree.services, *(entry.split(".")[0] for entry in ENTRIES)}
    for step in tree.steps.values():
        asks = any(outcome.asks for outcome in step.outcomes)
        if asks and step.file not in elsewhere and step.part_of not in tree.services:
            yield error("tree", step.name, "asks, but its file says of no service that it is PART_OF it")


def _listed(names: frozenset[str] | set[str]) -> str:
    return ", ".join(sorted(names)).replace(ANY, "value")
