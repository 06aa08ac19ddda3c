"""One process of a machine makes a phrasebook, and the others understand callers with it; a bad one is made again."""

import multiprocessing
import time
from pathlib import Path

import pytest
from house import SMALL_FILE

from routing.competence import competent
from routing.directory import read
from routing.revision import Revision
from web.shelf import Shelf

SENTENCE = "vreau un cazier"


def revision(number: int = 1, text: str = "") -> Revision:
    return Revision(number, read(text or SMALL_FILE.read_text("utf-8")))


def books(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.book"))


def test_the_second_process_reads_what_the_first_has_made(tmp_path: Path) -> None:
    """Both understand alike, and one book lies there, for us alone."""
    first, second = revision(), revision(2)
    Shelf(tmp_path / "books").give(first)
    Shelf(tmp_path / "books").give(second)
    assert vars(first)["book"] is not vars(second)["book"]
    assert competent(first.book, SENTENCE) == competent(second.book, SENTENCE)
    (book,) = books(tmp_path / "books")
    assert book.stat().st_mode & 0o777 == 0o600
    assert book.parent.stat().st_mode & 0o777 == 0o700


def test_a_book_that_was_used_is_still_read(tmp_path: Path) -> None:
    """What it remembers of callers stays with the process that heard them."""
    first, second = revision(), revision(2)
    first.book.mending.of("vreau un caziel")
    first_shelf = Shelf(tmp_path)
    vars(first).pop("book")
    first_shelf.give(first)
    competent(first.book, "vreau un caziel")
    first_shelf.give(second)
    assert competent(second.book, "vreau un caziel") == competent(first.book, "vreau un caziel")


@pytest.mark.parametrize("spoilt", [b"", b"not a book", b"\x80\x05N."])
def test_a_spoilt_book_is_made_again(tmp_path: Path, spoilt: bytes) -> None:
    """Cut short by a full disk, or another thing altogether: the process makes its own, and puts it there."""
    Shelf(tmp_path).give(revision())
    books(tmp_path)[0].write_bytes(spoilt)
    again = revision(2)
    Shelf(tmp_path).give(again)
    assert again.has_book
    assert books(tmp_path)[0].stat().st_size > 1000


def test_a_book_that_others_could_have_written_is_not_read(tmp_path: Path) -> None:
    """Reading one runs what stands in it."""
    Shelf(tmp_path).give(revision())
    (book,) = books(tmp_path)
    book.chmod(0o666)
    again = revision(2)
    Shelf(tmp_path).give(again)
    assert again.has_book
    assert book.stat().st_mode & 0o777 == 0o600


def test_a_folder_that_cannot_be_used_costs_time_only(tmp_path: Path) -> None:
    """The line has its book all the same."""
    (tmp_path / "file").write_text("")
    one = revision()
    Shelf(tmp_path / "file" / "books").give(one)
    assert one.has_book


def test_few_books_are_kept(tmp_path: Path) -> None:
    """Each publication of new phrases leaves one; the oldest go."""
    text = SMALL_FILE.read_text("utf-8")
    for at in range(5):
        Shelf(tmp_path).give(revision(at, text.replace("arde casa", f"arde casa numărul {at}")))
        time.sleep(0.01)
    assert len(books(tmp_path)) == 3


def _gives(folder: Path, made: "multiprocessing.Queue[float]") -> None:
    one = revision()
    Shelf(folder).give(one)
    made.put(books(folder)[0].stat().st_ino)


def test_processes_that_come_at_once_make_one(tmp_path: Path) -> None:
    """Four of them: the file is written once."""
    context = multiprocessing.get_context("spawn")
    made = context.Queue()
    processes = [context.Process(target=_gives, args=(tmp_path, made)) for _ in range(4)]
    for process in processes:
        process.start()
    assert len({made.get(timeout=60) for _ in processes}) == 1
    for process in processes:
        process.join(30)
