"""What somebody tries who wants into the console without being let in, or wants others to do what they did not mean."""

import logging
import re
import socket
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import requests
from evening import booked
from house import House
from sqlalchemy import event, text, update
from sqlalchemy.exc import DBAPIError
from visitor import PASSWORD, Visitor, add_user, signed_in

from office.users import (
    IDLE,
    WORKDAY,
    WRONG_AT_MOST,
    WRONG_FOR_ONE_LOGIN,
    WRONG_FROM_ONE_ADDRESS,
    Role,
    User,
)
from store import events, guesses, users, wrong_passwords
from store.database import Store, work
from store.tables import petitions
from web.console.show import harmless

SESSION = "telverde_session"
SCRIPT = "<script src=//evil.example></script><img src=x onerror=alert(1)>"


def session_of(visitor: Visitor) -> str:
    return str(visitor.session.cookies.get(SESSION))


@pytest.mark.parametrize("forged", ["", "0" * 64, "ăîș", "x" * 5000])
def test_a_form_from_elsewhere_is_refused(house: House, forged: str) -> None:
    """Without the token of the session, or with any other; nothing was changed."""
    visitor = signed_in(house, Role.auditor)
    answer = visitor.post("/account/sign-out-everywhere", csrf=forged)
    assert answer.status_code == 400
    assert "Formularul a expirat" in visitor.read
    assert visitor.get("/account").status_code == 200


def test_a_token_is_good_in_its_own_session_only(house: House) -> None:
    """That of a colleague, of a visitor, or of one's last session opens nothing."""
    visitor, colleague = signed_in(house, Role.auditor), signed_in(house, Role.supervisor)
    stranger = Visitor(house)
    tokens = []
    for one in (colleague, stranger, visitor):
        one.get("/sign-in" if one is stranger else "/account")
        tokens.append(one.token)
    visitor.post("/sign-out")
    visitor.sign_in("auditor")
    assert [visitor.post("/account/sign-out-everywhere", csrf=one).status_code for one in tokens] == [400] * 3


def test_signing_in_needs_the_token_of_the_visitor(house: House) -> None:
    """Nobody is signed in as somebody else by a form on another site."""
    add_user(house, Role.auditor)
    answer = requests.post(
        f"{house.address}/console/sign-in", data={"login": "auditor", "password": PASSWORD}, timeout=20
    )
    assert answer.status_code == 400
    assert SESSION not in answer.cookies


def test_a_session_that_was_put_there_before_is_not_used(house: House) -> None:
    """A new one begins with each sign-in, and the one before ends, in the store too."""
    add_user(house, Role.auditor)
    visitor = Visitor(house)
    visitor.session.cookies.set(SESSION, "chosen by somebody else", path="/console")
    visitor.sign_in("auditor")
    first = [one.value for one in visitor.session.cookies if one.name == SESSION]
    assert first != ["chosen by somebody else"]
    visitor.session.cookies.clear()
    visitor.session.cookies.set(SESSION, "chosen by somebody else", path="/console")
    assert "/sign-in" in visitor.get("/account").url


def test_signing_in_again_ends_the_session_before(house: House) -> None:
    """Two tabs with the form open: whoever enters by the second has one session, not two."""
    visitor, other_tab = signed_in(house, Role.auditor), Visitor(house)
    before = session_of(visitor)
    visitor.get("/account")
    visitor.post("/sign-in", login="auditor", password=PASSWORD)
    assert session_of(visitor) != before
    other_tab.session.cookies.set(SESSION, before, path="/console")
    assert "/sign-in" in other_tab.get("/account").url


def test_a_session_ends_by_itself(house: House) -> None:
    """After an hour without a look, and after a working day in any case."""
    idle = signed_in(house, Role.auditor)
    house.clock.now += IDLE - timedelta(minutes=2)
    assert "/sign-in" not in idle.get("/account").url
    house.clock.now += IDLE + timedelta(minutes=2)
    assert "/sign-in" in idle.get("/account").url
    busy = signed_in(house, Role.supervisor)
    for _ in range(int(WORKDAY / timedelta(minutes=50))):
        house.clock.move(minutes=50)
        assert "/sign-in" not in busy.get("/account").url
    house.clock.move(minutes=50)
    assert "/sign-in" in busy.get("/account").url


def test_a_page_that_asks_by_itself_keeps_nobody_signed_in(house: House) -> None:
    """Whoever left the room with the line's page open is signed out like everybody."""
    gone = signed_in(house, Role.supervisor)
    for _ in range(4):
        house.clock.now += IDLE / 3
        last = gone.session.get(f"{house.address}/console/now/live", headers={"X-Poll": "1"}, timeout=20)
    assert last.status_code == 401


