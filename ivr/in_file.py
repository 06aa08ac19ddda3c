"""What the voice rules say against a routing file, told to its supervisor: in Romanian, on the row to be mended."""

from collections.abc import Iterable

from ivr.rules.fault import Fault as Broken
from ivr.rules.fault import Theirs
from routing.faults import Fault, in_words
from routing.said_at import Rows, rows_of

OURS = Theirs("nu respectă {rule}, la «{where}»", "luați înapoi ultima schimbare sau spuneți-ne")


def in_file(found: Iterable[Broken], text: str, on_line: str | None = None) -> list[Fault]:
    """Every one of them as a fault of the text, in the order of its rows; of one rule once on a row.

    What is new since the text `on_line` is blamed on what has changed, even where no text of it is quoted.
    """
    rows = rows_of(text, on_line)
    told = {
        (one.rule, fault.line, fault.column): fault
        for one in reversed(list(found))
        for fault in [_told(one, rows)]
    }
    return sorted(told.values(), key=lambda one: (not one.is_error, one.line, one.column))


def of_the_file(found: Iterable[Broken], text: str) -> list[Fault | Broken]:
    """The same, but what no row of the text causes stays, behind them, as developers read it."""
    found = list(found)
    rows = rows_of(text)
    theirs = [one for one in found if _place(one, rows)]
    return [*in_file(theirs, text), *(one for one in found if one not in theirs)]


def _told(one: Broken, rows: Rows) -> Fault:
    place = _place(one, rows)
    theirs = one.theirs or OURS._replace(what=_ours(one))
    line, column = rows.spot(place) if place else (0, 0)
    path = in_words(place) if place else "fișierul"
    return Fault(line, column, path, theirs.what, theirs.write, is_error=one.is_error)


def _place(one: Broken, rows: Rows) -> tuple[str | int, ...] | None:
    return rows.first(one.theirs.about if one.theirs else ())


def _ours(one: Broken) -> str:
    return OURS.what.format(rule=one.rule.replace("voice-rule", "regula de voce"), where=one.where)
