"""A list of petitions comes in whole, whatever wrote it, however often, and even if the import is killed."""

import csv
import os
import signal
import subprocess
import sys
import threading
import time
import tracemalloc
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from office.petitions import State
from office.register import doubts
from office.registration import RegistrationNumber
from routing.directory import read
from store import petitions
from store.database import PATIENCE, Store, open_store, work
from store.importing import Imported, Progress, Unreadable, import_petitions, rejects_of, remarks_of
from store.sample import FIRST_CALL, fill_with_samples, forget_samples
from store.tables import petitions as register

ROOT = Path(__file__).parents[2]
INSTITUTIONS = {"igpr", "dgp"}
HEAD = "registration_number;filed_on;surname;institution_id;state;state_on"
TODAY = date(2026, 3, 2)

# for what has nothing to do with the database
once = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)


def written(path: Path, *rows: str, head: str = HEAD, encoding: str = "utf-8") -> Path:
    path.write_bytes("\r\n".join([head, *rows, ""]).encode(encoding))
    return path


def good(number: int | str, surname: str = "Exemplu", state: str = "în lucru") -> str:
    return f"{number};02.03.2026;{surname};igpr;{state};05.03.2026"


def take(store: Store, path: Path) -> Imported:
    return import_petitions(store, path, INSTITUTIONS)


def everything(store: Store) -> Sequence[Any]:
    with store.connect() as conn:
        return conn.execute(select(register).order_by(register.c.id)).all()


def rejected(path: Path, delimiter: str = ";") -> list[list[str]]:
    with rejects_of(path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "march.csv"


def test_a_list_comes_in_and_again_changes_nothing(store: Store, path: Path) -> None:
    written(path, good("10234"), good("10235/305"), good("10236"))
    assert take(store, path) == Imported(3, 0, 0, None, ())
    before = everything(store)
    assert take(store, path) == Imported(0, 3, 0, None, ())
    assert everything(store) == before
    assert not rejects_of(path).exists()


def test_a_petition_that_has_come_further_is_brought_up_to_date(store: Store, path: Path) -> None:
    take(store, written(path, good("10234"), good("10235")))
    again = take(store, written(path, good("10234", state="răspuns transmis"), good("10235")))
    assert (again.added_or_updated, again.unchanged) == (1, 1)
    with store.connect() as conn:
        [found] = petitions.matching(conn, RegistrationNumber(10234, "10234"))
    assert (found.state, found.answered_on) == (State.answered, date(2026, 3, 5))


def test_of_two_rows_about_one_petition_the_later_holds(store: Store, path: Path) -> None:
    between = [good(number) for number in range(1, 1500)]  # so that they also meet in different portions
    first, later, last = (good("9.999", surname=name) for name in ("Exemplu A", "Exemplu B", "Exemplu C"))
    take(store, written(path, first, later))
    assert [row.surname for row in everything(store)] == ["Exemplu B"]
    got = take(store, written(path, first, later, *between, last))
    assert (got.rejected, got.added_or_updated + got.unchanged) == (0, 1502)
    assert [row.surname for row in everything(store) if row.number == 9999] == ["Exemplu C"]


@once
@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [
        ("utf-8", ";"),
        ("utf-8", ","),
        ("utf-8-sig", ","),
        ("utf-8-sig", ";"),
        ("utf-16", "\t"),  # "Unicode text" of Excel
        ("cp1250", ";"),
    ],
)
def test_every_program_that_writes_lists_is_understood(
    store: Store, path: Path, encoding: str, delimiter: str
) -> None:
    rows = [good(1, "Şerban Ţuţea"), good(2, "Pătrașcu".replace("ș", "ş"), "înregistrată")]
    text = "\r\n".join([HEAD, *rows]).replace(";", delimiter)
    path.write_bytes(text.encode(encoding))
    assert take(store, path).added_or_updated == 2
    assert [row.surname for row in everything(store)] == ["Șerban Țuțea", "Pătrașcu"]


