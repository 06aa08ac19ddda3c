"""Which routing file is on the line: the newest that was published, while each call keeps the one it began with."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest_gunicorn import unreachable, until
from house import House

from app import create_app, open_hotline
from routing.directory import read
from routing.revision import Revision
from settings import Settings, WrongSettings
from store import notices, routing
from store.database import Store, open_store, work
from store.notices import EmergencyNotice
from store.routing import NotTheLatest
from web.published import KEPT, Published

SMALL = (Path(__file__).parents[1] / "routing" / "small.yaml").read_text("utf-8")
NOW = datetime(2026, 11, 23, 7, 15, tzinfo=UTC)


def named(name: str) -> str:
    return SMALL.replace("ro: Primăria Orașului Mic", f"ro: {name}", 1)


def publish(store: Store, text: str, base: int | None = None) -> int:
    with work(store) as unit:
        return routing.publish(unit, text, author="ana", base=base, now=NOW)


@pytest.fixture(scope="module")
def first() -> Revision:
    return Revision(0, read(SMALL))


@pytest.fixture
def on_line(store: Store, first: Revision) -> Published:
    return Published(store, first)


def test_numbers_count_up_and_texts_come_back_as_they_were(store: Store) -> None:
    """Letters beyond ASCII and line ends survive both databases."""
    texts = ["ăâîșț őű\r\n\tx", named("Ă"), ""]
    assert [publish(store, text) for text in texts] == [1, 2, 3]
    with work(store) as unit:
        assert [routing.text_of(unit.conn, number) for number in (1, 2, 3, 4)] == [*texts, None]
        assert routing.newest(unit.conn) == 3
        assert [one.number for one in routing.published(unit.conn, 2)] == [3, 2]


def test_who_looked_at_an_older_one_is_refused(store: Store) -> None:
    """Somebody else published meanwhile: nothing is overwritten unseen."""
    publish(store, "a", base=0)
    with pytest.raises(NotTheLatest):
        publish(store, "b", base=0)
    assert publish(store, "b", base=1) == 2


def test_a_process_changes_over_when_it_looks(store: Store, on_line: Published) -> None:
    """Nothing published: the file it started with. Published: that; and looking again changes nothing."""
    assert not on_line.look(NOW)
    publish(store, named("Primăria Nouă"))
    assert on_line.look(NOW)
    assert (on_line.now.number, on_line.now.directory.name["ro"]) == (1, "Primăria Nouă")
    assert not on_line.look(NOW)


def test_a_call_finds_the_revision_it_began_with(store: Store, on_line: Published) -> None:
    """Kept while the process lives, else read from SQL once; the newest if it is nowhere."""
    began = on_line.now
    for number in range(1, 4):
        publish(store, named(f"Primăria {number}"))
        on_line.look(NOW)
    assert on_line.of(0) is began
    assert on_line.of(2).directory.name["ro"] == "Primăria 2"
    started = Published(store, on_line.now)
    assert started.of(1).directory.name["ro"] == "Primăria 1"
    assert started.of(1) is started.of(1)
    assert started.of(99) is started.now
    assert KEPT >= 3


def test_what_this_version_cannot_read_stays_off_the_line(store: Store, on_line: Published) -> None:
    """Another version published it, or somebody by hand: what is known stays, and the next good one is taken."""
    publish(store, named("Primăria Bună"))
    on_line.look(NOW)
    publish(store, "menu: [")
    assert not on_line.look(NOW)
    assert not on_line.look(NOW)
    assert on_line.now.number == 1
    publish(store, named("Primăria Nouă"))
    assert on_line.look(NOW)
    assert on_line.now.number == 3


def test_the_book_is_made_again_only_if_a_phrase_changes(first: Revision) -> None:
    """An edit of hours or names costs the time to read it; the finder answers from the same book."""
    assert first.book is first.like(1, read(named("Alta"))).book
    domain = first.directory.special
    danger = {"ro": ("vine ursul la mine",)}
    changed = replace(first.directory, special=replace(domain, danger=danger))
    assert first.book is not first.like(1, changed).book


def test_a_process_that_follows_changes_over_by_itself(store: Store, on_line: Published) -> None:
    """And notices come along; a database that is lost for a moment does not end it."""
    good = on_line.store
    ended = on_line.follow(lambda: NOW)
    on_line.store = open_store(unreachable(store.url.render_as_string(hide_password=False)))
    with work(store) as unit:
        notices.put_on(unit.begin(), EmergencyNotice({"ro": "Atenție"}, NOW, NOW + timedelta(hours=1)), NOW)
    publish(store, named("Primăria Nouă"))
    on_line.store = good
    until(lambda: on_line.now.number == 1, 30, "it does not follow")
    ended.set()
    assert [one.texts for one in on_line.on(NOW)] == [{"ro": "Atenție"}]
    assert on_line.on(NOW + timedelta(hours=1)) == ()


def settings(url: str, file: Path) -> Settings:
    given = {"SECRET_KEY": "a secret for the tests only", "DATABASE_URL": url, "ROUTING_FILE": str(file)}
    return Settings.from_env({**given, "TELVERDE_CLOCK": "2026-11-23T09:15"})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "institutions.yaml"
    path.write_text(SMALL, "utf-8")
    return path


@pytest.fixture
def started(store_url: str, file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Any]]:
    """Starts the line as gunicorn does, from the environment."""
    for name, value in {
        "SECRET_KEY": "a secret for the tests only",
        "DATABASE_URL": store_url,
        "ROUTING_FILE": str(file),
        "TELVERDE_CLOCK": "2026-11-23T09:15",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("app.to_stderr", lambda: None)
    opened: list[Any] = []

    def start() -> Any:
        opened.append(create_app().extensions["hotline"])
        return opened[-1]

    yield start
    for line in opened:
        line.store.dispose()


def test_the_first_start_publishes_the_file(started: Callable[[], Any]) -> None:
    """It is revision 1, and the next start speaks the same."""
    assert started().routing.now.number == 1
    assert started().routing.now.number == 1


def test_a_start_with_a_broken_file_speaks_what_was_published_last(
    started: Callable[[], Any], file: Path, store: Store
) -> None:
    """The line opens, and says in readiness and figures that the file is broken."""
    started()
    file.write_text(SMALL.replace("operators:", "operatori:", 1), "utf-8")
    line = started()
    assert line.routing.now.number == 1
    client = create_app(line).test_client()
    assert client.get("/readyz").json == {"ok": True, "store": "ok", "routing": "last save refused"}
    figures = client.get("/metrics").text
    assert "\ntelverde_routing_revision 1\n" in figures
    assert "\ntelverde_routing_refused_saves_total 1\n" in figures
    assert "\ntelverde_routing_last_save_refused 1\n" in figures


def test_a_start_with_a_broken_file_and_nothing_published_is_refused(store_url: str, file: Path) -> None:
    """There is nothing to speak: the settings are wrong, with row and column."""
    file.write_text(SMALL.replace("operators:", "operatori:", 1), "utf-8")
    with pytest.raises(WrongSettings, match="rândul 7, coloana 3"):
        open_hotline(settings(store_url, file))


def test_a_start_without_a_database_speaks_the_file(store_url: str, file: Path) -> None:
    """Callers hear the apology at worst; the line itself is there."""
    file.write_text(named("Primăria Din Fișier"), "utf-8")
    line = open_hotline(settings(unreachable(store_url), file))
    assert (line.routing.now.number, line.directory.name["ro"]) == (0, "Primăria Din Fișier")


def test_every_turn_tells_which_revision_it_was_spoken_from(house: House) -> None:
    """The number stands beside each turn, and stays that of the first turn for the whole call."""
    line = house.hotline
    publish(line.store, SMALL)
    publish(line.store, named("Primăria Nouă"))
    line.routing.look(NOW)
    phone = house.line()
    phone.dial()
    publish(line.store, named("Primăria Și Mai Nouă"))
    line.routing.look(NOW)
    phone.press("1")
    other = house.line("+40722000222")
    other.dial()
    with house.store.connect() as conn:
        found = conn.exec_driver_sql("SELECT call, turn, revision FROM turns ORDER BY revision, turn").all()
    assert [(row[1], row[2]) for row in found] == [(0, 2), (1, 2), (0, 3)]