def test_a_session_that_was_signed_out_is_over_everywhere(house: House) -> None:
    """Whoever has copied the cookie has nothing."""
    visitor, thief = signed_in(house, Role.auditor), Visitor(house)
    thief.session.cookies.set(SESSION, session_of(visitor), path="/console")
    assert "/sign-in" not in thief.get("/account").url
    visitor.get("/account")
    visitor.post("/sign-out")
    assert "/sign-in" in thief.get("/account").url


def test_passwords_cannot_be_guessed_one_after_the_other(house: House) -> None:
    """After five the right one does not help either; the answer is always the same."""
    add_user(house, Role.auditor)
    visitor = Visitor(house)
    said = set()
    for attempt in range(WRONG_AT_MOST + 1):
        visitor.sign_in("auditor", PASSWORD if attempt == WRONG_AT_MOST else "wrong")
        said.add((visitor.last.status_code, visitor.read))
    visitor.sign_in("nobody", "wrong")
    said.add((visitor.last.status_code, visitor.read))
    assert len(said) == 1
    house.clock.move(minutes=16)
    assert visitor.sign_in("auditor").status_code == 200


def test_passwords_cannot_be_guessed_all_at_once(house: House) -> None:
    """Thirty at one moment, the right one last: it is refused, as if they had come one after the other."""
    add_user(house, Role.auditor)
    visitor = Visitor(house)
    for _ in range(WRONG_AT_MOST - 1):
        visitor.sign_in("auditor", "wrong")
    visitors = [Visitor(house) for _ in range(6)]
    for one in visitors:
        one.get("/sign-in")
    threads = [
        threading.Thread(
            target=one.post, args=("/sign-in",), kwargs={"login": "auditor", "password": "wrong"}
        )
        for one in visitors
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one.last.status_code for one in visitors] == [401] * 6
    assert visitor.sign_in("auditor").status_code == 401


def from_(house: House, address: str) -> Visitor:
    """Somebody at an address, as the proxy on this machine tells it."""
    visitor = Visitor(house)
    visitor.session.headers["X-Forwarded-For"] = address
    return visitor


def test_nobody_locks_out_somebody_who_sits_elsewhere(house: House) -> None:
    """Whoever knows a login shuts it for their own address; a whole network of IPv6 is one address."""
    add_user(house, Role.auditor)
    stranger, neighbour = from_(house, "2001:db8:1:2::7"), from_(house, "2001:db8:1:2:ffff::8")
    for _ in range(WRONG_AT_MOST):
        assert stranger.sign_in("auditor", "wrong").status_code == 401
    for one in (stranger, neighbour):
        assert one.sign_in("auditor").status_code == 401
    for address in ("2001:db8:1:3::7", "198.51.100.7", "::ffff:198.51.100.8"):
        assert from_(house, address).sign_in("auditor").status_code == 200, address
    assert stranger.sign_in("auditor").status_code == 401, "the lock was taken off by somebody else's entry"
    with work(house.store) as unit:
        stored = unit.conn.execute(text("SELECT address FROM wrong_passwords")).scalars().all()
    assert len(set(stored)) == 2  # there, and all addresses together
    assert "2001" not in str(stored)


def test_a_password_cannot_be_guessed_from_many_addresses(house: House) -> None:
    """A hundred in an hour from wherever shut the login for all; what is an hour old counts no more."""
    add_user(house, Role.auditor)
    with work(house.store) as unit:
        user = users.user_of(unit.conn, "auditor")
        assert user
        for number in range(WRONG_FOR_ONE_LOGIN - 1):
            wrong_passwords.count(unit.begin(), user.id, f"address {number}", house.clock())
    honest = from_(house, "198.51.100.7")
    assert honest.sign_in("auditor").status_code == 200
    from_(house, "203.0.113.9").sign_in("auditor", "wrong")
    fresh = from_(house, "198.51.100.8")
    assert fresh.sign_in("auditor").status_code == 401
    house.clock.move(minutes=16)
    assert fresh.sign_in("auditor").status_code == 200
    house.clock.move(minutes=61)
    fresh.sign_in("auditor", "wrong")
    with work(house.store) as unit:
        kept = unit.conn.execute(text("SELECT n FROM wrong_passwords")).scalars().all()
    assert kept == [1, 1]


