"""The voice tree on paper: as its steps are written, or as a caller goes through it, key by key."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

from ivr.rehearsal import Path, Place
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


@dataclass(frozen=True)
class Row:
    """A place: how deep it lies, the key that leads there, its name, which keys lead elsewhere, what is said."""

    depth: int
    key: str
    name: str
    elsewhere: str
    said: str


def rows(places: Mapping[Path, Place], path: Path = (), key: str = "", name: str = "") -> Iterator[Row]:
    """What `rehearsed` found, as a caller goes through it: each place where it was first met, below its menu."""
    place = places.get(path, Place(()))
    on = {name: way == (*path, name) for name, way in place.ways.items()}
    away = ", ".join(f"{place.keys[name]} {name}" for name, is_new in on.items() if not is_new)
    yield Row(len(path), key, name, away, " ".join(place.says))
    for name, is_new in on.items():
        if is_new:
            yield from rows(places, (*path, name), place.keys[name], name)


def as_text(drawn: Iterator[Row]) -> str:
    """A row a line, indented; in brackets the keys that lead to a place drawn elsewhere."""
    return "\n".join(
        f"{'    ' * row.depth}{row.key} {row.name}{f'  [{row.elsewhere}]' * bool(row.elsewhere)}".strip("\n")
        for row in drawn
    )


HIGH, WIDE = 24, 28  # pixels: a row, and how far what lies below a menu is moved to the right


def as_svg(drawn: Iterator[Row], title: str) -> str:
    """The same as a picture that any browser shows; pointing at a row shows what is said there."""
    above: dict[int, int] = {}
    parts: list[str] = []
    for at, row in enumerate(drawn):
        x, y = 16 + WIDE * row.depth, 20 + HIGH * at
        if row.depth:
            parts.append(f'<path d="M{x - WIDE} {above[row.depth - 1] + 9}V{y}H{x - 9}"/>')
        above[row.depth] = y
        parts.append(_row(row, x, y))
    size = f'width="1400" height="{40 + HIGH * (len(above) and at)}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img"><title>{escape(title)}</title>'
    return f"{head}{_STYLE}{''.join(parts)}</svg>\n"


_STYLE = (
    "<style>text{font:14px sans-serif;dominant-baseline:middle}.key{text-anchor:middle;font-weight:bold}"
    ".away{fill:#555;font-size:12px}circle{fill:#fff;stroke:#1a5fb4;stroke-width:1.5}"
    "path{fill:none;stroke:#777}svg{background:#fff}</style>"
)


def _row(row: Row, x: int, y: int) -> str:
    away = f'<tspan class="away" dx="10">{escape(row.elsewhere)}</tspan>' if row.elsewhere else ""
    return (
        f'<g><title>{escape(row.said)}</title><circle cx="{x}" cy="{y}" r="9"/>'
        f'<text class="key" x="{x}" y="{y}">{escape(row.key)}</text>'
        f'<text x="{x + 16}" y="{y}">{escape(row.name)}{away}</text></g>'
    )
