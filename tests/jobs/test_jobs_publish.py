"""What a supervisor saves is published if it is right, told if it is wrong, and never comes back by itself."""

import json
import logging
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from as_shipped import WORDS
from conftest_gunicorn import until

from jobs.publish import Watch
from logs import Lines
from store import routing
from store.database import Store, open_store, work
from store.routing import Publication, Standing

SMALL = (Path(__file__).parents[1] / "routing" / "small.yaml").read_text("utf-8")
NOW = datetime(2026, 11, 23, 7, 15, tzinfo=UTC)
Saved = Callable[[str], bool]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "institutions.yaml"
    path.write_text(SMALL, "utf-8")
    return path


@pytest.fixture
def watch(store: Store, file: Path) -> Watch:
    return watching(store, file)


def watching(store: Store, file: Path) -> Watch:
    return Watch(store, WORDS, file, lambda: NOW, ZoneInfo("Europe/Bucharest"))


def with_note(text: str) -> str:
    """The file with a comment: other bytes, the same line."""
    return f"{SMALL}# {text}\n"


def saved(watch: Watch, text: str) -> bool:
    """Somebody saves, and the worker looks until the file is at rest; whether it is published now."""
    watch.file.write_text(text, "utf-8")
    return any([watch.look(), watch.look(), watch.look()])


def stands(store: Store) -> Standing:
    with work(store) as unit:
        return routing.standing(unit.conn)


def published(store: Store) -> list[Publication]:
    with work(store) as unit:
        return routing.published(unit.conn, 100)


def on_line(store: Store) -> str | None:
    with work(store) as unit:
        return routing.text_of(unit.conn, routing.newest(unit.conn))


def test_the_first_look_publishes_the_file_and_the_next_ones_nothing(watch: Watch, store: Store) -> None:
    """Revision 1 is the file, with its author and moment; what does not change is not published again."""
    assert saved(watch, SMALL)
    assert not any(watch.look() for _ in range(3))
    (only,) = published(store)
    assert (only.number, only.at, only.author) == (1, NOW, "institutions.yaml")
    assert on_line(store) == SMALL


def test_each_save_is_a_revision(watch: Watch, store: Store) -> None:
    """Also the one that goes back to what was there before: a supervisor saved it."""
    for text in (SMALL, with_note("a"), SMALL):
        assert saved(watch, text)
    assert [one.number for one in published(store)] == [3, 2, 1]
    assert on_line(store) == SMALL


def test_a_file_that_is_being_written_is_left_alone(watch: Watch, store: Store) -> None:
    """Only a file that looks the same twice is read, so half of one is not published."""
    for end in range(1, 5):
        watch.file.write_text(SMALL[: -end * 100], "utf-8")
        assert not watch.look()
    assert stands(store) == Standing(0, 0, "")


def test_a_bad_save_is_told_once_with_its_row_and_changes_nothing(
    watch: Watch, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """The last good revision stays; log and store say where the mistake is, however often the file is looked at."""
    saved(watch, SMALL)
    broken = SMALL.replace("operators:", "operatori:", 1)
    row = broken[: broken.index("operatori:")].count("\n") + 1
    with caplog.at_level(logging.ERROR):
        assert not saved(watch, broken)
        assert not any(watch.look() for _ in range(3))
    assert stands(store).number == 1
    assert stands(store).refusals == 1
    assert f"rândul {row}, " in stands(store).refused
    (record,) = caplog.records
    line = json.loads(Lines().format(record))
    assert (line["said"], line["line"]) == ("The routing file was not published; the last one stays", row)
    assert on_line(store) == SMALL


def test_mending_a_bad_save_is_a_revision_even_if_nothing_is_new(watch: Watch, store: Store) -> None:
    """The file is as it was before the mistake: that the mistake is gone must be seen by whoever watches the line."""
    saved(watch, SMALL)
    saved(watch, "operators: [")
    assert stands(store).refused
    assert saved(watch, SMALL)
    assert stands(store) == Standing(2, 1, "")


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"", b"\x00\x00"])
def test_what_is_no_text_is_a_bad_save(watch: Watch, store: Store, content: bytes) -> None:
    """Other encodings, nothing, zeros: told, not crashed on."""
    saved(watch, SMALL)
    watch.file.write_bytes(content)
    assert not any(watch.look() for _ in range(3))
    assert stands(store).refused


