"""The PostgreSQL of the tests is theirs alone, loses nothing when it falls, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import postgres
import psycopg
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    url = postgres.start_or_skip()
    yield url
    postgres.stop(url)


def plain(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def folder(url: str) -> Path:
    return Path(str(make_url(url).query["host"]))


def need_ours(server: str) -> None:
    if not postgres.is_ours(server):
        pytest.skip("TEST_DATABASE_URL is somebody's server: it is not ours to restart")


def test_a_started_server_answers_sqlalchemy(server: str) -> None:
    engine = create_engine(server)
    with engine.connect() as connection:
        assert connection.scalar(text("select lower('ȘȚĂÎÂ')")) == "șțăîâ"
    engine.dispose()


def test_a_start_is_cheap_and_a_stop_leaves_nothing() -> None:
    if os.environ.get("TEST_DATABASE_URL"):
        pytest.skip("TEST_DATABASE_URL: nothing is started")
    before = os.times()
    url = postgres.start_or_skip()
    after = os.times()
    postgres.stop(url)
    # seconds of work, not of waiting: the machine may be busy with something else
    assert after.children_user + after.children_system - before.children_user - before.children_system < 3
    assert not folder(url).exists()


def test_each_fresh_database_is_empty_and_goes_when_dropped(server: str) -> None:
    one, other = postgres.fresh_database(server), postgres.fresh_database(server)
    with psycopg.connect(plain(one)) as connection:
        connection.execute("create table petitions (number int)")
        with psycopg.connect(plain(other)) as second:
            assert second.execute("select to_regclass('petitions')").fetchone() == (None,)
        connection.commit()
        postgres.drop(one)  # even with a connection open
        connection.close()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(plain(one))
    postgres.drop(other)


def test_a_fresh_database_can_be_a_copy(server: str) -> None:
    model = postgres.fresh_database(server)
    with psycopg.connect(plain(model), autocommit=True) as connection:
        connection.execute("create table petitions as select 10234 as number")
    copy = postgres.fresh_database(server, template=model)
    with psycopg.connect(plain(copy)) as connection:
        assert connection.execute("select number from petitions").fetchone() == (10234,)
    postgres.drop(copy)
    postgres.drop(model)


def test_a_restart_breaks_connections_and_keeps_what_was_committed(server: str) -> None:
    need_ours(server)
    database = postgres.fresh_database(server)
    connection = psycopg.connect(plain(database))
    connection.execute("create table petitions (number int)")
    connection.execute("insert into petitions values (1)")
    connection.commit()
    connection.execute("insert into petitions values (2)")
    postgres.restart(server)
    with pytest.raises(psycopg.OperationalError):
        connection.execute("select 1")
    connection.close()
    with psycopg.connect(plain(database)) as again:
        assert again.execute("select number from petitions").fetchall() == [(1,)]
    postgres.drop(database)


def test_a_durable_server_writes_to_the_disk() -> None:
    url = postgres.start_or_skip(durable=True)
    need_ours(url)
    with psycopg.connect(plain(url)) as connection:
        assert connection.execute("show fsync").fetchone() == ("on",)
    postgres.stop(url)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_when_the_tests_are_killed(how: signal.Signals, server: str) -> None:
    need_ours(server)
    program = "import postgres, time; print(postgres.start(), flush=True); time.sleep(60)"
    with subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=HERE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as victim:
        assert victim.stdout is not None
        left = folder(victim.stdout.readline().strip())
        postmaster = int((left / "data/postmaster.pid").read_text().splitlines()[0])
        victim.send_signal(how)
    deadline = time.monotonic() + 20
    while (left.exists() or Path(f"/proc/{postmaster}").exists()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not left.exists()
    assert not Path(f"/proc/{postmaster}").exists()


def test_without_postgresql_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere() -> Path:
        raise postgres.NoPostgres("nothing here")

    monkeypatch.delenv("TEST_DATABASE_URL", raising=False)
    monkeypatch.setattr(postgres, "_programs", nowhere)
    assert postgres.start() is None
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="nothing here"):
        postgres.start_or_skip()
    monkeypatch.delenv("CI")
    with pytest.raises(pytest.skip.Exception, match="nothing here"):
        postgres.start_or_skip()
