"""From a terminal somebody is let into the console, and out; sample users are for trying things out only."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from house import SMALL_FILE

from cli import telverde
from office.users import SHORTEST_PASSWORD, Role
from store import events, sample, users
from store.database import Store, work
from store.sample_users import sample_password

PASSWORD = "o parolă lungă de probă"
NOW = datetime(2026, 3, 2, 7, 15, tzinfo=UTC)
TWILIO = {
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
    "TWILIO_AUTH_TOKEN": "token",
    "TWILIO_NUMBER": "+40212345678",
    "PUBLIC_BASE_URL": "https://line.example.ro",
}
Run = Callable[..., Result]


@pytest.fixture
def run(store: Store, tmp_path: Path) -> Run:
    """`telverde` with these words and what is piped into it."""
    url = store.url.render_as_string(hide_password=False)
    given = {"DATABASE_URL": url, "SECRET_KEY": "a secret for the tests", "POST_FOLDER": str(tmp_path)}
    given |= {"ROUTING_FILE": str(SMALL_FILE)}

    def runs(*words: str, typed: str | None = None, **more: str) -> Result:
        return CliRunner().invoke(telverde, [*words], input=typed, env=given | more)

    return runs


def add(run: Run, login: str, role: str = "auditor", *more: str, password: str = PASSWORD) -> Result:
    words = ("users", "add", login, "--name", "Ana", "--role", role, *more, "--password-stdin")
    return run(*words, typed=f"{password}\n")


def can_enter(store: Store, login: str, password: str = PASSWORD) -> bool:
    return users.checked(store, login, password, NOW, "here") is not None


def test_somebody_is_let_in_and_listed(run: Run, store: Store) -> None:
    """The password comes by standard input and is shown nowhere: not in the answer, not in the log."""
    done = add(run, "ana.p", "supervisor")
    assert done.exit_code == 0, done.output
    assert done.stdout == "ana.p may enter the console as supervisor\n"
    assert can_enter(store, "ana.p")
    listed = run("users", "list", "--json")
    told = json.loads(listed.stdout)
    assert (told["login"], told["role"], told["enters_by"]) == ("ana.p", "supervisor", "password")
    with work(store) as unit:
        (event,) = events.listed(unit.conn, events.Wanted(), 9)
    assert (event.entity, event.what, event.after) == ("user", "added", "supervisor")
    assert PASSWORD not in done.output + listed.output + str(event)


@pytest.mark.parametrize(
    ("words", "typed", "said"),
    [
        (("Ana", "--role", "auditor"), PASSWORD, "Ana cannot be a login"),
        (("ana", "--role", "boss"), PASSWORD, "'boss' is not one of"),
        (("ana",), PASSWORD, "say what they are: --role supervisor or inspector"),
        (("ana", "--role", "auditor"), "short", f"a password needs at least {SHORTEST_PASSWORD} characters"),
        (("ana", "--role", "auditor"), "x" * 201, "a password has at most 200 characters"),
        (("ana.popescu.b", "--role", "auditor"), "ana.popescu.b", "the password cannot be the login"),
        (("ana", "--role", "inspector"), PASSWORD, "say whose agenda they see: --inspector ID"),
        (("ana", "--role", "inspector", "--inspector", "x"), PASSWORD, "there is no inspector x"),
        (("ana", "--role", "auditor", "--inspector", "x"), PASSWORD, "--inspector is for the role inspector"),
    ],
)
def test_what_is_not_right_is_told_in_one_sentence(
    run: Run, store: Store, words: tuple[str, ...], typed: str, said: str
) -> None:
    """And nobody is let in by it; what was typed for a password is not repeated."""
    done = run("users", "add", *words, "--name", "Ana", "--password-stdin", typed=f"{typed}\n")
    assert done.exit_code != 0
    assert said in done.output
    assert "Traceback" not in done.output
    if words[0] != typed:
        assert typed not in done.output
    with work(store) as unit:
        assert users.everybody(unit.conn) == []


def test_nobody_is_asked_for_a_password_where_nobody_sits(run: Run) -> None:
    """A script without --password-stdin hears what to write, and does not hang."""
    done = run("users", "add", "ana", "--name", "Ana", "--role", "auditor", typed="")
    assert done.exit_code != 0
    assert "give it with --password-stdin" in done.output


def test_a_login_is_given_once(run: Run) -> None:
    """The second one hears it before a password is asked for."""
    add(run, "ana")
    assert "there is already a user ana" in add(run, "ana").output


def test_a_role_is_changed_and_sessions_end(run: Run, store: Store) -> None:
    """Whoever was signed in signs in again, as what they are now."""
    add(run, "ana", "supervisor")
    with work(store) as unit:
        ana = users.user_of(unit.conn, "ana")
        assert ana
        token = users.begin_session(unit.begin(), ana, NOW)
    done = run("users", "change", "ana", "--role", "auditor")
    assert done.stdout == "ana is auditor\n"
    with work(store) as unit:
        assert users.in_session(unit.conn, token, NOW) is None
        assert users.user_of(unit.conn, "ana").role is Role.auditor  # type: ignore[union-attr]
    assert "there is no user nobody" in run("users", "change", "nobody", "--name", "x").output


def test_who_is_locked_stays_out_until_unlocked(run: Run, store: Store) -> None:
    """The same after too many wrong passwords."""
    add(run, "ana")
    assert run("users", "lock", "ana").stdout == "ana may not enter any more\n"
    assert not can_enter(store, "ana")
    assert "no entry" in run("users", "list").stdout
    run("users", "unlock", "ana")
    assert can_enter(store, "ana")
    for _ in range(5):
        assert not can_enter(store, "ana", "wrong wrong wrong")
    assert not can_enter(store, "ana")
    run("users", "unlock", "ana")
    assert can_enter(store, "ana")


def test_another_password_is_given(run: Run, store: Store) -> None:
    """The old one is no longer good."""
    add(run, "ana")
    assert run("users", "password", "ana", "--password-stdin", typed="short\n").exit_code != 0
    done = run("users", "password", "ana", "--password-stdin", typed="altă parolă lungă\n")
    assert done.stdout == "ana has another password\n"
    assert can_enter(store, "ana", "altă parolă lungă")
    assert not can_enter(store, "ana")


def test_whoever_sits_at_a_terminal_is_written_down_without_an_address(run: Run, store: Store) -> None:
    """On a machine of a domain people are called like their e-mail address."""
    words = ("users", "add", "ion", "--name", "Ion", "--role", "auditor", "--password-stdin")
    run(*words, typed=f"{PASSWORD}\n", LOGNAME="ana.pop@primaria.example")
    with work(store) as unit:
        assert [one.actor for one in events.listed(unit.conn, events.Wanted(), 9)] == ["ana.pop"]


def test_the_last_administrator_is_not_locked_out(run: Run) -> None:
    """From a terminal neither."""
    add(run, "ana", "administrator")
    for words in (("lock", "ana"), ("change", "ana", "--role", "auditor")):
        done = run("users", *words)
        assert done.exit_code != 0
        assert "ana is the last administrator" in done.output
    add(run, "ion", "administrator")
    assert run("users", "lock", "ana").exit_code == 0


def test_there_is_a_sample_user_for_each_role(run: Run, store: Store) -> None:
    """Told with their password at every start, as long as it is theirs; the inspector is a sample inspector."""
    first, again = (run("migrate", "--sample").stdout for _ in range(2))
    said = re.search(r"the console: http://127.0.0.1:8000/console, password (\S+)\n  as (.*)\n", first)
    assert said
    assert said[0] in again
    assert re.fullmatch(r"([a-z2-7]{4}-){3}[a-z2-7]{4}", said[1])
    assert said[2] == "supervizor (supervisor), inspector, auditor, administrator"
    with work(store) as unit:
        everybody = users.everybody(unit.conn)
    assert {one.role for one in everybody} == set(Role)
    assert {one.inspector_id for one in everybody} == {"", "exemplu-1"}
    assert all(can_enter(store, one.login, said[1]) for one in everybody)
    run("users", "password", "auditor", "--password-stdin", typed=f"{PASSWORD}\n")
    assert "auditor" not in run("migrate", "--sample").stdout


def test_sample_users_are_for_an_installation(store: Store) -> None:
    """Another secret is another password."""
    assert sample_password("one secret") != sample_password("another secret")


def test_no_sample_user_comes_to_a_real_line(run: Run, store: Store) -> None:
    """None is added with a real carrier, and those of before go and cannot enter."""
    run("migrate", "--sample")
    password = sample_password("a secret for the tests")
    assert can_enter(store, "auditor", password)
    assert users.checked(store, "auditor", password, NOW, "here", samples=False) is None
    assert run("migrate", **TWILIO).exit_code == 0
    with work(store) as unit:
        assert users.everybody(unit.conn) == []
    assert "console" not in run("migrate", "--sample", **TWILIO).stdout
    with work(store) as unit:
        assert users.everybody(unit.conn) == []


def test_sample_users_go_with_the_samples(run: Run, store: Store) -> None:
    """With their sessions, when the real list comes; and they do not come back beside it."""
    run("migrate", "--sample")
    with work(store) as unit:
        auditor = users.user_of(unit.conn, "auditor")
        assert auditor
        users.begin_session(unit.begin(), auditor, NOW)
    sample.forget_samples(store)
    with work(store) as unit:
        assert users.everybody(unit.conn) == []


def test_whoever_takes_the_samples_out_is_told_that_users_go_too(
    run: Run, store: Store, tmp_path: Path
) -> None:
    """With the first own list; the next start says how somebody is let in, until somebody is."""
    run("migrate", "--sample")
    own = tmp_path / "own.csv"
    own.write_text(
        "registration_number;filed_on;surname;institution_id;state\n77/2026;2026-02-18;Exemplu;igpr;registered\n"
    )
    said = run("petitions", "import", str(own)).stdout
    gone = "și utilizatorii-exemplu din consolă (supervizor, inspector, auditor, administrator)"
    assert gone in said
    assert "utilizatorii" not in run("petitions", "import", str(own)).stdout
    said = run("migrate", "--sample").stdout
    assert "the console: http://127.0.0.1:8000/console, which nobody can enter yet\n" in said
    assert "telverde users add" in said
    add(run, "ana")
    assert "telverde users add" not in run("migrate", "--sample").stdout


def test_sample_users_do_not_come_to_who_has_users(run: Run, store: Store) -> None:
    """One real user is enough."""
    add(run, "ana")
    assert "console" not in run("migrate", "--sample").stdout
    with work(store) as unit:
        assert [one.login for one in users.everybody(unit.conn)] == ["ana"]