@once
def test_one_row_in_another_encoding_is_rejected_and_spoils_no_other(store: Store, path: Path) -> None:
    lines = [HEAD, good(1, "Țuțea"), good(2, "Țuțea"), good(3, "Exemplu")]
    path.write_bytes(
        "\n".join(lines).encode() + "\n4;02.03.2026;Pătraşcu;igpr;closed;02.03.2026".encode("cp1250")
    )
    assert take(store, path).rejected == 1
    assert [row.surname for row in everything(store)] == ["Țuțea", "Țuțea", "Exemplu"]
    assert rejected(path)[1][-3:-1] == ["5", "surname"]


@once
@pytest.mark.parametrize(
    ("text", "petitions_in"),
    [
        ("sep=;\r\n" + HEAD + "\r\n" + good(1), 1),
        ("\r\n" + HEAD + "\r\n\r\n;;;;;\r\n" + good(1) + "\r\n\r\n", 1),  # empty rows
        (HEAD.upper().replace("_", " ") + ";\r\n" + good(1) + ";", 1),  # a delimiter too many
        (HEAD + "\r" + good(1) + "\r" + good(2), 2),  # an old Macintosh
        (HEAD + '\n1;02.03.2026;"Exemplu ""SRL""\nSediul";igpr;closed;02.03.2026', 1),
        (HEAD + ";subject;phone\n" + good(1), 1),  # Excel leaves out empty cells at the end
        (HEAD, 0),
    ],
)
def test_oddities_of_exported_lists_are_forgiven(
    store: Store, path: Path, text: str, petitions_in: int
) -> None:
    path.write_bytes(text.encode())
    assert take(store, path) == Imported(petitions_in, 0, 0, None, ())


@once
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "fișierul este gol"),
        ("\n \n", "fișierul este gol"),
        ("nr;data\n1;2", "lipsesc coloanele: registration_number, filed_on, surname, institution_id, state"),
        (HEAD + ";state\n", "coloane scrise de două ori: state"),
        ('"registration_number', "ghilimele"),
    ],
)
def test_what_is_no_list_is_refused_before_anything_happens(
    store: Store, path: Path, text: str, reason: str
) -> None:
    path.write_text(text)
    rejects_of(path).write_text("of last time")
    with pytest.raises(Unreadable, match=reason):
        take(store, path)
    assert rejects_of(path).read_text() == "of last time"


def test_bad_rows_come_back_with_line_column_and_reason_and_the_rest_goes_in(
    store: Store, path: Path
) -> None:
    written(
        path,
        good(1),
        good("=1+1"),
        '2;02.03.2026;"Exemplu\r\nSRL";igpr;closed;02.03.2026',  # lines 4 and 5
        good(3, state="gata"),
        good(4) + ";one cell too many",
        good("", surname="@Exemplu") + "x",
        good(5),
    )
    got = take(store, path)
    assert (got.added_or_updated, got.rejected, got.rejects) == (3, 4, rejects_of(path))
    head, formula, state, wide, several = rejected(path)
    assert head == [*HEAD.split(";"), "line", "column", "reason"]
    assert formula == [
        "'=1+1",
        *good("").split(";")[1:],
        "3",
        "registration_number",
        "«=1+1» nu este un număr de înregistrare",
    ]
    assert state[-3:-1] == ["6", "state"]
    assert wide[-4:] == ["05.03.2026;one cell too many", "7", "", "are 7 coloane, iar capul de tabel 6"]
    assert several[2] == "'@Exemplu"
    assert several[-3:-1] == ["8", "registration_number, state_on"]
    assert several[-1].startswith("registration_number: lipsește; state_on: «05.03.2026x» nu este o dată")
    assert rejects_of(path).stat().st_mode & 0o077 == 0


@once
def test_a_quotation_mark_never_closed_costs_one_row_only(store: Store, path: Path) -> None:
    rows = [good(1), '2;02.03.2026;"Exemplu;igpr;closed;02.03.2026', *map(good, range(3, 3000))]
    got = take(store, written(path, *rows))
    assert (got.added_or_updated, got.rejected) == (2998, 1)
    assert rejected(path)[1][-3:] == ["3", "", "are ghilimele sau coloane puse greșit"]


