"""The database is locked, lost or started again: the caller hears a voice, and goes on where they were."""

import http.client
import resource
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import postgres
import pytest
from conftest_gunicorn import Gunicorn, locked, unreachable, until

from phone.line import Event
from store import migrate
from store.database import open_store
from words.catalogue import open_words

pytest_plugins = ("conftest_gunicorn",)

WORDS = Path(__file__).parents[2] / "words"
CARRIER_READS_FOR = 3.5  # seconds; facts/twilio.md, 4.3
SUNDAY = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
SORRY = "problemă tehnică"


def heard(events: tuple[Event, ...]) -> str:
    return " ".join(event.text for event in events if event.kind == "say")


def sentence(house: Any, key: str) -> str:
    text: str = house.hotline.words["ro"].text(key)
    return text


def in_time(act: Callable[[], tuple[Event, ...]]) -> str:
    """What the caller hears, and it comes before the carrier gives up."""
    began = time.monotonic()
    events = act()
    assert time.monotonic() - began < CARRIER_READS_FOR
    return heard(events)


@dataclass
class Shaky:
    """A house whose database can be lost and found again."""

    house: Any
    lost: Callable[[], AbstractContextManager[None]]


@pytest.fixture(scope="module")
def own_server() -> Iterator[str]:
    """A PostgreSQL that this file may stop."""
    server = postgres.start_or_skip()
    if not postgres.is_ours(server):
        pytest.skip("TEST_DATABASE_URL is somebody's server: it is not ours to stop")
    yield server
    postgres.stop(server)


@pytest.fixture
def own_store_url(own_server: str) -> str:
    url = postgres.fresh_database(own_server)
    store = open_store(url)
    migrate.up(store)
    store.dispose()
    return url


@pytest.fixture
def shaky(store_url: str, build_house: Callable[..., Any], request: pytest.FixtureRequest) -> Shaky:
    """SQLite: the process starts again and finds garbage instead of its file. PostgreSQL: the server is down."""
    if store_url.startswith("sqlite"):
        house = build_house()
        return Shaky(house, lambda: _garbage(house))
    server = request.getfixturevalue("own_server")
    house = build_house(store=open_store(request.getfixturevalue("own_store_url")))
    return Shaky(house, lambda: _down(server))


@contextmanager
def _garbage(house: Any) -> Iterator[None]:
    path = Path(str(house.store.url.database))
    house.store.dispose()
    shutil.copy(path, f"{path}.kept")
    path.write_bytes(b"garbage" * 8192)
    yield
    house.store.dispose()
    shutil.copy(f"{path}.kept", path)


@contextmanager
def _down(server: str) -> Iterator[None]:
    postgres._servers[server].halt()
    yield
    postgres._servers[server].run()


@pytest.fixture
def nowhere(store_url: str, build_house: Callable[..., Any]) -> Callable[..., Any]:
    """Builds a house whose database never answers: no such folder."""
    return lambda **changes: build_house(store=open_store(unreachable(store_url)), **changes)


def test_a_locked_database_is_an_apology_in_time_and_the_question_is_not_lost(
    house: Any, store_url: str
) -> None:
    """The caller at a question hears an apology within the carrier's patience, presses 1 and is asked it again."""
    line = house.line()
    line.dial()
    question = heard(line.press("1"))
    with locked(store_url):
        said = in_time(lambda: line.press("119368#"))
        assert sentence(house, "sorry.moment") in said
    assert heard(line.press("1")) == question
    assert "unu unu nouă, trei șase opt" in heard(line.press("119368#"))
    assert not line.faults
    assert line.waiting == "gather"


def test_a_database_locked_at_pickup_is_an_apology_and_then_the_welcome(house: Any, store_url: str) -> None:
    """Somebody who rings while the database is locked hears an apology first, and after 1 the whole welcome."""
    line = house.line()
    with locked(store_url):
        assert SORRY in in_time(line.dial)
    assert "Bună ziua" in heard(line.press("1"))
    assert not line.faults


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
def test_a_lock_on_the_effect_alone_leaves_no_half_turn(house: Any, store_url: str) -> None:
    """The call-back request cannot be written: an apology; afterwards the same yes leaves it, once."""
    line = house.line()
    for act in (line.dial, lambda: line.press("3")):
        act()
    with locked(store_url, "callback_requests"):
        assert SORRY in in_time(lambda: line.press("1"))
    line.press("1")  # again the question
    assert "La revedere" not in heard(line.press("1"))
    with house.store.connect() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM callback_requests").scalar() == 1
    assert not line.faults


