"""A routing file may be saved by any editor; what is not UTF-8 is told with its row."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from house import SMALL_FILE

from app import open_directory
from cli import telverde
from doctor import findings
from routing.directory import Faults, read
from routing.encoding import decoded
from settings import Settings, WrongSettings

SMALL = SMALL_FILE.read_text("utf-8")
ROW = 1 + next(at for at, row in enumerate(SMALL.split("\n")) if not row.isascii())
COLUMN = 1 + next(at for at, sign in enumerate(SMALL.split("\n")[ROW - 1]) if not sign.isascii())
WIDE = ("utf-16", "utf-16-le", "utf-16-be")


def saved_as(encoding: str) -> bytes:
    """The small file as an editor saves it; what the alphabet does not have is left out."""
    return SMALL.encode(encoding, "ignore")


def told(saved: bytes) -> str:
    with pytest.raises(Faults) as refused:
        decoded(saved)
    (fault,) = refused.value.faults
    return str(fault)


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf8_is_read_with_and_without_a_mark(encoding: str, ends: str) -> None:
    """Whatever ends the rows."""
    assert decoded(SMALL.replace("\n", ends).encode(encoding)) == SMALL


@pytest.mark.parametrize("encoding", ["cp1250", "iso8859-2"])
def test_another_alphabet_is_told_with_the_row_of_its_first_letter(encoding: str) -> None:
    """And with what to do in the editor most people have."""
    said = told(saved_as(encoding))
    row, column = (int(part.split()[1]) for part in said.split(":")[0].split(", "))
    assert row == ROW
    assert column >= COLUMN
    assert "fișierul nu este salvat ca UTF-8" in said
    assert "salvați-l ca UTF-8 (în Notepad" in said
    assert f"> {ROW:4} | " in said


def test_the_row_is_counted_from_the_text_not_from_the_bytes() -> None:
    """Letters of two bytes, a mark in front and rows that end in two signs move nothing."""
    assert told("\ufeffșș\r\nțț: ".encode() + b"\xe3").startswith("rândul 2, coloana 5: ")


@pytest.mark.parametrize("encoding", WIDE)
def test_unicode_of_two_bytes_is_called_by_its_name(encoding: str) -> None:
    """Notepad calls it Unicode."""
    assert "ci ca UTF-16 («Unicode»)" in told(saved_as(encoding))


@pytest.mark.parametrize("words", [["check"], ["publish"], ["diff", str(SMALL_FILE)]])
@pytest.mark.parametrize("encoding", ["cp1250", "utf-16"])
def test_every_command_says_it(words: list[str], encoding: str, tmp_path: Path) -> None:
    """In Romanian, and without a traceback."""
    file = tmp_path / "saved.yaml"
    file.write_bytes(saved_as(encoding))
    given = {"DATABASE_URL": f"sqlite:///{tmp_path / 'a.db'}", "SECRET_KEY": "a secret for the tests"}
    for more in ([*words, str(file)], ["competent", "pașaport"]):
        done = CliRunner().invoke(telverde, more, env=given | {"ROUTING_FILE": str(file)})
        assert done.exit_code == 1
        assert isinstance(done.exception, SystemExit)
        assert "nu este salvat ca UTF-8" in done.output


def test_a_line_that_starts_says_it(tmp_path: Path) -> None:
    """The first start and the doctor."""
    file = tmp_path / "saved.yaml"
    file.write_bytes(saved_as("cp1250"))
    given = {"ROUTING_FILE": str(file), "SECRET_KEY": "x" * 32, "DATABASE_URL": f"sqlite:///{tmp_path}/a.db"}
    settings = Settings.from_env(given)
    with pytest.raises(WrongSettings, match=f"rândul {ROW}, .*nu este salvat ca UTF-8"):
        open_directory(settings)
    assert "nu este salvat ca UTF-8" in list(findings(lambda: settings))[-1].said
    file.write_bytes(saved_as("utf-8-sig"))
    assert open_directory(settings) == read(SMALL)
