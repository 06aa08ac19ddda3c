"""From a terminal a file goes on the line; over what was published in the console only if somebody says so."""

from datetime import UTC, datetime
from pathlib import Path

from click.testing import CliRunner
from house import SMALL_FILE

from cli import telverde
from store import routing
from store.database import Store, work

SMALL = SMALL_FILE.read_text("utf-8")
NOW = datetime(2026, 11, 23, 7, 15, tzinfo=UTC)


def published(store: Store, file: Path, *more: str) -> int:
    """`telverde publish`: how the command ends."""
    given = {
        "DATABASE_URL": store.url.render_as_string(hide_password=False),
        "SECRET_KEY": "a secret for the tests",
        "POST_FOLDER": str(file.parent),
        "ROUTING_FILE": str(SMALL_FILE),
    }
    return CliRunner().invoke(telverde, ["publish", str(file), *more], env=given).exit_code


def test_a_publication_of_the_console_is_not_undone_without_a_word(store: Store, tmp_path: Path) -> None:
    """A file that does not hold it is refused; the same text is no conflict; --force decides."""
    file = tmp_path / "other.yaml"
    file.write_text(SMALL, "utf-8")
    theirs = SMALL + "# console\n"
    with work(store) as unit:
        routing.publish(unit, theirs, author="ana", now=NOW, beside_file=True)
    assert published(store, file) == 1
    with work(store) as unit:
        assert routing.newest(unit.conn) == 1
    assert published(store, file, "--force") == 0
    assert published(store, file) == 0
    with work(store) as unit:
        assert routing.newest(unit.conn) == 3
        assert routing.text_of(unit.conn, 3) == SMALL
