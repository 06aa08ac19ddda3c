"""How long the line keeps what, and what it has removed: for whoever has to answer for people's data."""

from flask.typing import ResponseReturnValue

from office.users import Role
from store import purges
from store.database import work
from web.console.gate import page
from web.console.show import show
from web.hotline import the_hotline

SHOWN = 60


@page("/retention", Role.administrator, Role.auditor)
def retention() -> ResponseReturnValue:
    """The terms of the routing file, and the last purges."""
    line = the_hotline()
    with work(line.store) as unit:
        removed = purges.latest(unit.conn, SHOWN)
    return show("retention.html", kept=purges.kept(line.directory.limits), removed=removed)
