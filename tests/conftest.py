"""What tests share: a store on each database, and a house: the whole hotline answering on loopback."""

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import postgres
import pytest
from house import Clock, House, published
from werkzeug.serving import WSGIRequestHandler, make_server

from app import create_app, open_hotline
from carrier.local import local_carrier
from post.email import Folder
from settings import Settings
from store import migrate
from store.database import Store, open_store
from web.hotline import Hotline

SECRET = "a secret for the tests only"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--bless", action="store_true", help="rewrite the hotline's lines in tests/calls/")


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[tuple[str, str]]:
    """A server, and a migrated database on it that others are copied from."""
    server = postgres.start_or_skip()
    template = postgres.fresh_database(server)
    store = open_store(template)
    migrate.up(store)
    store.dispose()
    yield server, template
    postgres.stop(server)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file that others are copied from."""
    path = tmp_path_factory.mktemp("template") / "store.db"
    store = open_store(f"sqlite:///{path}")
    migrate.up(store)
    store.dispose()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a migrated, empty store; each test that asks for it runs on both databases."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        path = tmp_path / "store.db"
        path.write_bytes(template.read_bytes())
        yield f"sqlite:///{path}"
        return
    server, copied = request.getfixturevalue("postgres_template")
    url = postgres.fresh_database(server, copied)
    yield url
    postgres.drop(url)


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """A migrated, empty store."""
    opened = open_store(store_url)
    yield opened
    opened.dispose()


class _Quiet(WSGIRequestHandler):
    def log_request(self, *_: object) -> None:
        """Nothing: the tests say what happened."""


@pytest.fixture(scope="session")
def shipped() -> Hotline:
    """The hotline as it is shipped: its words and its routing file, read once."""
    nowhere = "sqlite:////no/such/folder/store.db"  # nothing is published there
    return open_hotline(Settings.from_env({"SECRET_KEY": SECRET, "DATABASE_URL": nowhere}))


@pytest.fixture
def build_house(store_url: str, shipped: Hotline, tmp_path: Path) -> Iterator[Callable[..., House]]:
    """Builds a house over the store, with other limits, or other fields of the hotline: `build_house(number=...)`."""
    servers = []

    def build(limits: Mapping[str, int] = MappingProxyType({}), **changes: object) -> House:
        clock = Clock()
        directory = replace(shipped.directory, limits=replace(shipped.directory.limits, **limits))
        store = changes.pop("store", None) or open_store(store_url)
        routing = published(store, shipped, changes.pop("directory", directory))
        post = tmp_path / "post"
        sent = {"carrier": local_carrier(SECRET, post), "mail": Folder(post), "post_folder": post}
        file = {"routing_file": tmp_path / "institutions.yaml"}  # never the one that is shipped
        changes = {"store": store, "clock": clock, "routing": routing} | file | sent | changes
        hotline = replace(shipped, **changes)  # type: ignore[arg-type]
        server = make_server("127.0.0.1", 0, create_app(hotline), threaded=True, request_handler=_Quiet)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        servers.append((server, hotline))
        return House(hotline, clock, f"http://127.0.0.1:{server.port}", tmp_path / "institutions.yaml")

    yield build
    for server, hotline in servers:
        server.shutdown()
        server.server_close()
        hotline.store.dispose()


@pytest.fixture
def house(build_house: Callable[..., House]) -> House:
    """The hotline as it is shipped, answering on loopback."""
    return build_house()
