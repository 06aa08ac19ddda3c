"""An inspector's own calendar shows the tickets: at a secret address, without a name, a number or a subject."""

from datetime import timedelta

from flask import Response, abort
from flask.typing import ResponseReturnValue

from office.tickets import CANCELLED, BlueTicket
from office.users import Role
from post.calendar import Entry, feed
from store import events, feeds, tickets
from store.database import work
from web.console.gate import actor, open_page, page, the_user
from web.console.show import go_to, screens, show
from web.hotline import the_hotline
from words.screen import HOME, Screen

PAST, AHEAD = timedelta(days=30), timedelta(days=60)


@page("/calendar", Role.inspector)
def calendar_feed() -> ResponseReturnValue:
    """Whether there is an address, and how to make one."""
    return _shown("")


def _shown(address: str) -> ResponseReturnValue:
    with work(the_hotline().store) as unit:
        is_on = feeds.has_feed(unit.conn, the_user().id)
    return show("calendar_feed.html", is_on=is_on, address=address)


@page("/calendar", Role.inspector, methods=("POST",))
def feed_opened() -> ResponseReturnValue:
    """A new address, shown this once: the store knows its hash only."""
    line, user = the_hotline(), the_user()
    with work(line.store) as unit:
        conn = unit.begin()
        secret = feeds.open_feed(conn, user.id)
        events.record(
            conn, at=line.clock(), actor=actor(), entity="user", entity_id=user.id, what="feed opened"
        )
    return _shown(f"{line.base_url}/console/feed/{secret}.ics")


@page("/calendar/off", Role.inspector, methods=("POST",))
def feed_shut() -> ResponseReturnValue:
    """The address leads nowhere from now on."""
    line, user = the_hotline(), the_user()
    with work(line.store) as unit:
        conn = unit.begin()
        feeds.shut_feed(conn, user.id)
        events.record(
            conn, at=line.clock(), actor=actor(), entity="user", entity_id=user.id, what="feed shut"
        )
    return go_to("calendar_feed", "feed_shut")


@open_page("/feed/<secret>.ics")
def feed_read(secret: str) -> ResponseReturnValue:
    """What a calendar reads, without a session."""
    line = the_hotline()
    now = line.clock()
    with work(line.store) as unit:
        found = feeds.inspector_of_feed(unit.conn, secret)
        listed = tickets.agenda(unit.conn, now - PAST, now + AHEAD, found[0]) if found else []
    if found is None:
        abort(404)
    said = screens().get(found[1], screens()[HOME])
    written = feed([_entry(one, said) for one in listed], said.text("feed.name"), line.zone, now)
    return Response(written, mimetype="text/calendar")


def _entry(one: BlueTicket, said: Screen) -> Entry:
    is_off = one.status in CANCELLED
    return Entry(
        f"agenda-{one.number.digits}@telverde",
        one.sequence + is_off,
        one.starts_at,
        one.ends_at,
        said.text("feed.entry", number=one.number.text),
        is_off,
    )