def test_a_corrected_list_of_rejects_can_be_handed_in(store: Store, path: Path) -> None:
    take(store, written(path, good(1, "+Exemplu", state="gata"), good(2)))
    text = rejects_of(path).read_text("utf-8-sig").replace("gata", "clasată", 1)
    rejects_of(path).write_text(text, "utf-8-sig")
    assert take(store, rejects_of(path)) == Imported(1, 0, 0, None, ())
    assert {row.surname for row in everything(store)} == {"+Exemplu", "Exemplu"}
    take(store, written(path, good(1, state="clasată")))
    assert not rejects_of(path).exists()


@once
def test_a_doubtful_row_is_taken_over_and_comes_back_with_a_remark(store: Store, path: Path) -> None:
    """With its line and column; once nothing is in doubt the file is gone."""
    head = HEAD + ";extended_until"
    listed = written(path, good(1) + ";", good(2) + ";01.06.2026", head=head)
    late = import_petitions(store, listed, INSTITUTIONS, doubts=lambda row: doubts(row, lambda _: TODAY))
    assert (late.added_or_updated, late.rejected, late.remarked) == (2, 0, 1)
    assert f"preluate cu observații: 1 (vedeți {remarks_of(path)})" in str(late)
    with remarks_of(path).open(encoding="utf-8-sig", newline="") as file:
        [_, remarked] = csv.reader(file, delimiter=";")
    assert [remarked[0], *remarked[7:9]] == ["2", "3", "extended_until"]
    assert {row.extended_until for row in everything(store)} == {None, date(2026, 6, 1)}
    assert take(store, listed).remarked == 0
    assert not remarks_of(path).exists()


@once
def test_columns_nobody_knows_are_named_once(store: Store, path: Path) -> None:
    got = take(store, written(path, good(1) + ";a;b", good(2) + ";c;d", head=HEAD + ";Dosar;registrator"))
    assert (got.added_or_updated, got.ignored_columns) == (2, ("dosar", "registrator"))
    assert "dosar, registrator" in str(got)


@once
def test_progress_is_told_in_romanian_and_ends_at_the_end(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Progress] = []
    seconds = iter(range(100))
    monkeypatch.setattr("store.importing.monotonic", lambda: next(seconds))
    import_petitions(store, written(path, *map(good, range(1, 2502))), INSTITUTIONS, told.append)
    assert [each.rows for each in told] == [1000, 2000, 2501, 2501]
    shares = [each.share for each in told]
    assert shares == sorted(shares)
    assert (0 < shares[0] < 1, shares[-1]) == (True, 1.0)
    assert str(Progress(12000, 3, 2.0, 0.45)) == (
        "45% din fișier; rânduri citite: 12.000 (6.000 pe secundă); respinse: 3"
    )


def long_list(path: Path, rows: int) -> Path:
    with path.open("w") as file:
        file.write(HEAD + "\n")
        file.writelines(
            f"{number};02.03.2026;Exemplu;igpr;closed;05.03.2026\n" for number in range(1, rows + 1)
        )
    return path


def test_memory_does_not_grow_with_the_list(sqlite_template: Path, path: Path) -> None:
    """Ten times the rows take no more memory, but for what the collector has not yet come to."""

    def peak(rows: int) -> int:
        db = path.with_suffix(f".{rows}.db")
        db.write_bytes(sqlite_template.read_bytes())
        store = open_store(f"sqlite:///{db}")
        listed = long_list(path, rows)
        tracemalloc.start()
        try:
            assert take(store, listed).added_or_updated == rows
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
            store.dispose()

    peak(1000)  # what is made once: compiled statements, caches
    assert peak(30_000) < 1.5 * peak(3_000)


IMPORT = """
import sys
from pathlib import Path
from store.database import open_store
from store.importing import import_petitions
import_petitions(open_store(sys.argv[1]), Path(sys.argv[2]), {"igpr"})
"""


