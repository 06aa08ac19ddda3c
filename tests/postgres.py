"""A PostgreSQL of the tests' own: made in a second, told to die, and gone with the tests however they end.

`python tests/postgres.py` says whether there is one to be had here.
"""

import atexit
import os
import pwd
import secrets
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from sqlalchemy.engine import URL, make_url

PLENTY = 3 << 30  # bytes; what the tests write stays below one gigabyte


class NoPostgres(Exception):
    """No PostgreSQL could be had for the tests."""


def start(durable: bool = False) -> str | None:
    """The SQLAlchemy URL of a new server, or TEST_DATABASE_URL if it is set; None where there is neither.

    `durable` leaves fsync on, for measurements. Without it a commit survives `restart` but no power cut.
    """
    try:
        return _start(durable)
    except NoPostgres:
        return None


def start_or_skip(durable: bool = False) -> str:
    """Like `start`, but skips the test, saying why; where CI is set a missing server is a failure."""
    try:
        return _start(durable)
    except NoPostgres as reason:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"NO POSTGRESQL: {reason}")


def fresh_database(server: str, template: str | None = None) -> str:
    """The URL of a new and empty database, or of a copy of `template`, to which nobody is connected."""
    name = f"telverde_{secrets.token_hex(6)}"
    copied = make_url(template).database if template else None
    order = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    _order(server, order.format(sql.Identifier(name), sql.Identifier(copied or "template0")))
    return _written(make_url(server).set(database=name))


def drop(database: str) -> None:
    """Removes a fresh database, whoever is still connected to it."""
    url = make_url(database)
    order = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(url.database or ""))
    _order(_written(url.set(database="postgres")), order)


def restart(server: str) -> None:
    """A server of ours falls over, all connections with it, and is back at the same address."""
    _servers[server].halt()
    _servers[server].run()


def stop(server: str) -> None:
    """Ends a server of ours and removes its folder. Nothing happens to TEST_DATABASE_URL."""
    if server in _servers:
        _servers.pop(server).end()


def is_ours(server: str) -> bool:
    """Whether it may be restarted: it is not somebody's TEST_DATABASE_URL."""
    return server in _servers


@dataclass(frozen=True)
class _Server:
    folder: Path
    programs: Path
    owner: dict[str, Any]  # what makes subprocess become another user
    settings: dict[str, str]
    guard: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        where = {"host": str(self.folder)}
        return _written(URL.create("postgresql+psycopg", "postgres", database="postgres", query=where))

    def make(self) -> None:
        self.call("initdb", "--no-sync", "--auth=trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8")

    def run(self) -> None:
        options = " ".join(f"-c {name}={value}" for name, value in self.settings.items())
        self.call("pg_ctl", "start", "--wait", "--silent", "-l", f"{self.folder}/log", "-o", options)

    def halt(self) -> None:
        self.call("pg_ctl", "stop", "--wait", "--silent", "-m", "immediate")

    def end(self) -> None:
        assert self.guard.stdin is not None
        self.guard.stdin.close()
        self.guard.wait(timeout=30)

    def call(self, program: str, *words: str) -> None:
        command = [str(self.programs / program), "-D", str(self.folder / "data"), *words]
        # a file, not a pipe: the server inherits it and would keep a pipe open
        with open(self.folder / "words", "w+") as said:
            done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, **self.owner)
            if done.returncode:
                said.seek(0)
                raise NoPostgres(f"{program} failed: {said.read().strip()}")


_servers: dict[str, _Server] = {}

# Reads until the tests close the other end, which the system does for them when they are killed.
_GUARD = 'read -r _; "$1" -D "$2/data" -m immediate stop; rm -rf "$2"'


def _start(durable: bool) -> str:
    if given := os.environ.get("TEST_DATABASE_URL"):
        return _written(make_url(given).set(drivername="postgresql+psycopg"))
    server = _prepared(_programs(), durable)
    try:
        server.make()
        server.run()
    except (OSError, NoPostgres) as trouble:
        server.end()
        raise NoPostgres(str(trouble)) from trouble
    _servers[server.url] = server
    return server.url


def _prepared(programs: Path, durable: bool) -> _Server:
    folder = Path(tempfile.mkdtemp(prefix="telverde-pg-", dir=_home(durable)))
    owner = _owner(folder)
    guard = subprocess.Popen(
        ["/bin/sh", "-c", _GUARD, "guard", programs / "pg_ctl", folder],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is for the tests
        **owner,
    )
    return _Server(folder, programs, owner, _settings(folder, durable), guard)


def _home(durable: bool) -> str:
    """Memory, if there is plenty: a database is files by the hundred, and on some disks a copy takes a second.

    Short names, not tmp_path: the path of a Unix socket has room for 107 characters only.
    """
    memory = Path("/dev/shm")
    plenty = not durable and memory.is_dir() and shutil.disk_usage(memory).free > PLENTY
    return str(memory) if plenty and os.access(memory, os.W_OK) else "/tmp"


def _settings(folder: Path, durable: bool) -> dict[str, str]:
    reachable = {"unix_socket_directories": str(folder), "listen_addresses": "''", "max_connections": "200"}
    return reachable if durable else reachable | {"fsync": "off", "full_page_writes": "off"}


def _owner(folder: Path) -> dict[str, Any]:
    outside = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"}
    common = {"cwd": folder, "env": outside}
    if os.geteuid() != 0:
        return common
    user = _unprivileged()
    os.chown(folder, user.pw_uid, user.pw_gid)
    return common | {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _unprivileged() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):  # initdb refuses to work as root
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoPostgres("we are root and there is neither a user postgres nor nobody")


def _programs() -> Path:
    """The folder of the newest PostgreSQL programs: the one on PATH, or else where Debian keeps them."""
    on_path = shutil.which("pg_ctl")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    for folder in [*([Path(on_path).resolve().parent] if on_path else []), *reversed(debian)]:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    raise NoPostgres(
        "no initdb and pg_ctl on PATH or in /usr/lib/postgresql, and TEST_DATABASE_URL is not set"
    )


def _order(server: str, order: sql.Composed) -> None:
    address = make_url(server).set(drivername="postgresql")
    with psycopg.connect(_written(address), autocommit=True) as connection:
        connection.execute(order)


def _written(url: URL) -> str:
    return url.render_as_string(hide_password=False)


@atexit.register
def _stop_all() -> None:
    for server in list(_servers):
        stop(server)


if __name__ == "__main__":
    try:
        print("TEST_DATABASE_URL" if os.environ.get("TEST_DATABASE_URL") else _programs())
    except NoPostgres as reason:
        sys.exit(str(reason))
