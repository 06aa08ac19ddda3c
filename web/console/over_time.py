"""A supervisor sees what happened on the line in a period: how many called, what they finished, where they got stuck,
and what they said that nobody was found for.
"""

from calendar import monthrange
from datetime import date, timedelta

from flask import Response, abort, request
from flask.typing import ResponseReturnValue

from ivr.counting import GOALS
from ivr.ways import WHOLE
from office.users import Role
from store import tallies, unmatched
from store.database import work
from web.console import named
from web.console.counts import Cell, Counts, Period, parts
from web.console.gate import actor, page
from web.console.show import csv_file, go_to, local, show, t
from web.hotline import the_hotline

DAYS = (1, 7, 30)
USUAL = 7
LONGEST = 366  # days
AT_ONCE = 30  # sentences of a page


@page("/time", Role.supervisor)
def over_time() -> ResponseReturnValue:
    """A period of whole days: the last few, or from one to another."""
    period, way = _period(), _way()
    line = the_hotline()
    skipping = request.args.get("skip", "0")
    at = int(skipping) if skipping.isdecimal() and len(skipping) < 8 else 0
    with work(line.store) as unit:
        sentences = unmatched.most_heard(unit.conn, AT_ONCE + 1, at)
    counts = _counts(period or _last(USUAL))
    return show(
        "over_time.html",
        period=period,
        first=request.args.get("first", period.first if period else ""),
        last=request.args.get("last", period.last if period else ""),
        chosen=counts.period,
        days=DAYS,
        way=way,
        ways=[(WHOLE, t("time.whole")), *((one, named.service(one)) for one in GOALS)],
        error="" if period else t("time.wrong"),
        calls=counts.all.get(("calls", ""), 0),
        repeat=counts.all.get(("repeat", ""), 0),
        seconds=_average(counts),
        completion=_done(counts),
        parts=parts(counts, way) if counts.all else [],
        sentences=sentences[:AT_ONCE],
        language=named.language,
        skip=at + AT_ONCE if len(sentences) > AT_ONCE else 0,
        has_alias=named.is_there("alias_from_unmatched"),
    ), (200 if period else 422)


@page("/time/<part>.csv", Role.supervisor)
def over_time_csv(part: str) -> Response:
    """One of its tables, for a spreadsheet."""
    period = _period()
    if period is None:
        abort(400)
    found = {one.key: one for one in parts(_counts(period), _way())}.get(part)
    if found is None:
        abort(404)
    rows = [[_plain(cell) for cell in row] for row in found.rows]
    return csv_file(f"{part}-{period.first}-{period.last}", found.heads, rows)


@page("/time/unmatched/<int:unmatched_id>", Role.supervisor, methods=("POST",))
def pass_over(unmatched_id: int) -> ResponseReturnValue:
    """The sentence is no alias of anything; it does not come back."""
    line = the_hotline()
    with work(line.store) as unit:
        unmatched.settle(unit.begin(), unmatched_id, "passed over", actor=actor(), now=line.clock())
    return go_to("over_time", done="passed_over")


def _period() -> Period | None:
    """The one that is asked for, the usual one if none is; None for one that cannot be."""
    asked = request.args
    if days := asked.get("days"):
        return _last(int(days)) if days in map(str, DAYS) else None
    if not asked.get("first") and not asked.get("last"):
        return _last(USUAL)
    try:
        first, last = (date.fromisoformat(asked.get(name, "")) for name in ("first", "last"))
    except ValueError:
        return None
    return Period(first, last) if 0 <= (last - first).days < LONGEST else None


def _last(days: int) -> Period:
    today = local(the_hotline().clock()).date()
    return Period(today - timedelta(days=days - 1), today)


def _way() -> str:
    way = request.args.get("way", WHOLE)
    return way if way in GOALS else WHOLE


def _counts(period: Period) -> Counts:
    with work(the_hotline().store) as unit:
        given = (unit.conn, period.first, _until(period.last))
        whats = ("calls", "repeat")
        return Counts(
            period,
            tallies.sums(*given),
            tallies.by_hour(*given, whats),
            tallies.by_day(unit.conn, period.first, period.last, whats),
        )


def _until(last: date) -> date:
    """Nothing is counted after today: the month that runs may be taken whole, which is far fewer rows."""
    today = local(the_hotline().clock()).date()
    return last if last < today else last.replace(day=monthrange(last.year, last.month)[1])


def _average(counts: Counts) -> int | None:
    """Seconds of a call."""
    calls = counts.all.get(("calls", ""), 0)
    return round(counts.all.get(("length", ""), 0) / calls) if calls else None


def _done(counts: Counts) -> float | None:
    """Which part of all services that were begun was finished; a booking is a part of its ticket."""
    began = sum(n for one, n in counts.of("began").items() if one != "booking")
    done = sum(n for one, n in counts.of("done").items() if one != "booking")
    return done / began if began else None


def _plain(cell: Cell) -> object:
    return round(cell, 4) if isinstance(cell, float) else cell