def test_a_login_that_nobody_has_costs_the_same(store: Store) -> None:
    """Unknown, wrong, shut, or without entry: the same statements, and one look at a hash."""
    now = datetime(2026, 3, 2, 7, 15, tzinfo=UTC)
    with work(store) as unit:
        for login in ("shut", "wrong", "gone"):
            user = User(0, login, "Exemplu", Role.auditor)
            user_id = users.add(unit.begin(), user, PASSWORD, now=now)
            if login == "shut":
                for _ in range(WRONG_AT_MOST):
                    wrong_passwords.count(unit.conn, user_id, "here", now)
        users.change(unit.conn, "gone", active=False)
    done: list[str] = []
    event.listen(store, "before_cursor_execute", lambda *told: done.append(str(told[2])[:40]))
    asked = {}
    for login in ("unknown", "shut", "wrong", "gone"):
        done.clear()
        assert users.checked(store, login, PASSWORD if login == "gone" else "wrong", now, "here") is None
        asked[login] = [*done]
    assert asked["unknown"] == asked["shut"] == asked["wrong"] == asked["gone"], asked


def test_many_logins_cannot_be_tried_from_one_address(house: House) -> None:
    """One password for everybody stops too, for an hour; another address goes on, and no address is stored."""
    add_user(house, Role.auditor)
    where = {"X-Forwarded-For": "198.51.100.7"}  # as the proxy on this machine tells it
    who = f"sign-in {house.hotline.hide('198.51.100.7')}"
    with work(house.store) as unit:
        for _ in range(WRONG_FROM_ONE_ADDRESS - 1):
            guesses.spend(unit, who, house.clock())
            unit.settle()
    here, there = Visitor(house), Visitor(house)
    here.session.headers.update(where)
    assert here.sign_in("somebody", "wrong").status_code == 401
    assert here.sign_in("auditor").status_code == 429
    assert "prea multe parole" in here.read
    here.session.headers["X-Forwarded-For"] = "203.0.113.9, 198.51.100.7"
    assert here.sign_in("auditor").status_code == 429, "what the visitor writes before it is not believed"
    assert there.sign_in("auditor").status_code == 200
    with work(house.store) as unit:
        stored = unit.conn.execute(text("SELECT who FROM guesses")).scalars().all()
    assert stored
    assert "198.51" not in str(stored)
    house.clock.move(hours=1)
    assert here.sign_in("auditor").status_code == 200


@pytest.mark.parametrize(
    "login", ["a\x00b", "x" * 5000, "'; DROP TABLE users; --", "ăâ", "", "ana\r\nSet-Cookie: a=b"]
)
def test_a_strange_login_is_a_wrong_one(house: House, login: str) -> None:
    """Not a mistake of ours, on either database."""
    assert Visitor(house).sign_in(login, "x\x00y" * 400).status_code == 401


def test_what_was_typed_for_a_password_is_nowhere(house: House, caplog: pytest.LogCaptureFixture) -> None:
    """Not in the event log, not in the log of the process; nor is a login that nobody has: it may be one."""
    caplog.set_level(logging.DEBUG)
    add_user(house, Role.auditor)
    visitor = Visitor(house)
    visitor.sign_in("auditor", "typed-by-mistake-1")
    visitor.sign_in("typed-by-mistake-2", "typed-by-mistake-3")
    with work(house.store) as unit:
        found = events.listed(unit.conn, events.Wanted(), 100)
    assert [(one.actor, one.what) for one in found] == [("somebody", "refused"), ("user #1", "refused")]
    assert "typed-by-mistake" not in str(found) + caplog.text


@pytest.mark.parametrize(
    "back",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "/%0d%0aSet-Cookie:a=b",
        "/\r\nSet-Cookie: a=b",
        "/@evil.example",
        "/../../evil",
        "/\t/evil.example",
    ],
)
def test_nobody_is_sent_to_another_site(house: House, back: str) -> None:
    """After signing in, after choosing a language, or when signed in already: always to a page of ours."""
    add_user(house, Role.auditor)
    visitor = Visitor(house)
    visitor.get("/sign-in", back=back)
    ways = [visitor.post("/language", follow=False, language="en", back=back)]
    visitor.get("/sign-in", back=back)
    ways.append(visitor.post("/sign-in", follow=False, login="auditor", password=PASSWORD, back=back))
    address = f"{house.address}/console/sign-in"
    ways.append(visitor.session.get(address, params={"back": back}, allow_redirects=False, timeout=20))
    for answer in ways:
        to = answer.headers["Location"]
        assert re.match(r"/console(/|$)", to), to
        assert "a=b" not in answer.headers.get("Set-Cookie", "")