def refused(caplog: pytest.LogCaptureFixture) -> int:
    return len([one for one in caplog.records if "was not published" in one.getMessage()])


def test_every_new_save_that_cannot_be_read_is_logged_counted_and_the_reason_shown(
    watch: Watch, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """Another alphabet, Unicode, a file that is gone, a mistake, and the first of them again: each once."""
    saved(watch, SMALL)
    other = SMALL.encode("cp1250", "ignore")
    states = (other, SMALL.encode("utf-16"), None, b"menu: [", other)
    reasons = ("ca UTF-8 (", "UTF-16", "nu mai este la locul lui", "paranteză de mai sus", "ca UTF-8 (")
    for count, (state, reason) in enumerate(zip(states, reasons, strict=True), 1):
        watch.file.write_bytes(state) if state else watch.file.unlink()
        assert not any(watch.look() for _ in range(4))
        assert stands(store).refusals == count
        assert reason in stands(store).refused
        assert refused(caplog) == count


def test_the_same_bytes_saved_again_are_no_other_mistake(
    watch: Watch, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither for the worker that goes on, nor for one that starts."""
    saved(watch, SMALL)
    for _ in range(2):
        watch.file.write_bytes(b"\xff")
        assert not any(watch.look() for _ in range(3))
    assert not watching(store, watch.file).take()
    assert (stands(store).refusals, refused(caplog)) == (1, 1)


def test_a_mistake_that_was_mended_while_nobody_watched_is_not_shown_any_more(
    watch: Watch, store: Store, file: Path
) -> None:
    """The worker that starts finds the file as it is on the line."""
    saved(watch, SMALL)
    saved(watch, "menu: [")
    file.write_text(SMALL, "utf-8")
    assert watching(store, file).take()
    assert stands(store) == Standing(2, 1, "")


def test_a_mark_in_front_is_no_new_text(watch: Watch, store: Store) -> None:
    """A file that an editor saved with one is what it was."""
    saved(watch, SMALL)
    watch.file.write_bytes(SMALL.encode("utf-8-sig"))
    assert not any(watch.look() for _ in range(3))
    assert stands(store) == Standing(1, 0, "")


def test_a_service_that_does_not_exist_is_refused_with_its_row(
    watch: Watch, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """In Romanian, with the one that was meant, and together with the other mistakes; the log knows the row."""
    saved(watch, SMALL)
    wrong = SMALL.replace("service: callback", "service: calback").replace("talk_minutes", "talk_minuts", 1)
    row = wrong[: wrong.index("calback")].count("\n") + 1
    with caplog.at_level(logging.ERROR):
        assert not saved(watch, wrong)
    said = stands(store).refused
    there = f"rândul {row}, coloana 24: menu (3) → «service»"
    assert f"{there} nu este un serviciu al liniei: «calback»; poate «callback»?" in said
    assert "talk_minuts" in said
    assert not re.search("there is no|instead of", said)


def test_a_name_that_is_too_long_to_be_said_is_refused_with_its_row(watch: Watch, store: Store) -> None:
    """What the voice rules forbid is said in Romanian, on the row of the name."""
    saved(watch, SMALL)
    row = SMALL[: SMALL.index("ro: Primăria")].count("\n") + 1
    assert not saved(watch, SMALL.replace("Primăria Orașului Mic", "Primăria " + "foarte mare " * 9))
    rows = stands(store).refused.split("\n")
    assert rows
    assert all(one.startswith(f"rândul {row}, coloana 9: line → name → «ro» face ca ") for one in rows), rows
    assert any("prima opțiune să se audă abia după 3" in one for one in rows)


def test_a_file_that_is_gone_is_a_bad_save_and_its_return_a_good_one(watch: Watch, store: Store) -> None:
    """The line goes on without its file."""
    saved(watch, SMALL)
    watch.file.unlink()
    assert not any(watch.look() for _ in range(3))
    assert "nu poate fi citit" in stands(store).refused
    assert saved(watch, SMALL)
    assert stands(store) == Standing(2, 1, "")


def test_after_a_rollback_the_file_does_not_come_back_by_itself(
    watch: Watch, store: Store, file: Path
) -> None:
    """Neither for the worker that goes on, nor for one that starts; the next save does."""
    saved(watch, SMALL)
    saved(watch, with_note("a"))
    with work(store) as unit:
        assert routing.publish(unit, SMALL, author="ana", note="revision 1 again", now=NOW) == 3
    started = watching(store, file)
    for worker in (watch, started):
        assert not any(worker.look() for _ in range(3))
    assert stands(store).number == 3
    assert saved(watch, with_note("b"))
    assert stands(store).number == 4


def test_a_worker_that_starts_publishes_what_was_saved_meanwhile(store: Store, file: Path) -> None:
    """Known content is left alone, new content is published."""
    assert watching(store, file).take()
    assert not watching(store, file).take()
    file.write_text(with_note("saved while nobody watched"), "utf-8")
    assert watching(store, file).take()
    assert stands(store).number == 2


def test_two_workers_publish_one_save_once(store: Store, file: Path) -> None:
    """Both find the same file saved in the same moment, good and bad: one revision, one refusal."""
    others = [watching(open_store(store.url.render_as_string(hide_password=False)), file) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        for text in (SMALL, "menu: [", SMALL):
            file.write_text(text, "utf-8")
            list(pool.map(Watch.take, others))
    assert [one.number for one in published(store)] == [2, 1]
    assert stands(store) == Standing(2, 1, "")
    for other in others:
        other.store.dispose()


def test_a_store_that_is_lost_for_a_moment_is_asked_again(watch: Watch, store: Store, file: Path) -> None:
    """The save is not forgotten: the look after the outage publishes it."""
    lost = watching(open_store("sqlite:////no/such/folder/store.db"), file)
    assert not lost.look()
    with pytest.raises(Exception, match="unable to open"):
        lost.look()
    lost.store = store
    assert until(lost.look, 5, "nothing was published")


def in_the_console(store: Store, text: str) -> int:
    """A supervisor publishes in the console, and the file could not be written."""
    with work(store) as unit:
        return routing.publish(unit, text, author="ana", now=NOW, beside_file=True)


def test_a_file_from_before_does_not_undo_what_was_published_in_the_console(
    watch: Watch, store: Store, file: Path
) -> None:
    """Refused and said why: by the worker that goes on, and by one that starts; what is on the line stays."""
    saved(watch, SMALL)
    assert in_the_console(store, with_note("console")) == 2
    assert not saved(watch, with_note("file"))
    assert "revizia 2 a fost publicată din consolă" in stands(store).refused
    file.write_text(with_note("another save while nobody watched"), "utf-8")
    assert not watching(store, file).take()
    assert stands(store).refusals == 2
    assert on_line(store) == with_note("console")


def test_a_file_that_holds_what_was_published_in_the_console_goes_on_from_there(
    watch: Watch, store: Store, file: Path
) -> None:
    """Brought up to date by somebody, after a refusal or before one: the next save is published."""
    saved(watch, SMALL)
    in_the_console(store, with_note("console"))
    saved(watch, with_note("file"))
    assert saved(watch, with_note("console"))
    assert not stands(store).refused
    assert saved(watch, with_note("console and file"))
    in_the_console(store, with_note("console again"))
    assert not saved(watch, with_note("console again"))
    file.write_text(with_note("saved while nobody watched"), "utf-8")
    assert watching(store, file).take()
