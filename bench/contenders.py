"""Who is measured: the bare views, and the turns of a hotline."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from itertools import count

from bench.cores import SERVER, on
from bench.house import House
from bench.load import Call
from bench.race import Contender
from bench.server import Server, served
from bench.webhooks import webhook
from tests import postgres

GOALS = {"sqlite": 0.30, "postgresql": 0.18}  # part of the bare view's turns a second


def server_of_bare_views() -> AbstractContextManager[Server]:
    """The Flask views of bench/bare.py under our gunicorn.conf.py."""
    return served("bench.bare:app", {})


def bare_views(server: Server) -> list[Contender]:
    """The bare view first: everybody is compared with it."""
    port, processes = server.port, server.processes
    return [
        Contender("bare Flask view", port, partial(_webhooks, "/bare"), processes),
        Contender("+ twilio's RequestValidator", port, partial(_webhooks, "/validated"), processes),
    ]


def turns_of(house: House) -> list[Contender]:
    """A turn without and one with a look-up, and whole calls of four turns."""
    menu = _contender(house, "menu turn", house.menu_turns)
    return [menu, look_up_of(house), _contender(house, "whole calls", house.calls)]


def look_up_of(house: House) -> Contender:
    """The turn that looks a petition up."""
    return _contender(house, "look-up turn", house.look_ups)


def _contender(house: House, what: str, calls: Callable[[int], list[Call]]) -> Contender:
    goal = GOALS[house.store.dialect.name]
    return Contender(f"{house.name}: {what}", house.server.port, calls, house.processes, goal)


def _webhooks(path: str, turns: int) -> list[Call]:
    return [(webhook(path, f"CA{place:032}", "+40722000111", "1"),) for place in range(turns)]


@contextmanager
def databases() -> Iterator[Mapping[str, Callable[[], str]]]:
    """What makes new, empty databases: on SQLite, and on a PostgreSQL that is durable, if there is one."""
    with tempfile.TemporaryDirectory(prefix="telverde-bench-") as folder:
        with on(SERVER):
            server = postgres.start(durable=True)
        try:
            yield _databases(folder, server)
        finally:
            if server:
                postgres.stop(server)


def _databases(folder: str, server: str | None) -> Mapping[str, Callable[[], str]]:
    names = count()
    ours: dict[str, Callable[[], str]] = {"SQLite": lambda: f"sqlite:///{folder}/{next(names)}.db"}
    if server is None:
        print("NO POSTGRESQL HERE (sudo apt-get install postgresql): it is left out.")
        return ours
    return ours | {"PostgreSQL": partial(postgres.fresh_database, server)}
