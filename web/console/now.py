"""A supervisor sees the line at this moment: who calls and where they stand, what waits, and what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask.typing import ResponseReturnValue

from ivr.alarms import LEAST_ASKED, LEAST_BOOKED, LEAST_CALLS, LEAST_DONE, MOST, Alarm, alarms
from ivr.codec import decode
from ivr.counting import LEAVE, place_of
from ivr.script import Reply
from office.users import Role
from store import requests, routing, tallies, watch
from store.database import work
from store.watch import CallNow
from web.console import named
from web.console.gate import page
from web.console.show import local, show
from web.hotline import Hotline, the_hotline

AT_MOST = 50  # calls on the page
ALARM_DAYS, ALARMS = 7, 6  # the worst of the last week


@dataclass(frozen=True)
class Caller:
    """A call in progress, in words; `here` and `lasts` are seconds. `state` is rings, talks, danger or empty."""

    call: str
    shown: str
    stands: str
    here: int
    lasts: int
    failures: int
    language: str
    state: str


@page("/now", Role.supervisor)
def now() -> ResponseReturnValue:
    """The whole page; its parts are asked for again by themselves."""
    return show("now.html", **_alarms(), **_live())


@page("/now/live", Role.supervisor)
def now_live() -> ResponseReturnValue:
    """What changes from second to second."""
    return show("now_live.html", **_live())


@page("/now/alarms", Role.supervisor)
def now_alarms() -> ResponseReturnValue:
    """What changes from call to call."""
    return show("now_alarms.html", **_alarms())


def _live() -> dict[str, Any]:
    line, at = the_hotline(), the_hotline().clock()
    with work(line.store) as unit:
        outbox, carrier = watch.backlog(unit.conn, at), watch.last_carrier_error(unit.conn, at)
        calling = [_caller(one, at) for one in watch.calls_now(unit.conn, _longest(line), at, AT_MOST)]
        return {
            "calls": [one for one in calling if one],
            "at_most": AT_MOST,
            "waiting": sum(one.state == "rings" for one in calling if one),
            "callbacks": requests.count_waiting(unit.conn),
            "outbox": outbox,
            "outbox_why": named.trouble(outbox.why),
            "carrier": carrier,
            "carrier_error": named.trouble(carrier.error) if carrier else "",
            "has_calls": named.is_there("call_page"),
            "callback_page": "callbacks" if named.is_there("callbacks") else "",
            "revision": next(iter(routing.published(unit.conn)), None),
            "refused": routing.standing(unit.conn).refused,
        }


def _longest(line: Hotline) -> timedelta:
    """After that the line has taken leave, and whoever was put through has been cut off."""
    people = line.directory.operators
    return timedelta(minutes=line.directory.limits.minutes, seconds=people.ring_seconds + people.talk_seconds)


def _caller(one: CallNow, now: datetime) -> Caller | None:
    """None for a call that has been taken leave of: the carrier is about to tell that it is over."""
    reply = decode(one.reply)
    name = place_of(reply)
    here, lasts = (max(0, round((now - since).total_seconds())) for since in (one.at, one.began))
    if name == LEAVE:
        return None
    return Caller(
        one.call,
        one.shown,
        named.place(name),
        here,
        lasts,
        one.failures,
        named.language(one.language),
        _state(reply, name, here),
    )


def _state(reply: Reply, name: str, here: int) -> str:
    if reply.ring:
        return "rings" if here <= reply.ring.seconds else "talks"
    return "danger" if name.startswith("danger.") else ""


def _alarms() -> dict[str, Any]:
    line = the_hotline()
    today = local(line.clock()).date()
    with work(line.store) as unit:
        counts = tallies.sums(unit.conn, today - timedelta(days=ALARM_DAYS - 1), today)
    found = alarms(counts)
    return {
        "alarms": [_told(one) for one in found[:ALARMS]],
        "others": max(0, len(found) - ALARMS),
        "least_calls": LEAST_CALLS,
        "least_asked": LEAST_ASKED,
    }


def _told(one: Alarm) -> Mapping[str, Any]:
    is_service = one.kind in ("done", "booked")
    least = {"done": LEAST_DONE, "booked": LEAST_BOOKED}
    return {
        "kind": one.kind,
        "name": named.service(one.name) if is_service else named.place(one.name),
        "share": one.share,
        "of": one.of,
        "bound": "least" if is_service else "most",
        "limit": least[one.kind] if is_service else MOST[one.kind],
    }