def test_a_database_lost_at_pickup_and_found_again_costs_one_apology(shaky: Shaky) -> None:
    """The database is gone when the call comes in, and back when the caller presses 1."""
    line = shaky.house.line()
    with shaky.lost():
        assert SORRY in in_time(line.dial)
    assert "Bună ziua" in heard(line.press("1"))
    assert not line.faults


def test_a_database_lost_in_the_middle_keeps_the_caller_where_they_were(shaky: Shaky) -> None:
    """Two apologies while it is gone, also after silence; then the question that was open, and its answer."""
    line = shaky.house.line()
    line.dial()
    question = heard(line.press("1"))
    with shaky.lost():
        assert SORRY in in_time(lambda: line.press("119368#"))
        assert SORRY in in_time(line.wait)
    assert heard(line.press("1")) == question
    assert "unu unu nouă, trei șase opt" in heard(line.press("119368#"))
    assert not line.faults


def test_a_database_lost_for_the_last_words_does_not_keep_the_call_from_ending(shaky: Shaky) -> None:
    """The caller hangs up while the database is gone: the carrier's report is taken all the same."""
    line = shaky.house.line()
    line.dial()
    with shaky.lost():
        line.hang_up()
    assert line.over
    assert not line.faults


def test_nobody_notices_that_postgresql_was_started_again(
    own_server: str, own_store_url: str, build_house: Callable[..., Any], sqlite_only: None
) -> None:
    """Between two turns every connection is lost: the turn is tried again on a new one, and no apology is said."""
    house = build_house(store=open_store(own_store_url))
    one, other = house.line("+40722000111"), house.line("+40722000222")
    one.dial()
    other.dial()
    postgres.restart(own_server)
    question = sentence(house, "status.number")
    assert heard(one.press("1")) == heard(other.press("1")) == question
    postgres.restart(own_server)
    third = house.line("+40722000333")
    assert "Bună ziua" in heard(third.dial())
    assert not [*one.faults, *other.faults, *third.faults]


@pytest.fixture
def sqlite_only(store_url: str) -> None:
    """The house is built beside a store that is not used; one kind of it is enough."""
    if not store_url.startswith("sqlite"):
        pytest.skip("the test brings its own PostgreSQL")


def test_key_0_rings_the_operators_during_an_outage_when_they_are_there(nowhere: Callable[..., Any]) -> None:
    """With no database at all, on a Monday morning, 0 reaches a person."""
    house = nowhere()
    line = house.line()
    line.dial()
    events = line.press("0")
    assert [event.text for event in events if event.kind == "dial"] == [
        house.hotline.directory.operators.number
    ]
    assert not line.faults


def test_key_0_tells_the_hours_during_an_outage_when_nobody_is_there(nowhere: Callable[..., Any]) -> None:
    """With no database at all, on a Sunday, 0 tells when the operators are there, and the call goes on."""
    house = nowhere()
    house.clock.now = SUNDAY
    line = house.line()
    line.dial()
    said = heard(line.press("0"))
    assert "Operatorii răspund de luni până vineri" in said
    assert SORRY in said
    assert (line.waiting, line.over, line.faults) == ("gather", False, [])


def test_after_a_talk_with_an_operator_nobody_hears_an_apology(nowhere: Callable[..., Any]) -> None:
    """The operator rung during the outage was talked to and hung up: a goodbye, not the trouble again."""
    line = nowhere().line()
    line.dial()
    line.press("0")
    said = heard(line.other_party("answered", 60))
    assert "La revedere" in said
    assert SORRY not in said
    assert line.over


def test_a_talk_that_outlasts_the_outage_ends_the_call(shaky: Shaky) -> None:
    """The database is back when the operator hangs up: a goodbye, not the question from before the outage."""
    line = shaky.house.line()
    line.dial()
    with shaky.lost():
        line.press("1")
        line.press("0")
        assert line.waiting == "dial"
    assert heard(line.other_party("answered", 60)) == sentence(shaky.house, "goodbye")
    assert line.over
    assert not line.faults


