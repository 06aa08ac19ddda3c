"""From a terminal the institution sees its tickets, sees to those that leave hits, and signs what people can check."""

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from blue_ticket import INSPECTOR, NOW, ZONE, staff_of
from click.testing import CliRunner, Result
from conftest_gunicorn import rows
from evening import booked
from house import ROUTING_FILE, SMALL_FILE
from pypdf import PdfReader
from sqlalchemy import update

from cli import telverde
from office.tickets import BlueTicket
from post.paper import fingerprint
from store import inspectors
from store.database import Store, work
from store.tables import tickets as table

ANA = "ana@example.ro"
Run = Callable[..., Result]


@pytest.fixture
def run(store: Store, tmp_path: Path) -> Run:
    """`telverde` with these words, at NOW or another moment, and with what somebody types."""
    url = store.url.render_as_string(hide_password=False)
    given = {"DATABASE_URL": url, "SECRET_KEY": "a secret for the tests", "POST_FOLDER": str(tmp_path)}
    given["ROUTING_FILE"] = str(SMALL_FILE)

    def runs(*words: object, at: datetime = NOW, typed: str | None = None, **more: str) -> Result:
        env = given | {"TELVERDE_CLOCK": f"{at.astimezone(ZONE):%Y-%m-%dT%H:%M}"} | more
        return CliRunner().invoke(telverde, [str(word) for word in words], input=typed, env=env)

    return runs


def told(result: Result) -> list[dict[str, object]]:
    """The objects a command printed."""
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def kinds(store: Store) -> list[tuple[str, str]]:
    return [tuple(row) for row in rows(store, "SELECT kind, recipient FROM messages ORDER BY id")]


def test_tickets_are_listed_and_shown_masked(run: Run, store: Store) -> None:
    """Of a day, of an inspector; numbers and addresses only with --full; talks without conclusions are counted."""
    first, second = booked(store, 2, email=ANA)
    day = f"{first.starts_at:%Y-%m-%d}"
    listed = run("tickets", "list", "--day", day)
    assert f"{day} 09:00  {first.number.text}  booked" in listed.stdout
    assert listed.stdout.endswith("2 tickets; 0 wait for conclusions\n")
    assert run("tickets", "list", "--day", "2027-03-01").stdout.startswith("0 tickets")
    assert [one["number"] for one in told(run("tickets", "list", "--json"))] == [
        first.number.digits, second.number.digits,
    ]  # fmt: skip
    assert told(run("tickets", "list", "--inspector", "nobody", "--json")) == []
    late = run("tickets", "list", at=first.ends_at)
    assert late.stdout.endswith(f"1 wait for conclusions: {first.number.text}\n")
    shown = run("tickets", "show", first.number.text)
    for private in ("722000111", ANA, "Exemplu"):
        assert private not in listed.stdout + shown.stdout
    assert "+40 7•• ••• 111" in shown.stdout
    (full,) = told(run("tickets", "show", first.number.digits, "--full", "--json"))
    assert (full["phone"], full["email"], full["inspector"]) == ("+40722000111", ANA, INSPECTOR)


@pytest.mark.parametrize(
    ("number", "why"), [("12345", "is not the number of a ticket"), ("1000000", "eight digits")]
)
def test_a_wrong_number_is_told(run: Run, number: str, why: str) -> None:
    result = run("tickets", "show", number)
    assert (result.exit_code, why in result.output) == (1, True)


def test_the_office_cancels_and_the_citizen_is_told(run: Run, store: Store) -> None:
    """By SMS and e-mail, in words that say the office did it; a second time there is nothing to cancel."""
    (ticket,) = booked(store, 1, email=ANA)
    assert run("tickets", "cancel", ticket.number.digits, typed="n\n").exit_code == 1
    assert kinds(store) == []
    assert (
        "cancelled, told by SMS and e-mail" in run("tickets", "cancel", ticket.number.digits, "--yes").output
    )
    kind = "ticket.cancelled_by_office"
    assert kinds(store) == [(f"sms.{kind}", "+40722000111"), (f"mail.{kind}", ANA)]
    assert run("tickets", "cancel", ticket.number.digits, "--yes").exit_code == 1
    assert len(kinds(store)) == 2


def test_whoever_cannot_be_written_to_is_to_be_rung(run: Run, store: Store) -> None:
    """A landline without an address: the office is told that nobody was told."""
    (ticket,) = booked(store, 1)
    with work(store) as unit:
        unit.begin().execute(update(table).values(phone="+40264123456"))
    done = run("tickets", "cancel", ticket.number.digits, "--yes")
    assert "NOT told: ring +40 2•• ••• 456" in done.output
    assert kinds(store) == []


def away(run: Run, ticket: BlueTicket, *words: str, typed: str | None = None) -> Result:
    day = f"{ticket.starts_at.astimezone(ZONE):%Y-%m-%d}"
    return run("absences", "add", INSPECTOR, day, day, "--kind", "leave", *words, typed=typed)


def state(store: Store) -> list[tuple[str, str]]:
    return [tuple(row) for row in rows(store, "SELECT status, inspector_id FROM tickets ORDER BY id")]