def test_every_answer_has_its_guards(house: House) -> None:
    """Pages, refusals and mistakes alike: our own scripts only, nobody's frame, nothing kept on the way."""
    visitor = signed_in(house, Role.auditor)
    answers = {
        200: visitor.get("/account"),
        403: visitor.get("/people"),
        400: visitor.post("/sign-out", csrf=""),
        401: requests.post(f"{house.address}/console/sign-out", timeout=20),
    }
    for status, answer in answers.items():
        assert answer.status_code == status
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\son\w+=|style=", answer.text)


def test_a_database_that_is_gone_is_told_with_the_guards(build_house: Callable[..., House]) -> None:
    """A page that cannot even ask who is there says so, and shows no traceback."""
    from store.database import open_store

    house = build_house(store=open_store("sqlite:////no/such/folder/store.db"))
    visitor = Visitor(house)
    visitor.session.cookies.set(SESSION, "x", path="/console")
    answer = visitor.get("/account")
    assert answer.status_code == 500
    assert "Ceva nu a mers" in visitor.read
    assert "Traceback" not in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_menu_that_cannot_be_shown_does_not_take_the_error_page_with_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A text or a page that is missing in a new version: what went wrong is said in words, with a way on."""
    visitor = signed_in(house, Role.auditor)
    monkeypatch.setattr("web.console.show.MENU", {Role.auditor: ("a_page_without_a_text",)})
    assert visitor.get("/account").status_code == 500
    assert "Ceva nu a mers" in visitor.read
    assert visitor.get("/nowhere").status_code in (403, 404)
    assert "<h1>" in visitor.last.text


@pytest.mark.parametrize(
    ("role", "path"),
    [
        (Role.supervisor, f"/callbacks/{10**20}"),
        (Role.supervisor, f"/unmatched/{2**63}/alias"),
        (Role.supervisor, f"/routing/revisions/{10**30}"),
        (Role.administrator, f"/people/{2**31}"),
    ],
)
def test_a_number_that_no_database_holds_is_not_found(house: House, role: Role, path: str) -> None:
    visitor = signed_in(house, role)
    assert visitor.get(path).status_code == 404
    assert visitor.post("/change/notice/99999999999999999999/off", csrf="x").status_code in (403, 404)


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/absences", {"inspector": "a\0b"}),
        ("/change/notice", {"text-ro": "Azi\0 nu se lucrează", "ends": "2026-03-03T10:00"}),
        ("/routing/revisions/1/again", {"newest": "1", "note": "de\0ce"}),
    ],
)
def test_a_letter_that_no_database_holds_is_refused(house: House, path: str, form: dict[str, str]) -> None:
    """PostgreSQL keeps no NUL: nothing of such a form is taken, and no address with one leads anywhere."""
    visitor = signed_in(house, Role.supervisor)
    visitor.get("/absences")
    assert visitor.post(path, **form).status_code == 400
    assert visitor.get("/calls/CA%00").status_code == 404
    assert visitor.get("/absences", inspector="a\0b").status_code == 200


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/callbacks", {"part": "9" * 30}),
        ("/callbacks", {"part": "-7"}),
        ("/contacts", {"part": "9" * 30}),
        ("/calls", {"day": "9999-12-31"}),
        ("/calls", {"day": "0001-01-01"}),
        ("/calls", {"after": "0001-01-01T00:00+14:00 CA1"}),
        ("/calls", {"after": "9999-12-31T23:59:59-12:00 CA1"}),
        ("/agenda", {"day": "9999-12-31"}),
        ("/time", {"first": "9999-12-31", "last": "9999-12-31"}),
        ("/time", {"skip": "9" * 30}),
        ("/routing/revisions", {"before": "9" * 30}),
    ],
)
def test_the_ends_of_time_and_of_lists_are_no_mistakes_of_ours(
    house: House, path: str, query: dict[str, str]
) -> None:
    """Nobody asks for them; whoever does is told so, or shown nothing."""
    assert signed_in(house, Role.supervisor).get(path, **query).status_code in (200, 422)


def test_an_error_of_the_store_tells_nobodys_name(store: Store) -> None:
    """The values of a statement stay out of the log lines of whoever catches its error."""
    with pytest.raises(DBAPIError) as error, work(store) as unit:
        unit.conn.execute(text("SELECT nothing FROM nowhere WHERE name = :name"), {"name": "Popescu Ana"})
    assert "nowhere" in str(error.value)
    assert "Popescu" not in str(error.value)


@pytest.mark.parametrize(
    ("base_url", "path"),
    [
        ("https://line.example.ro", "/console"),
        ("http://127.0.0.1:8000", "/console"),
        ("https://town.example.ro/line", "/line/console"),
    ],
)
def test_cookies_go_to_the_console_alone(build_house: Callable[..., House], base_url: str, path: str) -> None:
    """No script reads them, no other site brings them along, and behind https they travel by https only."""
    house = build_house(base_url=base_url)
    add_user(house, Role.auditor)
    form = requests.get(f"{house.address}/console/sign-in", timeout=20)
    token = re.search(r'name="csrf" value="(\w+)"', form.text)
    assert token
    visitor = re.match(r"telverde_visitor=([^;]+)", form.headers["Set-Cookie"])
    assert visitor
    given = {"login": "auditor", "password": PASSWORD, "csrf": token[1]}
    answer = requests.post(
        f"{house.address}/console/sign-in",
        data=given, headers={"Cookie": f"telverde_visitor={visitor[1]}"}, allow_redirects=False, timeout=20,
    )  # fmt: skip
    assert answer.status_code == 303
    for kept in (form.headers["Set-Cookie"], answer.headers["Set-Cookie"]):
        parts = {part.strip() for part in kept.split(";")}
        assert {"HttpOnly", "SameSite=Lax", f"Path={path}"} <= parts
        assert ("Secure" in parts) == base_url.startswith("https")


@pytest.mark.parametrize(
    "path",
    [
        "/static/../settings.py",
        "/static/%2e%2e/settings.py",
        "/static/..%2fsettings.py",
        "/static/%2e%2e%2f%2e%2e%2fsettings.py",
        "/static/..\\settings.py",
        "/static//etc/passwd",
        "/static/%00",
        "/console/tickets/..%2f..%2fsettings.py",
        "/console/tickets/%2e%2e/versions/1.pdf",
        "/console/feed/..%2f..%2fvar.ics",
    ],
)
def test_no_path_leads_out_of_the_house(house: House, path: str) -> None:
    """Asked for to the letter, as no browser would."""
    visitor = signed_in(house, Role.supervisor)
    answer = _to_the_letter(house, path, session_of(visitor))
    status = int(answer.split(b" ", 2)[1])
    assert status in (301, 302, 308, 400, 404), answer[:200]
    assert b"WrongSettings" not in answer
    assert b"root:" not in answer


def test_a_script_in_a_subject_is_only_read(house: House) -> None:
    """A citizen's words are words, on every page that shows them."""
    (ticket,) = booked(house.store)
    with work(house.store) as unit:
        unit.begin().execute(
            update(petitions).where(petitions.c.id == ticket.petition_id).values(subject=SCRIPT)
        )
    house.clock.now = ticket.starts_at
    inspector = signed_in(house, Role.inspector, inspector_id=ticket.inspector_id)
    for path in (f"/tickets/{ticket.number.digits}", "/agenda"):
        assert inspector.get(path).status_code == 200, path
        assert SCRIPT not in inspector.last.text
        assert "<script src=//evil" not in inspector.last.text
        assert "onerror=alert(1)>" not in inspector.last.text
    inspector.get(f"/tickets/{ticket.number.digits}")
    assert "&lt;script src=//evil.example&gt;" in inspector.last.text, "it is shown, as text"


