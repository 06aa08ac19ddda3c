"""A hotline being measured: the real app under gunicorn, a store, and calls that stand at any turn."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count

from sqlalchemy import text

from bench.load import Call, played
from bench.register import FIRST, fill
from bench.server import Server, served
from bench.webhooks import ENVIRONMENT, webhook
from store import calls as stored_calls
from store import migrate
from store.calls import StoredTurn
from store.database import Store, open_store, work

# A caller's number is taken apart at pickup and remembered, so the turns after it come from few callers;
# not too few, since one may look up forty petitions an hour.
CALLERS = 500
STRIDE = 7919  # a prime: all over the register, and none twice before all have been asked for


@dataclass
class House:
    """One hotline over one store with `petitions` petitions; each call of it is about another one."""

    name: str
    server: Server
    store: Store
    petitions: int
    _told: list[StoredTurn] = field(default_factory=list)
    _callers: Iterator[int] = field(default_factory=count)
    _places: Iterator[int] = field(default_factory=count)

    def processes(self) -> list[int]:
        """Everything that works for it: the worker, and the server of the database."""
        if self.store.dialect.name == "sqlite" or "TEST_DATABASE_URL" in os.environ:
            return self.server.processes()
        with self.store.connect() as conn:
            backends = conn.execute(text("SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()"))
            return [*self.server.processes(), *backends.scalars()]

    def calls(self, turns: int) -> list[Call]:
        """New callers: pickup, 1 for a petition, its number, 1 for yes."""
        return [_requests(_sid(), self._fresh_caller(), number) for number in self._numbers(turns // 4)]

    def menu_turns(self, turns: int) -> list[Call]:
        """Calls at the main menu, where the caller presses 1."""
        return self._calls_at(1, turns)

    def look_ups(self, turns: int) -> list[Call]:
        """Calls that have told a number and are asked whether it is right; the caller presses 1."""
        return self._calls_at(3, turns)

    def learn(self) -> None:
        """Plays one call and keeps its turns: other calls are put where it stood at any moment."""
        sid = _sid()
        played(self.server.port, [_requests(sid, self._fresh_caller(), FIRST)])
        with work(self.store) as unit:
            self._told = list(stored_calls.journey(unit.conn, sid))
        assert [_stops_at(turn) for turn in self._told] == STOPS, self._told

    def check(self) -> None:
        """Every turn that was answered has been recorded where it should be: none was an apology."""
        with self.store.connect() as conn:
            for turn, stop in enumerate(STOPS):
                odd = conn.execute(
                    text("SELECT count(*) FROM turns WHERE turn = :turn AND reply NOT LIKE :stop"),
                    {"turn": turn, "stop": f'%"at":"{stop}"%'},
                ).scalar_one()
                assert not odd, f"{self.name}: {odd} calls went astray before {stop}"

    def _calls_at(self, turn: int, how_many: int) -> list[Call]:
        now = datetime.now(UTC)
        asked: list[Call] = []
        with work(self.store) as unit:
            unit.begin()
            for number in self._numbers(how_many):
                sid, phone = _sid(), self._known_caller()
                stored_calls.begin(unit.conn, sid, phone, "", now)
                for told in self._told[:turn]:
                    reply = told.reply.replace(f'"{FIRST}"', f'"{number}"')
                    stored_calls.remember(unit, sid, replace(told, at=now, began=now, reply=reply))
                asked.append(_requests(sid, phone, number)[turn : turn + 1])
        return asked

    def _fresh_caller(self) -> str:
        return f"+4073{next(self._callers):07}"

    def _known_caller(self) -> str:
        return f"+4072{next(self._callers) % CALLERS:07}"

    def _numbers(self, how_many: int) -> list[int]:
        return [FIRST + next(self._places) * STRIDE % self.petitions for _ in range(how_many)]


STOPS = ["menu.main", "status.number", "status.read_back", "status.look_up"]


@contextmanager
def house(name: str, url: str, petitions: int) -> Iterator[House]:
    """A hotline over an empty database, which is migrated and filled first."""
    store = open_store(url)
    migrate.up(store)
    fill(url, petitions)
    try:
        with served("app:create_app()", ENVIRONMENT | {"DATABASE_URL": url}) as server:
            built = House(name, server, store, petitions)
            built.learn()
            yield built
            built.check()
    finally:
        store.dispose()


def _requests(sid: str, phone: str, number: int) -> Call:
    return (
        webhook("/voice", sid, phone),
        webhook("/voice/1?l=ro", sid, phone, "1"),
        webhook("/voice/2?l=ro", sid, phone, str(number), "#"),
        webhook("/voice/3?l=ro", sid, phone, "1"),
    )


def _stops_at(turn: StoredTurn) -> str:
    return turn.reply.rpartition('"at":"')[2].partition('"')[0]


def _sid() -> str:
    return "CA" + secrets.token_hex(16)