def test_leave_moves_tickets_to_another_day(run: Run, store: Store) -> None:
    """Each goes to the next free hour after the leave, keeps its number, and the citizen reads where it went."""
    first, second = booked(store, 2, email=ANA)
    done = away(run, first, "--each", "move")
    assert done.exit_code == 0, done.output
    assert "2 tickets are hit" in done.output
    assert done.output.count("moved to 2027-03-04 09:") == 2
    moved = told(run("tickets", "list", "--json"))
    assert [(one["number"], one["begins"]) for one in moved] == [
        (first.number.digits, "2027-03-04T09:00:00+02:00"), (second.number.digits, "2027-03-04T09:15:00+02:00"),
    ]  # fmt: skip
    assert {kind for kind, _ in kinds(store)} >= {"sms.ticket.moved", "mail.ticket.moved"}


def test_leave_gives_tickets_to_a_colleague_while_there_is_one(run: Run, store: Store) -> None:
    """The colleague has one of the two hours; the other ticket is left, and told again by `absences tickets`."""
    first, second = booked(store, 2)
    with work(store) as unit:
        inspectors.upsert(unit.begin(), [staff_of("i2")])
    span = [f"{moment.astimezone(ZONE):%Y-%m-%d %H:%M}" for moment in (second.starts_at, second.ends_at)]
    assert run("absences", "add", "i2", *span, "--each", "leave").exit_code == 0
    done = away(run, first, "--each", "colleague")
    assert "handed over to i2" in done.output
    assert "left as it is: no colleague is free" in done.output
    assert state(store) == [("booked", "i2"), ("booked", INSPECTOR)]
    assert kinds(store) == []
    (left,) = told(run("absences", "tickets", "--each", "leave", "--json"))
    assert left["number"] == second.number.digits


def test_leave_asks_about_each_ticket(run: Run, store: Store) -> None:
    """One answer for each, in the order of the day."""
    first, _ = booked(store, 2)
    done = away(run, first, typed="leave\ncancel\n")
    assert done.exit_code == 0, done.output
    assert state(store) == [("booked", INSPECTOR), ("cancelled_by_office", INSPECTOR)]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("nobody", "2027-03-03", "2027-03-03"), "there is no inspector nobody"),
        ((INSPECTOR, "2027-03-04", "2027-03-03"), "ends before it begins"),
        ((INSPECTOR, "tomorrow", "2027-03-03"), "tomorrow"),
    ],
)
def test_leave_that_cannot_be_is_refused(run: Run, store: Store, words: tuple[str, ...], why: str) -> None:
    booked(store, 1)
    done = run("absences", "add", *words, "--each", "cancel")
    assert (done.exit_code, why in done.output) == (1, True), done.output
    assert rows(store, "SELECT count(*) FROM absences") == [(0,)]


def test_a_list_of_inspectors_comes_in(run: Run, store: Store, tmp_path: Path) -> None:
    """Good rows are taken over, bad ones told, hit tickets seen to; the list of inspectors hides their telephones."""
    booked(store, 1)
    file = tmp_path / "staff.csv"
    file.write_text(
        "id;name;function;unit_id;phone;hours\ni1;Exemplu Ana;inspector;igpr;0264000001;luni 09:00-10:00\n"
        "i2;Exemplu Ion;consilier;igpr;0264000002;luni\n"
    )
    done = run("inspectors", "import", file, "--each", "cancel")
    assert done.exit_code == 1
    assert "rândul 3: hours: «luni» nu se înțelege" in done.output
    assert "1 inspectori preluați, 1 rânduri respinse, 1 tichete" in done.output
    assert state(store) == [("cancelled_by_office", INSPECTOR)]
    listed = run("inspectors", "list").output
    assert "i1  Exemplu Ana  inspector  igpr  +40 2•• ••• 001" in listed
    assert told(run("inspectors", "list", "--full", "--json"))[0]["phone"] == "+40264000001"


def test_the_example_of_the_manual_comes_in(run: Run, tmp_path: Path) -> None:
    """Whoever copies the rows of docs/inspectors-import.md has two inspectors."""
    manual = (Path(__file__).parents[1] / "docs" / "inspectors-import.md").read_text("utf-8")
    (tmp_path / "staff.csv").write_text("\n".join(re.findall("^    (.*;.*;.*)$", manual, re.M)))
    done = run("inspectors", "import", tmp_path / "staff.csv", ROUTING_FILE=str(ROUTING_FILE))
    assert "2 inspectori preluați, 0 rânduri respinse, 0 tichete" in done.output


def conclude(run: Run, ticket: BlueTicket, *words: object, typed: str | None = None) -> Result:
    return run("tickets", "outcome", ticket.number.digits, *words, at=ticket.ends_at, typed=typed)


