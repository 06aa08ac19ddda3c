"""Whoever watches the hotline learns whether it lives, whether it can serve, and why not."""

import http.client
import json
from collections.abc import Callable
from typing import Any

import pytest
from conftest_gunicorn import unreachable

from store import migrate
from store.database import open_store

Build = Callable[..., Any]


def told(house: Any, path: str) -> tuple[int, Any]:
    connection = http.client.HTTPConnection(house.address.removeprefix("http://"), timeout=15)
    try:
        connection.request("GET", path)
        got = connection.getresponse()
        assert (got.getheader("Content-Type") or "").split(";")[0] == "application/json"
        return got.status, json.loads(got.read())
    finally:
        connection.close()


def test_a_hotline_as_it_should_be_is_alive_and_ready(house: Any) -> None:
    """200 from both, and each part that was looked at is named."""
    assert told(house, "/healthz") == (200, {"ok": True})
    assert told(house, "/readyz") == (200, {"ok": True, "store": "ok", "routing": "ok"})


def test_without_a_database_it_is_alive_and_not_ready(build_house: Build, store_url: str) -> None:
    """A process without a database is not started again for that, and gets no callers."""
    house = build_house(store=open_store(unreachable(store_url)))
    assert told(house, "/healthz") == (200, {"ok": True})
    assert told(house, "/readyz") == (503, {"ok": False, "store": "not reached", "routing": "ok"})


def test_before_the_migrations_it_is_not_ready_and_afterwards_it_is(house: Any) -> None:
    """A store that is empty, or of an older shape, is named as the reason; migrating is enough."""
    migrate.down(house.store)
    assert told(house, "/healthz") == (200, {"ok": True})
    assert told(house, "/readyz") == (503, {"ok": False, "store": "not migrated", "routing": "ok"})
    migrate.up(house.store)
    assert told(house, "/readyz") == (200, {"ok": True, "store": "ok", "routing": "ok"})


def test_a_store_of_a_newer_version_is_not_ready(house: Any) -> None:
    """An old process beside a migrated store says so instead of serving callers from tables it does not know."""
    with house.store.connect() as conn:
        conn.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    assert told(house, "/readyz") == (503, {"ok": False, "store": "not migrated", "routing": "ok"})


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_the_answer_tells_nothing_about_the_installation(
    build_house: Build, store_url: str, path: str
) -> None:
    """No address, folder, version or error of the database is told to whoever asks."""
    _, parts = told(build_house(store=open_store(unreachable(store_url))), path)
    assert set(parts.values()) <= {True, False, "ok", "not reached"}
