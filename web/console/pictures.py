"""Figures as pictures: columns, bars and the way through the line, as SVG that a screen reader can tell, too.

Colours come from console.css by class, so that pictures follow the scheme of the page.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from markupsafe import Markup, escape

WIDE, HIGH = 560, 180  # pixels of columns
LEFT, BELOW = 44, 22
MOST_LABELS = 12
LETTER = 7  # pixels, with what stands between two labels
ROW, NAME = 26, 230  # pixels: a bar with its place, and where bars begin
STEP, DEEPER, LENGTH = (
    40,
    22,
    220,
)  # pixels: a place on the way, how far the next is moved right, its longest bar
BESIDE = 480  # pixels for the words of the deepest place


@dataclass(frozen=True)
class Bar:
    """`said` is the value as people read it."""

    label: str
    value: float
    said: str
    is_bad: bool = False


@dataclass(frozen=True)
class Branch:
    """A place on a way: `value` came there, `bad` of them left there; `said` and `bad_said` in words."""

    depth: int
    label: str
    value: int
    said: str
    bad: int = 0
    bad_said: str = ""


def columns(key: str, title: str, told: str, bars: Sequence[Bar]) -> Markup:
    """Values beside each other, as of hours or days; `key` is unique on the page, `told` says the picture in words."""
    most = _round(max((bar.value for bar in bars), default=0))
    step = (WIDE - LEFT) / max(len(bars), 1)
    widest = max((len(bar.label) for bar in bars), default=0) * LETTER
    every = max(-(-len(bars) // MOST_LABELS), ceil(widest / step), 1)
    parts = [_grid(most, share) for share in (0.0, 0.5, 1.0)]
    for at, bar in enumerate(bars):
        x, tall = LEFT + at * step, HIGH * bar.value / most
        parts.append(
            Markup(
                '<rect class="bar" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"><title>{}: {}</title></rect>'
            ).format(x + step * 0.1, 10 + HIGH - tall, step * 0.8, tall, bar.label, bar.said)
        )
        if at % every == 0:
            middle, y = x + step / 2, 10 + HIGH + BELOW - 6
            parts.append(
                Markup('<text x="{:.1f}" y="{}" text-anchor="middle">{}</text>').format(middle, y, bar.label)
            )
    return _drawn(key, title, told, WIDE, 10 + HIGH + BELOW, parts)


def bars(key: str, title: str, told: str, drawn: Sequence[Bar]) -> Markup:
    """Values below each other, each with its name: services, questions."""
    most = max((bar.value for bar in drawn), default=0) or 1
    parts = []
    for at, bar in enumerate(drawn):
        y, long = at * ROW, (WIDE - NAME - 70) * bar.value / most
        parts.append(
            Markup(
                '<text x="0" y="{}">{}</text><rect class="bar{}" x="{}" y="{}" width="{:.1f}" height="14"/>'
                '<text x="{:.1f}" y="{}">{}</text>'
            ).format(
                y + 17,
                _short(bar.label, 36),
                " bad" if bar.is_bad else "",
                NAME,
                y + 6,
                long,
                NAME + long + 6,
                y + 17,
                bar.said,
            )
        )
    return _drawn(key, title, told, WIDE, len(drawn) * ROW, parts)


def tree(key: str, title: str, told: str, branches: Sequence[Branch]) -> Markup:
    """The way callers took: each place below the one they came from, with a bar for how many came; red hung up."""
    most = max((branch.value for branch in branches), default=0) or 1
    above: dict[int, int] = {}
    parts: list[Markup] = []
    for at, branch in enumerate(branches):
        x, y = 6 + branch.depth * DEEPER, at * STEP
        if branch.depth:
            parts.append(
                Markup('<path class="way" d="M{} {}V{}H{}"/>').format(
                    x - DEEPER + 4, above[branch.depth - 1] + 32, y + 12, x - 3
                )
            )
        above[branch.depth] = y
        parts.append(_branch(branch, x, y, LENGTH / most))
    deepest = max((branch.depth for branch in branches), default=0)
    return _drawn(key, title, told, max(WIDE, deepest * DEEPER + BESIDE), len(branches) * STEP, parts)


def _branch(branch: Branch, x: int, y: int, scale: float) -> Markup:
    long, red = max(branch.value * scale, 1), min(branch.bad, branch.value) * scale
    bad = Markup('<tspan class="bad" dx="8">{}</tspan>').format(branch.bad_said) if branch.bad else Markup("")
    return Markup(
        '<g><text x="{}" y="{}">{}<tspan class="soft" dx="8">{}</tspan>{}</text>'
        '<rect class="bar" x="{}" y="{}" width="{:.1f}" height="8"/>'
        '<rect class="bar bad" x="{:.1f}" y="{}" width="{:.1f}" height="8"/></g>'
    ).format(
        x, y + 16, _short(branch.label, 40), branch.said, bad, x, y + 22, long, x + long - red, y + 22, red
    )


def _grid(most: float, share: float) -> Markup:
    y = 10 + HIGH * (1 - share)
    return Markup(
        '<line class="{}" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}"/>'
        '<text class="soft" x="{}" y="{:.1f}" text-anchor="end">{:g}</text>'
    ).format("grid" if share else "axis", LEFT, WIDE, y, y, LEFT - 6, y + 4, most * share)


def _drawn(key: str, title: str, told: str, wide: int, high: int, parts: Iterable[Markup]) -> Markup:
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" width="{}" height="{}" role="img"'
        ' aria-labelledby="{}-title {}-desc"><title id="{}-title">{}</title><desc id="{}-desc">{}</desc>{}</svg>'
    ).format(wide, high, wide, high, key, key, key, title, key, told, Markup("").join(parts))


def _short(text: str, most: int) -> Markup:
    return escape(text if len(text) <= most else text[: most - 1] + "…")


def _round(value: float) -> float:
    """The next of 2, 4, 10, 20, 40, 100 ... so that half of it is a whole number."""
    step = 1
    while True:
        for top in (2 * step, 4 * step, 10 * step):
            if value <= top:
                return top
        step *= 10