def test_after_five_apologies_in_a_row_the_hotline_takes_leave_kindly(nowhere: Callable[..., Any]) -> None:
    """Five times the caller may try again; then they hear when people are there, and a goodbye."""
    house = nowhere()
    line = house.line()
    said = [heard(line.dial()), *(heard(line.press("1")) for _ in range(5))]
    assert [SORRY in one and "La revedere" not in one for one in said] == [True] * 5 + [False]
    assert "Operatorii răspund" in said[-1]
    assert said[-1].endswith("La revedere.")
    assert line.over
    assert not line.faults


def test_somebody_who_keeps_silent_through_an_outage_is_not_kept_for_ever(
    nowhere: Callable[..., Any],
) -> None:
    """Silence counts as trying again, so the call ends after five apologies too."""
    line = nowhere().line()
    line.dial()
    for _ in range(5):
        line.wait()
    assert line.over
    assert not line.faults


@pytest.fixture
def two_languages(tmp_path: Path) -> Any:
    """Romanian, and the same words under another language's name and voice."""
    folder = tmp_path / "words"
    folder.mkdir()
    romanian = (WORDS / "ro.yaml").read_text("utf-8")
    (folder / "ro.yaml").write_text(romanian, "utf-8")
    other = romanian.replace("language: ro ", "language: hu ").replace("ro-RO", "hu-HU")
    (folder / "hu.yaml").write_text(other, "utf-8")
    return open_words(folder)


def test_the_apology_is_in_the_language_the_caller_chose(
    build_house: Callable[..., Any], store_url: str, two_languages: Any
) -> None:
    """Who chose another language hears apology, repeated apology and the question afterwards in it."""
    house = build_house(words=two_languages)
    line = house.line()
    line.dial()
    line.press("8")
    with locked(store_url):
        first = line.press("1")
    again = line.press("1")
    assert SORRY in heard(first)
    assert {event.language for event in (*first, *again) if event.kind == "say"} == {"hu-HU"}


def test_an_unknown_language_in_the_address_is_answered_in_romanian(nowhere: Callable[..., Any]) -> None:
    """`l` is only believed when it is a language of the hotline."""
    house = nowhere()
    answer = house.exchange().post("/voice/3?l=xx&sorry=-1", {"CallSid": "CA1", "From": "anonymous"})
    assert answer.status == 200
    assert b'language="ro-RO"' in answer.body
    assert b"/voice/3?l=ro&amp;sorry=1" in answer.body


def test_a_full_disk_is_an_apology_and_space_again_is_a_conversation(ready: Gunicorn) -> None:
    """Nothing can be written any more to SQLite's files (a limit on the real processes); then it can again."""
    if ready.store.dialect.name != "sqlite":
        pytest.skip("PostgreSQL's disk is not the hotline's")
    caller = ready.caller("+40725000000")
    caller.does()
    question = caller.does(Digits="1").said
    limits = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in ready.workers()}
    try:
        for pid, (_, hard) in limits.items():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, hard))
        assert SORRY in caller.does(Digits="119368", FinishedOnKey="#").said
        assert SORRY in caller.does(Digits="1").said
    finally:
        for pid, both in limits.items():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, both)
    assert caller.does(Digits="1").said == question
    assert "unu unu nouă" in caller.does(Digits="119368", FinishedOnKey="#").said


def test_readyz_says_so_and_recovers_by_itself(shaky: Shaky) -> None:
    """While the database is gone the process is alive and not ready; afterwards it is ready without a restart."""
    alive, is_ready = (lambda: _status(shaky, "/healthz")), (lambda: _status(shaky, "/readyz"))
    assert (alive(), is_ready()) == (200, 200)
    with shaky.lost():
        assert (alive(), is_ready()) == (200, 503)
    until(lambda: is_ready() == 200, 10, "not ready again")


def _status(shaky: Shaky, path: str) -> int:
    connection = http.client.HTTPConnection(shaky.house.address.removeprefix("http://"), timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()