def test_a_script_in_a_name_is_only_read(house: House) -> None:
    """That of a user, on the pages that list them and at the top of their own."""
    admin = signed_in(house, Role.administrator)
    admin.get("/people")
    admin.post("/people", login="mallory", name=SCRIPT, role="auditor", password=PASSWORD)
    assert "&lt;script" in admin.last.text
    assert SCRIPT not in admin.last.text
    mallory = Visitor(house)
    assert SCRIPT not in mallory.sign_in("mallory").text


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+40722000111", "'+40722000111"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1+1", "'  =1+1"),
        ("\t=1+1", "'\t=1+1"),
        ("\r=1", "'\r=1"),
        ("\n=1+1", "'\n=1+1"),
        ("fine - really", "fine - really"),
        ("-", "-"),
        (-5, -5),
    ],
)
def test_no_cell_of_a_table_is_a_formula(cell: object, written: object) -> None:
    """OWASP's list of beginnings, also behind white space; numbers stay numbers."""
    assert harmless(cell) == written


def _to_the_letter(house: House, path: str, session: str) -> bytes:
    port = int(house.address.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(
            f"GET {path} HTTP/1.0\r\nHost: 127.0.0.1\r\nCookie: {SESSION}={session}\r\n\r\n".encode()
        )
        return b"".join(iter(lambda: line.recv(65536), b""))
