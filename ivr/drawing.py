"""The voice tree on paper: what is asked where, and which key leads on to which step."""

from collections.abc import Iterator

from ivr.tree import ANY, MAIN, WELCOME, Edge, Outcome, Slot, Tree

VERBS = {"go": "goes on", "hang_up": "hangs up", "missed": "counts as a wrong key", "dial": "rings a person"}


def draw(tree: Tree) -> str:
    """Indented text, from the pickup on; each step is told once, where it is first met."""
    drawn: set[str] = set()
    lines: list[str] = []
    for name in (WELCOME, *tree.steps):
        if name in tree.steps and name not in drawn:
            lines += [name, *_step(tree, name, drawn)]
    return "\n".join(lines)


def _step(tree: Tree, name: str, drawn: set[str]) -> list[str]:
    drawn.add(name)
    lines: list[str] = []
    for outcome in tree.steps[name].outcomes:
        lines.append(f"  {VERBS.get(outcome.kind, 'asks')}{_said(outcome)}")
        for edge, how in _exits(tree, name, outcome):
            there = edge.target.step
            is_new = there in tree.steps and there not in drawn
            lines.append(f"    {how} → {there}")
            lines += [f"    {line}" for line in (_step(tree, there, drawn) if is_new else [])]
    return lines


def _said(outcome: Outcome) -> str:
    said = ", ".join(map(_slot, (*outcome.firm, *outcome.says)))
    return f": {said}" if said else ""


def _slot(slot: Slot) -> str:
    return "(" * slot.optional + " | ".join(one.key for one in slot.sentences) + ")" * slot.optional


def _exits(tree: Tree, name: str, outcome: Outcome) -> Iterator[tuple[Edge, str]]:
    """The ways on and what takes them; going back to the main menu is nothing new."""
    for edge in tree.ways(name, outcome):
        if edge.key:
            topic = edge.key.topic.replace(ANY, edge.target.step.split(".")[0])
            yield edge, f"{edge.key.key or '?'} {topic}"
        elif edge.by == "typed":
            yield edge, "digits"
        elif edge.by == "back" and edge.target.step != MAIN:
            yield edge, "* back"
        elif edge.is_automatic:
            yield edge, "then"
