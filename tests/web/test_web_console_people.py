"""Administrators let people in and out, everybody changes their own password, auditors read who did what."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from house import House
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from visitor import PASSWORD, Visitor, add_user, signed_in

from jobs.sweep import sweep
from office.staff import staff_row
from office.users import Role
from store import calls, events, inspectors, purges, users
from store.database import work

NEW = "altă parolă lungă de probă"


def add_inspector(house: House, active: str = "da") -> None:
    cells = {"id": "dana", "name": "Dana", "function": "inspector", "unit_id": "dgp", "phone": "+40722000333"}
    cells["active"] = active
    with work(house.store) as unit:
        inspectors.upsert(unit.begin(), [staff_row(cells | {"hours": "luni-vineri 09:00-16:00"}, {"dgp"})])


def log(house: House, **wanted: str) -> list[tuple[str, str]]:
    """What happened, oldest first: (by whom, what)."""
    with work(house.store) as unit:
        found = events.listed(unit.conn, events.Wanted(**wanted), 1000)  # type: ignore[arg-type]
        logins = users.logins(unit.conn)
    return [(users.named(one.actor, logins), one.what) for one in reversed(found)]


def test_somebody_new_is_let_in_by_an_administrator(house: House) -> None:
    """With a first password they enter at once, as what they are; the log says who let them in, without a name."""
    add_inspector(house)
    admin = signed_in(house, Role.administrator)
    admin.get("/people")
    form = {"login": "Dana.P", "name": "Dana Popescu", "role": "inspector", "inspector_id": "dana"}
    answer = admin.post("/people", **form, password=PASSWORD)
    assert answer.status_code == 200
    assert "Utilizatorul a fost adăugat." in admin.read
    assert "Dana Popescu inspector (dana)" in admin.read
    with work(house.store) as unit:
        (added,) = [one for one in events.listed(unit.conn, events.Wanted(), 9) if one.what == "added"]
    assert (added.actor, added.entity, added.after) == ("user #1", "user", "inspector dana")
    dana = Visitor(house)
    assert "/sign-in" not in dana.sign_in("dana.p").url


def test_whoever_has_left_can_be_shut_out(house: House) -> None:
    """The inspector is not in office any more, or not even in the list; somebody else cannot become that one."""
    add_inspector(house)
    admin = signed_in(house, Role.administrator)
    admin.get("/people")
    form = {"name": "Dana Popescu", "role": "inspector", "inspector_id": "dana"}
    admin.post("/people", **form, login="dana.p", password=PASSWORD)
    add_inspector(house, "nu")
    with work(house.store) as unit:
        dana = users.user_of(unit.conn, "dana.p")
        assert dana
    page = admin.get(f"/people/{dana.id}").text
    assert '<option value="dana" selected>Dana (dana), nu mai este în funcție</option>' in page
    assert admin.post(f"/people/{dana.id}", **form).history[0].status_code == 303
    with work(house.store) as unit:
        shut = users.user_of(unit.conn, "dana.p")
        assert shut
        assert not shut.active
        users.change(unit.begin(), "dana.p", inspector_id="gone")
    assert (
        admin.post(f"/people/{dana.id}", **form | {"inspector_id": "gone", "active": "1"}).status_code == 200
    )
    assert admin.post("/people", **form, login="other", password=PASSWORD).status_code == 422


def test_a_form_that_is_not_right_keeps_what_was_typed(house: House) -> None:
    """All that is wrong is told at once, next to its field; passwords are not repeated."""
    admin = signed_in(house, Role.administrator)
    admin.get("/people")
    answer = admin.post("/people", login="ană maria", name="", role="inspector", password="scurtă parola")
    assert answer.status_code == 422
    assert 'value="ană maria"' in answer.text
    for said in ("Litere mici, cifre", "Scrieți numele persoanei.", "Alegeți inspectorul"):
        assert said in admin.read
    admin.post("/people", login="ana", name="Ana", role="auditor", password="prea scurt")
    assert "Parola are nevoie de cel puțin 12 caractere." in admin.read
    assert "prea scurt" not in admin.last.text
    admin.post("/people", login="administrator", name="Alta", role="auditor", password=PASSWORD)
    assert admin.last.status_code == 422
    assert "Altcineva are acest nume." in admin.read


def test_the_last_administrator_cannot_be_locked_out(house: House) -> None:
    """Neither by another role nor by closing the entry, until somebody else is one."""
    admin = signed_in(house, Role.administrator)
    person = _page_of(house, "administrator")
    admin.get(person)
    for form in ({"role": "auditor", "active": "1"}, {"role": "administrator"}):
        assert admin.post(person, name="Exemplu", **form).status_code == 409
        assert "Este ultimul administrator" in admin.read
    add_user(house, Role.administrator, "second")
    admin.post(person, name="Exemplu", role="auditor", active="1")
    with work(house.store) as unit:
        assert users.user_of(unit.conn, "administrator").role is Role.auditor  # type: ignore[union-attr]


def test_who_may_do_less_is_signed_out_at_once(house: House) -> None:
    """An entry that is closed, or another role, ends the sessions that are open."""
    admin, supervisor = signed_in(house, Role.administrator), signed_in(house, Role.supervisor)
    person = _page_of(house, "supervisor")
    assert supervisor.get("/account").status_code == 200
    admin.get(person)
    admin.post(person, name="Exemplu", role="supervisor")
    assert "/sign-in" in supervisor.get("/account").url
    assert supervisor.sign_in("supervisor").status_code == 401


def test_a_locked_user_is_unlocked(house: House) -> None:
    """After five wrong passwords the right one is refused too, until an administrator or a quarter of an hour helps."""
    admin = signed_in(house, Role.administrator)
    add_user(house, Role.auditor)
    auditor = Visitor(house)
    for _ in range(5):
        assert auditor.sign_in("auditor", "wrong wrong wrong").status_code == 401
    assert auditor.sign_in("auditor").status_code == 401
    person = _page_of(house, "auditor")
    admin.get(person)
    assert "Prea multe parole greșite" in admin.read
    admin.post(f"{person}/unlock")
    assert "Poate încerca din nou." in admin.read
    assert auditor.sign_in("auditor").status_code == 200
    assert ("user administrator", "unlocked") in log(house)


def test_a_password_is_set_for_somebody_who_forgot_theirs(house: House) -> None:
    """The old one is no longer good; a short one is refused."""
    admin = signed_in(house, Role.administrator)
    add_user(house, Role.auditor)
    person = _page_of(house, "auditor")
    admin.get(person)
    assert admin.post(f"{person}/password", password="scurt").status_code == 422
    assert admin.post(f"{person}/password", password=NEW).status_code == 200
    assert Visitor(house).sign_in("auditor").status_code == 401
    assert Visitor(house).sign_in("auditor", NEW).status_code == 200
    assert NEW not in str(log(house))


def test_everybody_changes_their_own_password(house: House) -> None:
    """Only with the old one; this browser goes on with another session, the others are signed out."""
    here, there = signed_in(house, Role.auditor), Visitor(house)
    there.sign_in("auditor")
    before = here.session.cookies["telverde_session"]
    here.get("/account")
    assert here.post("/account/password", old="not the old one", new=NEW, again=NEW).status_code == 422
    assert "Parola de acum nu este aceasta." in here.read
    assert here.post("/account/password", old=PASSWORD, new=NEW, again=NEW + "!").status_code == 422
    here.post("/account/password", old=PASSWORD, new=NEW, again=NEW)
    assert "Parola a fost schimbată" in here.read
    assert here.session.cookies["telverde_session"] != before
    assert "/sign-in" in there.get("/account").url
    assert Visitor(house).sign_in("auditor", NEW).status_code == 200


def test_signing_out_everywhere_reaches_every_browser(house: House) -> None:
    """This one too."""
    here, there = signed_in(house, Role.auditor), Visitor(house)
    there.sign_in("auditor")
    here.get("/account")
    here.post("/account/sign-out-everywhere")
    assert "/sign-in" in here.get("/account").url
    assert "/sign-in" in there.get("/account").url


def test_the_language_is_chosen_for_good(house: House) -> None:
    """It stays with the user, in another browser too."""
    here = signed_in(house, Role.auditor)
    here.get("/account")
    here.post("/language", language="hu", back="/account?done=saved")
    assert "Fiókom" in here.read
    there = Visitor(house)
    there.sign_in("auditor")
    there.get("/account")
    assert "Fiókom" in there.read


def test_the_log_is_read_by_person_kind_and_day(house: House) -> None:
    """Each filter alone and together; "who looked at what" is one click."""
    admin = signed_in(house, Role.administrator)
    admin.get(_page_of(house, "administrator"))
    house.clock.move(hours=30)
    auditor = signed_in(house, Role.auditor)
    auditor.get("/events")
    assert len(_rows(auditor)) == 3  # a sign-in, a look and a sign-in
    assert [row[1] for row in _rows(auditor, kind="page")] == ["user administrator"]
    assert [row[1] for row in _rows(auditor, actor="auditor")] == ["user auditor"]
    assert [row[1] for row in _rows(auditor, since="2026-03-03")] == ["user auditor"]
    assert {row[1] for row in _rows(auditor, until="2026-03-02")} == {"user administrator"}
    assert _rows(auditor, actor="administrator", since="2026-03-03") == []
    assert _rows(auditor, actor="a\x00b", kind="nothing", about="'") == []
    auditor.get("/events", since="yesterday", until="9999-12-31")
    assert auditor.read.count("Nu este o zi.") == 2


def test_the_log_holds_no_login_and_its_pages_tell_them(house: House) -> None:
    """A login may be an address; it is found and shown, also in the table, as long as there is such a user."""
    address = "ana.pop@primaria.example"
    ana = signed_in(house, Role.auditor, address)
    admin = signed_in(house, Role.administrator)
    admin.get(_page_of(house, address))
    with work(house.store) as unit:
        events.record(
            unit.begin(), at=house.clock(), actor=f"user {address}", entity="t", entity_id=1, what="old"
        )
        stored = unit.conn.execute(text("SELECT actor, entity_id, before, after FROM events")).all()
    assert sum(address in str(row) for row in stored) == 1, "only what was written before"
    for asked in (address, f"user {address}"):
        assert [(row[1], row[4]) for row in _rows(ana, actor=asked)] == [
            (f"user {address}", "old"),
            (f"user {address}", "a intrat"),
        ]
    table = list(csv.reader(io.StringIO(ana.get("/events.csv", actor=address).text), delimiter=";"))
    assert {row[1] for row in table[1:]} == {f"user {address}"}
    assert [row[1] for row in _rows(ana, actor="#2", kind="page")] == ["user administrator"]
    with work(house.store) as unit:
        unit.begin().execute(text("DELETE FROM sessions WHERE user_id = 2"))
        unit.conn.execute(text("DELETE FROM users WHERE id = 2"))
    assert [row[1] for row in _rows(ana, actor="#2", kind="page")] == ["user #2"]
    add_user(house, Role.administrator, "somebody.else")
    assert [row[1] for row in _rows(ana, actor="#2", kind="page")] == ["user #2"], (
        "their number was given away"
    )


def test_what_was_done_is_told_in_the_language_of_whoever_reads(house: House) -> None:
    """Also which page was looked at; what has no words yet stands as it was written down."""
    admin = signed_in(house, Role.administrator)
    admin.get(_page_of(house, "administrator"))
    with work(house.store) as unit:
        of = {"at": house.clock(), "actor": "x", "entity": "ticket", "entity_id": 1}
        for what in ("handed over", "refused: not the latest", "never heard of"):
            events.record(unit.begin(), what=what, **of)
    shown = {row[4] for row in _rows(admin)}
    assert {"a intrat", "un utilizator", "preluat de un coleg", "never heard of"} <= shown
    assert "publicare refuzată: altcineva a publicat între timp" in shown
    admin.post("/language", language="en", back="/events")
    assert {"signed in", "a user", "taken over by a colleague"} <= {row[4] for row in _rows(admin)}


def test_a_page_that_is_loaded_again_was_looked_at_once(house: House) -> None:
    """A minute later it is another look."""
    admin = signed_in(house, Role.administrator)
    person = _page_of(house, "administrator")
    for _ in range(3):
        admin.get(person)
    assert log(house, entity="page") == [("user administrator", "person")]
    house.clock.move(minutes=2)
    admin.get(person)
    assert len(log(house, entity="page")) == 2


def test_the_log_is_turned_page_by_page(house: House) -> None:
    """Nothing is left out or shown twice, also where many things happened in one moment."""
    auditor = signed_in(house, Role.auditor)
    with work(house.store) as unit:
        for number in range(120):
            at = house.clock() - timedelta(seconds=number // 70)
            events.record(unit.begin(), at=at, actor="x", entity="t", entity_id=number, what="w")
    seen: list[str] = []
    auditor.get("/events", actor="x")
    for _ in range(4):
        seen += [row[3] for row in _table(auditor)]
        if older := re.search(r'href="[^"]*older_than=(\d+)', auditor.last.text):
            auditor.get("/events", actor="x", older_than=older[1])
        else:
            break
    assert sorted(map(int, seen)) == list(range(120))


def test_the_log_as_a_table_runs_nothing(house: House) -> None:
    """What a spreadsheet would take for a formula is marked as text; the filter of the page holds."""
    auditor = signed_in(house, Role.auditor)
    with work(house.store) as unit:
        for what in ('=HYPERLINK("http://x")', "@sum", "-1+1", "fine"):
            now = house.clock()
            events.record(
                unit.begin(), at=now, actor="x", entity="t", entity_id=1, what=what, after=f" {what}"
            )
    answer = auditor.get("/events.csv", actor="x")
    assert answer.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff")), delimiter=";"))
    assert len(rows) == 5
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell.strip().startswith(("=", "+", "-", "@"))]


def test_the_table_says_what_the_page_says(house: House) -> None:
    """Row by row the same words; what programs go by is in a column more."""
    auditor = signed_in(house, Role.auditor)
    with work(house.store) as unit:
        conn, now = unit.begin(), house.clock()
        events.record(conn, at=now, actor="user #1", entity="routing", entity_id="-", what="draft discarded")
    shown = [row[1:7] for row in _rows(auditor)]
    table = csv.reader(io.StringIO(auditor.get("/events.csv").text.lstrip("\ufeff")), delimiter=";")
    heads, *rows = [row for row in table if "events_csv" not in row[-1]]  # this look is younger than the page
    assert heads[-1] == "Cod"
    assert [row[1:7] for row in rows] == shown
    assert {"user 1: signed in", "routing -: draft discarded"} <= {row[-1] for row in rows}
    assert ["fișierul liniei", "-", "ciornă ștearsă"] in [row[2:5] for row in rows]


def test_events_are_never_changed_and_stay_for_a_year(house: House) -> None:
    """The database refuses, whoever asks; what is older may be removed one day."""
    with work(house.store) as unit:
        for age in (0, 300, 400):
            at = datetime.now(UTC) - timedelta(days=age)
            events.record(unit.begin(), at=at, actor="x", entity="t", entity_id=age, what="w")
    for forbidden in (
        "UPDATE events SET actor = 'y'",
        "DELETE FROM events",
        "DELETE FROM events WHERE entity_id = '300'",
    ):
        with pytest.raises(DBAPIError, match="events are"), work(house.store) as unit:
            unit.begin().execute(text(forbidden))
    with work(house.store) as unit:
        assert unit.begin().execute(text("DELETE FROM events WHERE entity_id = '400'")).rowcount == 1
    assert len(log(house)) == 2


def test_what_the_retention_job_removed_is_shown(house: House) -> None:
    """With how many and how old, in one row a day; the terms are those of the routing file."""
    limits = house.hotline.directory.limits
    with work(house.store) as unit:
        for number in range(3):
            long_ago = house.clock() - timedelta(days=limits.calls_days + number + 1)
            calls.begin(unit.begin(), f"CA{number}", "hash", "", long_ago)
    assert sweep(house.store, limits, house.clock())
    with work(house.store) as unit:
        purges.record(unit.begin(), house.clock(), "calls", house.clock(), 4)
        (removed,) = purges.latest(unit.conn, 9)
    assert (removed.what, removed.n) == ("calls", 7)
    auditor = signed_in(house, Role.auditor)
    auditor.get("/retention")
    assert f"apeluri, cu tot ce s-a spus în ele {limits.calls_days} de zile" in auditor.read
    assert "2 mar. 2026, 09:15 apeluri" in auditor.read


def _page_of(house: House, login: str) -> str:
    with work(house.store) as unit:
        user = users.user_of(unit.conn, login)
    assert user
    return f"/people/{user.id}"


def _rows(visitor: Visitor, **query: str) -> list[list[str]]:
    visitor.get("/events", **query)
    return _table(visitor)


def _table(visitor: Visitor) -> list[list[str]]:
    """The cells of the rows of the page's table."""
    body = visitor.last.text.partition("<tbody>")[2].partition("</tbody>")[0]
    return [re.findall(r"<td[^>]*>(.*?)</td>", row, re.S) for row in body.split("<tr>")[1:]]