def test_an_inspector_concludes_and_anybody_can_check_the_document(
    run: Run, store: Store, tmp_path: Path
) -> None:
    """Signed, e-mailed, saved; a correction replaces it and keeps what was not given; a changed byte is not ours."""
    (ticket,) = booked(store, 1, email=ANA)
    first, second, other = (tmp_path / name for name in ("1.pdf", "2.pdf", "other.pdf"))
    done = conclude(run, ticket, "--questions", "Când?", "--conclusions", "Se repară.", "--save", first)
    assert done.exit_code == 0, done.output
    assert "version 1 is signed and goes to a•••@example.ro" in done.output
    assert fingerprint(first.read_bytes()) in done.output
    assert state(store) == [("done", INSPECTOR)]
    assert (run("tickets", "verify", first).exit_code, kinds(store)) == (0, [("mail.outcome", ANA)])

    (told_again,) = told(conclude(run, ticket, "--conclusions", "Nu se repară.", "--save", second, "--json"))
    assert (told_again["version"], told_again["email"]) == (2, "a•••@example.ro")
    text = PdfReader(BytesIO(second.read_bytes())).pages[0].extract_text()
    assert "Când?" in text
    assert "Nu se repară." in text
    assert "înlocuiește versiunea 1" in text

    older = run("tickets", "verify", first)
    assert older.exit_code == 3
    assert f"ours: ticket {ticket.number.text}, version 1" in older.output
    assert "version 2 has replaced it" in older.output
    other.write_bytes(second.read_bytes() + b" ")
    strange = run("tickets", "verify", other, "--json")
    assert strange.exit_code == 1
    assert json.loads(strange.output)["ours"] is False


def test_a_preview_is_nobodys_document(run: Run, store: Store, tmp_path: Path) -> None:
    """It is written into a file and nowhere else, and verify does not know it."""
    (ticket,) = booked(store, 1, email=ANA)
    file = tmp_path / "preview.pdf"
    assert conclude(run, ticket, "--conclusions", "Se repară.", "--preview", file).exit_code == 0
    assert "Se repară." in PdfReader(file).pages[0].extract_text()
    assert run("tickets", "verify", file).exit_code == 1
    assert (kinds(store), state(store)) == ([], [("booked", INSPECTOR)])


def test_without_an_address_the_paper_must_be_printed(run: Run, store: Store, tmp_path: Path) -> None:
    """Nothing is signed that would reach nobody."""
    (ticket,) = booked(store, 1)
    refused = conclude(run, ticket, "--conclusions", "Se repară.")
    assert (refused.exit_code, "--save" in refused.output) == (1, True)
    assert rows(store, "SELECT count(*) FROM conclusions") == [(0,)]
    done = conclude(run, ticket, "--conclusions", "Se repară.", "--save", tmp_path / "p.pdf")
    assert "has to be printed" in done.output
    assert run("tickets", "verify", tmp_path / "p.pdf").exit_code == 0


def test_conclusions_come_from_a_file_or_are_asked_for(run: Run, store: Store, tmp_path: Path) -> None:
    """YAML with the author's function; or line by line, an empty line ends a part; what is asked is Romanian."""
    first, second = booked(store, 2, email=ANA)
    file = tmp_path / "o.yaml"
    file.write_text("questions: |\n  Când?\n  Unde?\nconclusions: Se repară.\nauthor: șef serviciu\n")
    assert conclude(run, first, "--file", file).exit_code == 0
    asked = conclude(run, second, typed="Când?\nUnde?\n\n\nSe repară.\n\n\n")
    assert asked.exit_code == 0, asked.output
    assert "Întrebările petiționarului" in asked.output
    kept = rows(
        store, "SELECT questions, answers, text, next_steps, author FROM conclusions ORDER BY ticket_id"
    )
    assert [tuple(row) for row in kept] == [
        ("Când?\nUnde?\n", "", "Se repară.", "", "șef serviciu"),
        ("Când?\nUnde?", "", "Se repară.", "", "inspector"),
    ]
    file.write_text("conclusion: Se repară.\n")
    wrong = conclude(run, first, "--file", file)
    assert (wrong.exit_code, "may hold questions, answers" in wrong.output) == (1, True)


def test_nothing_is_concluded_before_the_talk(run: Run, store: Store) -> None:
    (ticket,) = booked(store, 1, email=ANA)
    early = run(
        "tickets",
        "outcome",
        ticket.number.digits,
        "--conclusions",
        "Da.",
        at=ticket.starts_at - timedelta(hours=1),
    )
    assert (early.exit_code, "has not come yet" in early.output) == (1, True)
    named = conclude(run, ticket, "--conclusions", "Da.", "--author", "Exemplu Ana, inspector")
    assert (named.exit_code, "by their function, never by name" in named.output) == (1, True)
    assert rows(store, "SELECT count(*) FROM conclusions") == [(0,)]


def test_the_rules_tell_where_they_come_from(run: Run) -> None:
    """The city's rules by the name of the announcement, ours as ours."""
    sources = {one["rule"]: (one["value"], one["source"]) for one in told(run("tickets", "rules", "--json"))}
    assert sources["notice_hours"] == (
        48,
        "Primăria Cluj-Napoca, anunțul Tichetului Albastru, octombrie 2020",
    )
    assert sources["hold_minutes"] == (5, "regula liniei")