def test_an_import_killed_in_the_middle_is_completed_by_the_next(
    store: Store, store_url: str, path: Path
) -> None:
    rows = 20_000
    long_list(path, rows)
    process = subprocess.Popen([sys.executable, "-c", IMPORT, store_url, path], cwd=ROOT)
    try:
        while how_many(store) < 2000:
            assert process.poll() is None, "it ended before it could be killed"
            time.sleep(0.01)
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    left = how_many(store)
    assert 0 < left < rows
    assert left % 1000 == 0, "a portion is there as a whole or not at all"
    assert take(store, path) == Imported(rows - left, left, 0, None, ())
    assert how_many(store) == rows


def how_many(store: Store) -> int:
    with store.connect() as conn:
        return petitions.count(conn)


def test_callers_write_while_a_list_comes_in(store: Store, path: Path) -> None:
    """No caller's transaction waits so long that it gives up; giving up would be an error here."""
    coming_in = threading.Thread(target=take, args=(store, long_list(path, 10_000)))
    waits: list[float] = []
    coming_in.start()
    while coming_in.is_alive():
        began = time.monotonic()
        with work(store) as unit:
            petitions.count(unit.begin())
        waits.append(time.monotonic() - began)
        time.sleep(0.02)
    assert how_many(store) == 10_000
    assert len(waits) > 3
    assert max(waits) < PATIENCE


def test_two_imports_at_once_end_well(store: Store, path: Path) -> None:
    """They hold the same petitions in opposite order, and neither waits for the other for ever."""
    numbers = range(1, 3001)
    lists = [
        written(path.with_name("up.csv"), *map(good, numbers)),
        written(path.with_name("down.csv"), *map(good, reversed(numbers))),
    ]
    got: list[Imported] = []
    threads = [threading.Thread(target=lambda one=one: got.append(take(store, one))) for one in lists]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(got), how_many(store)) == (2, 3000)
    assert sum(each.added_or_updated for each in got) == 3000


def test_samples_fill_an_empty_register_once(store: Store) -> None:
    first = fill_with_samples(store, TODAY)
    before = everything(store)
    assert (first, fill_with_samples(store, TODAY)) == (len(before), 0)
    assert everything(store) == before
    assert len(before) >= 40
    assert {row.state for row in before} == set(State)
    assert all(row.sample and row.subject.startswith("EXEMPLU:") for row in before)
    assert {row.surname for row in before} == {"Exemplu"}
    assert (forget_samples(store), how_many(store)) == (first, 0)


def test_samples_never_mix_with_real_petitions(store: Store, path: Path) -> None:
    take(store, written(path, good(1)))
    assert (fill_with_samples(store, TODAY), forget_samples(store), how_many(store)) == (0, 0, 1)


def test_a_real_petition_takes_the_place_of_the_sample(store: Store, path: Path) -> None:
    fill_with_samples(store, date(2026, 3, 14))
    take(store, written(path, good(FIRST_CALL)))
    [real] = [row for row in everything(store) if row.number == 119368]
    assert not real.sample


@once
@pytest.mark.parametrize("today", [TODAY, date(2026, 1, 1), date(2025, 12, 31), date(2028, 2, 29)])
def test_samples_show_what_a_first_caller_should_hear(store: Store, today: date) -> None:
    fill_with_samples(store, today)

    def found(text: str) -> list[tuple[State, int]]:
        number = RegistrationNumber.parse(text)
        assert number is not None
        with store.connect() as conn:
            return [(each.state, each.filed_on.year) for each in petitions.matching(conn, number)]

    assert [state for state, _ in found("119368")] == [State.in_progress]
    assert len({year for _, year in found("10234")}) == 2
    assert [year for _, year in found("20417")] == [today.year - 1] * 2
    assert len(found("5120")) == 2
    assert len(found("5120/305")) == 1


@once
def test_samples_belong_to_institutions_of_the_shipped_file(store: Store) -> None:
    known = read((ROOT / "data/institutions.yaml").read_text()).institutions
    fill_with_samples(store, TODAY)
    rows = everything(store)
    assert {row.institution_id for row in rows} <= set(known)
    assert {row.redirected_to for row in rows} - {None} <= set(known)
