"""A supervisor writes, checks, tries, publishes and takes back the routing file; nothing typed is ever lost."""

import html
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from conftest_gunicorn import until
from house import SMALL_FILE, House
from routing_file import newest, publish, speaks
from visitor import Visitor, signed_in

from jobs.count import count
from office.users import Role
from phone.line import Line
from store import calls, tallies, unmatched
from store.database import work
from store.tables import events
from web import trial

SMALL = SMALL_FILE.read_text("utf-8")
NAMED = SMALL.replace("Primăria Orașului Mic", "Primăria Nouă", 1)
ODD = (
    "\n  la început un rând gol \n\ttab, spații la sfârșit   "
    "\n„ghilimele” <b>&amp;</b> 🐟 \\n %0A\n\n\nfără sfârșit: [a"
)


@pytest.fixture
def published(house: House) -> House:
    """A house whose line speaks the small file, which lies on this machine too."""
    house.file.write_text(SMALL, "utf-8")
    return speaks(house, SMALL)


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, page[:3000]
    return html.unescape(found[1])


def text_in(page: str, id_: str = "text") -> str:
    """What a browser would hold in a text area: one new row behind the tag does not count."""
    found = re.search(rf'(?s)<textarea[^>]*id="{id_}"[^>]*>\n?(.*?)</textarea>', page)
    assert found, page[:3000]
    return html.unescape(found[1])


def writes(visitor: Visitor, text: str, **form: object) -> requests.Response:
    """Saves as a browser without script does, which sends CR LF for every new row."""
    page = visitor.get("/routing").text
    given = {"version": field(page, "version"), "base": field(page, "base"), **form}
    return visitor.post("/routing/save", text=text.replace("\n", "\r\n"), **given)


def faults(visitor: Visitor) -> list[dict[str, object]]:
    until(lambda: "faults" in visitor.get("/routing/check").json(), 40, "it is not checked")
    found: list[dict[str, object]] = visitor.last.json()["faults"]
    return found


def judged(visitor: Visitor) -> str:
    """The preview, when it is complete."""
    until(lambda: "X-Done" in visitor.get("/routing/preview/part").headers, 40, "it is not compared")
    return visitor.read


def publishes(visitor: Visitor, note: str = "nume nou") -> requests.Response:
    page = visitor.get("/routing/preview").text
    return visitor.post("/routing/publish", version=field(page, "version"), note=note)


def test_what_was_typed_is_kept_to_the_letter(published: House) -> None:
    """Right or wrong YAML, blank rows in front, blanks at the end, signs of every kind."""
    visitor = signed_in(published, Role.supervisor)
    assert text_in(visitor.get("/routing").text) == SMALL
    assert writes(visitor, ODD).status_code == 200
    assert text_in(visitor.get("/routing").text) == ODD
    assert newest(published) == (1, SMALL)


def test_an_older_window_does_not_overwrite_a_newer_one(published: House) -> None:
    """It gets 409 with both texts, and can still keep its own."""
    visitor = signed_in(published, Role.supervisor)
    old = visitor.get("/routing").text
    writes(visitor, "nou")
    for text in ("vechi", "vechi de tot"):
        answer = visitor.post("/routing/save", text=text, version=field(old, "version"), base="1")
        assert answer.status_code == 409
        assert (text_in(answer.text), text_in(answer.text, "theirs")) == (text, "nou")
    visitor.post("/routing/save", text="vechi de tot", version=field(answer.text, "version"), base="1")
    assert text_in(visitor.get("/routing").text) == "vechi de tot"


def test_the_script_is_told_in_json(published: House) -> None:
    """The new version after a save; 409 and a sentence after a save from an older window."""
    visitor = signed_in(published, Role.supervisor)
    visitor.get("/routing")
    visitor.session.headers["Accept"] = "application/json"
    page = visitor.last.text
    form = {"csrf": field(page, "csrf"), "base": "1"}
    first = visitor.post("/routing/save", **form, version="0", text="a").json()["version"]
    second = visitor.post("/routing/save", **form, version=first, text="b").json()["version"]
    late = visitor.post("/routing/save", **form, version=first, text="c")
    assert (second, late.status_code, bool(late.json()["error"])) == (first + 1, 409, True)


def test_what_cannot_be_kept_is_said_and_stays_on_the_page(published: House) -> None:
    """A text that is too large, and a sign that no database keeps."""
    visitor = signed_in(published, Role.supervisor)
    answer = writes(visitor, "a\x00b")
    assert answer.status_code == 422
    assert "NUL" in visitor.read
    answer = writes(visitor, "x" * 4_000_001)
    assert answer.status_code == 422
    assert len(text_in(answer.text)) == 4_000_001


def test_faults_stand_beside_their_rows(published: House) -> None:
    """Row, column, path and words as the check of the file has them."""
    visitor = signed_in(published, Role.supervisor)
    writes(visitor, SMALL.replace("ring_seconds", "ring_secnds", 1))
    [fault] = faults(visitor)
    row = SMALL.split("\n").index("    ring_seconds: 25") + 1
    assert (fault["line"], fault["column"]) == (row, 5)
    assert "poate «ring_seconds»" in str(fault["text"])
    assert f'data-line="{row}"' in visitor.get("/routing").text


def test_a_service_that_does_not_exist_is_told_in_romanian_on_its_row(published: House) -> None:
    """With what was meant, in the editor and in the preview; together with the other mistakes of the file."""
    visitor = signed_in(published, Role.supervisor)
    wrong = SMALL.replace("service: callback", "service: calback").replace("talk_minutes", "talk_minuts", 1)
    writes(visitor, wrong)
    row = row_of(wrong, "calback")
    other, fault = faults(visitor)
    assert "talk_minut" in str(other["path"])
    assert (fault["line"], fault["column"], fault["level"]) == (row, 24, "error")
    assert (fault["path"], fault["text"]) == (
        "menu (3) → «service»",
        "nu este un serviciu al liniei: «calback»; poate «callback»?",
    )
    assert f"Rândul {row}: " in judged(visitor)
    assert "there is no" not in visitor.read


def test_what_the_voice_rules_forbid_stands_on_the_row_that_causes_it(published: House) -> None:
    """Also where the name is only a part of what takes too long, and nothing is said in English."""
    visitor = signed_in(published, Role.supervisor)
    wrong = SMALL.replace(
        "spoken: { ro: Poliția", "spoken: { ro: " + ("foarte lunga denumire " * 5)[:100] + " Poliția", 1
    )
    assert wrong != SMALL
    writes(visitor, wrong)
    found = faults(visitor)
    assert {one["line"] for one in found} == {row_of(wrong, "foarte lunga")}
    assert all(" face ca " in f" {one['text']}" for one in found)
    assert not re.search("takes|voice-rule|at most", str(found))


def test_a_text_that_is_hard_to_follow_is_a_warning_and_can_be_published(published: House) -> None:
    """A long option and a long announcement, each on its row; what was on the line already is not told."""
    visitor = signed_in(published, Role.supervisor)
    name = "pașaport pentru oricine are nevoie de el repede"
    text = SMALL.replace("topic: { ro: pașapoarte", f"topic: {{ ro: {name}", 1)
    notice = "linia este închisă pentru lucrări la clădire, " * 6
    put_on = (
        f"  notices:\n    - {{ text: {{ ro: {notice.strip(', ')!r} }}, from: 2026-03-01, to: 2027-03-01 }}"
    )
    text = text.replace("  notices: []", put_on)
    writes(visitor, text)
    found = faults(visitor)
    assert [(one["line"], one["level"]) for one in found] == [
        (row_of(text, notice[:20]), "warning"),
        (row_of(text, name), "warning"),
    ]
    assert "la fiecare apel; mai bine cel mult 18" in str(found[0]["text"])
    assert "ca opțiune; mai bine cel mult 5" in str(found[1]["text"])
    page = visitor.get("/routing").text
    assert "Nicio greșeală. 2 atenționări" in page
    assert "Atenție: <span" in page
    assert "2 atenționări" in judged(visitor)
    assert publishes(visitor).status_code == 200
    assert newest(published) == (2, text)
    published.hotline.routing.look(published.clock())
    writes(visitor, text + "# mai departe\n")
    assert faults(visitor) == []


def row_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def test_a_file_with_faults_is_not_published(published: House) -> None:
    """However the form is sent."""
    visitor = signed_in(published, Role.supervisor)
    writes(visitor, SMALL.replace("ring_seconds", "ring_secnds", 1))
    assert "ring_secnds" in judged(visitor)
    assert publishes(visitor).status_code == 422
    assert newest(published)[0] == 1


def test_a_file_whose_own_tests_do_not_come_true_is_not_published(published: House) -> None:
    """The sentence is told, with whom it was to mean and where it leads."""
    visitor = signed_in(published, Role.supervisor)
    writes(visitor, SMALL + "  - { sentence: vreau pașaport, expect: igpr }\n")
    assert "„vreau pașaport”" in judged(visitor)
    assert publishes(visitor).status_code == 422


def test_a_draft_is_published_with_a_note_and_heard(published: House) -> None:
    """The file on this machine follows, the watch finds nothing new in it, and the log names who and what."""
    visitor = signed_in(published, Role.supervisor)
    published.watch.take()
    writes(visitor, NAMED, then="preview")
    assert "Primăria Nouă, linie automată." in judged(visitor)
    assert publishes(visitor, note=" ").status_code == 422
    assert publishes(visitor).status_code == 200
    assert newest(published) == (2, NAMED)
    assert published.file.read_text("utf-8") == NAMED
    assert not any([published.watch.look(), published.watch.look(), published.watch.look()])
    assert newest(published)[0] == 2
    assert "nume nou" in visitor.read
    published.hotline.routing.look(published.clock())
    assert "Primăria Nouă" in said(published.line())
    with work(published.store) as unit:
        rows = unit.conn.execute(events.select().where(events.c.entity == "routing")).all()
    assert [(one.what, one.entity_id, one.actor) for one in rows] == [("published", "2", "user #1")]


def test_a_file_that_was_changed_meanwhile_is_not_touched(published: House) -> None:
    """It is told on the page instead."""
    visitor = signed_in(published, Role.supervisor)
    published.file.write_text(SMALL + "# altcineva\n", "utf-8")
    writes(visitor, NAMED)
    judged(visitor)
    publishes(visitor)
    assert published.file.read_text("utf-8") == SMALL + "# altcineva\n"
    assert "alt text decât cel publicat" in visitor.read


def test_the_rows_of_the_file_keep_their_ends(published: House) -> None:
    """A file with CR LF still has them after publishing."""
    visitor = signed_in(published, Role.supervisor)
    published.file.write_text(SMALL, "utf-8", newline="\r\n")
    writes(visitor, NAMED)
    judged(visitor)
    publishes(visitor)
    assert published.file.read_bytes() == NAMED.replace("\n", "\r\n").encode()


def test_of_two_who_publish_at_once_one_wins(published: House) -> None:
    """The other gets 409 with both texts; theirs is kept and can go on from the new revision."""
    texts = [NAMED.replace("Nouă", name) for name in ("Una", "Alta")]
    visitors = [signed_in(published, Role.supervisor, login) for login in ("ana", "ion")]
    for visitor, text in zip(visitors, texts, strict=True):
        writes(visitor, text)
        judged(visitor)
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(publishes, visitors))
    assert sorted(one.status_code for one in answers) == [200, 409]
    lost = next(at for at, one in enumerate(answers) if one.status_code == 409)
    number, text = newest(published)
    assert (number, text) == (2, texts[1 - lost])
    loser, page = visitors[lost], answers[lost].text
    assert (text_in(page, "mine"), text_in(page, "theirs")) == (texts[lost], texts[1 - lost])
    assert "Primăria Una" in page
    loser.post("/routing/rebase", version=field(page, "version"), base=field(page, "base"))
    assert text_in(loser.last.text) == texts[lost]
    judged(loser)
    assert publishes(loser).status_code == 200
    assert newest(published) == (3, texts[lost])


def test_a_draft_is_discarded_only_when_asked(published: House) -> None:
    """Then the published text is there again."""
    visitor = signed_in(published, Role.supervisor)
    writes(visitor, "ceva")
    page = visitor.get("/routing").text
    visitor.post("/routing/discard", version=field(page, "version"), text="ceva")
    assert text_in(visitor.last.text) == SMALL
    assert "Am șters ciorna." in visitor.read
    visitor.post("/routing/discard", version=field(page, "version"), text="ceva")  # pressed twice
    assert "Am șters ciorna." in visitor.read


def test_publishing_twice_is_answered_as_once(published: House) -> None:
    """The second form leads to the history, too; one with another note says that nothing is there to publish."""
    visitor = signed_in(published, Role.supervisor)
    writes(visitor, NAMED)
    judged(visitor)
    page = visitor.get("/routing/preview").text
    for _ in range(2):
        answer = visitor.post("/routing/publish", version=field(page, "version"), note="nume nou")
        assert answer.history[0].status_code == 303
        assert "/routing/revisions" in answer.url
        assert "Am publicat." in visitor.read
    assert newest(published)[0] == 2
    assert (
        visitor.post("/routing/publish", version=field(page, "version"), note="alt nume").status_code == 409
    )


def test_what_another_window_has_saved_is_not_discarded(published: House) -> None:
    """Both texts are shown, as when both save; nothing is gone."""
    visitor = signed_in(published, Role.supervisor)
    writes(visitor, "în prima fereastră")
    page = visitor.get("/routing").text
    writes(visitor, "în a doua fereastră, mai nou")
    answer = visitor.post("/routing/discard", version=field(page, "version"), text="în prima fereastră")
    assert answer.status_code == 409
    assert text_in(answer.text) == "în prima fereastră"
    assert text_in(answer.text, "theirs") == "în a doua fereastră, mai nou"
    assert text_in(visitor.get("/routing").text) == "în a doua fereastră, mai nou"


def test_an_older_revision_comes_back_with_one_click(published: House) -> None:
    """As a new revision with a note; the file follows, and both ways of comparing tell what it changed."""
    publish(published, NAMED)
    published.file.write_text(NAMED, "utf-8")
    visitor = signed_in(published, Role.supervisor)
    visitor.get("/routing/revisions")
    visitor.post("/routing/revisions/1/again", newest="2")
    assert newest(published) == (3, SMALL)
    assert "din nou revizia 1" in visitor.read
    assert published.file.read_text("utf-8") == SMALL
    visitor.get("/routing/revisions")
    assert visitor.post("/routing/revisions/2/again", newest="2").status_code == 409
    assert visitor.post("/routing/revisions/1/again", newest="3").status_code == 422
    assert visitor.get("/routing/revisions/2").text == NAMED
    visitor.get("/routing/compare", old=2, new=3)
    assert "ro: Primăria Nouă" in visitor.read
    part = "/routing/compare/part"
    until(lambda: "X-Done" in visitor.get(part, old=2, new=3).headers, 40, "it is not compared")
    assert "Primăria Orașului Mic, linie automată." in visitor.read


def test_an_auditor_reads_the_history_and_changes_nothing(published: House) -> None:
    """Nor do inspectors and administrators see the text."""
    auditor = signed_in(published, Role.auditor)
    assert auditor.get("/routing/revisions").status_code == 200
    assert auditor.post("/routing/revisions/1/again", newest="1").status_code == 403
    assert auditor.get("/routing").status_code == 403
    assert signed_in(published, Role.inspector).get("/routing").status_code == 403


def test_a_supervisor_hears_the_draft_and_nobody_else_does(published: House) -> None:
    """The call goes on with what it began with, although its author writes on."""
    visitor = signed_in(published, Role.supervisor)
    writes(visitor, NAMED.replace('to: "20:00"', 'to: "18:00"'))
    judged(visitor)
    visitor.get("/routing/preview")
    page = visitor.post("/routing/try").text
    ticket = html.unescape(field_in_link(page))
    call = trying(published, ticket)
    assert "Primăria Nouă" in said(call)
    assert "Primăria Nouă" not in said(published.line())
    writes(visitor, SMALL.replace("Orașului Mic", "Alta"))
    about = " ".join(event.text for event in call.press("4"))
    assert "optsprezece" in about
    assert 'data-draft="' in requests.get(f"{published.address}/phone?draft={ticket}", timeout=5).text
    forged = requests.post(
        f"{published.address}/phone/act", json={"do": "dial", "draft": "MQ.x.y"}, timeout=5
    )
    assert forged.status_code == 400
    with work(published.store) as unit:
        journeys = calls.latest_journeys(unit.conn, 10)
    assert call.sid not in [sid for sid, _, _ in journeys]
    assert len(journeys) == 1


def test_a_stranger_cannot_make_a_call_speak_a_draft(published: House) -> None:
    """A ticket that we did not sign changes nothing, however it reaches the line."""
    house = published
    assert "Primăria Orașului Mic" in said(trying(house, "MQ.x.y"))
    answer = requests.post(f"{house.address}/voice?{trial.NAME}=MQ.x.y", data={"CallSid": "CA1"}, timeout=5)
    assert answer.status_code == 403


def said(line: Line) -> str:
    return " ".join(event.text for event in line.dial())


def test_what_is_published_here_is_not_undone_by_a_file_that_does_not_hold_it(published: House) -> None:
    """Written into the file it is where the next save begins; beside the file it stays, and that is shown here."""
    published.watch.take()
    visitor = signed_in(published, Role.supervisor)
    for at, (text, is_written) in enumerate(((NAMED, True), (SMALL, False))):
        if not is_written:
            published.file.write_text(NAMED + "# somebody works here", "utf-8")
        writes(visitor, text)
        judged(visitor)
        visitor.get("/routing/preview")
        visitor.post("/routing/publish", version=field(visitor.last.text, "version"), note=f"numele {at}")
        assert newest(published)[1] == text
        published.file.write_text(NAMED + f"# saved {at}", "utf-8")
        assert published.watch.take() is is_written
    assert newest(published)[1] == SMALL
    for page in ("/now", "/routing", "/routing/revisions"):
        assert "a fost publicată din consolă și nu a fost niciodată în fișier" in visitor.get(page).text


def test_a_revision_this_version_cannot_read_is_told(published: House) -> None:
    """Its text is compared, and instead of what callers heard it is said why nobody knows; the page stops asking."""
    publish(published, "menu: [")
    visitor = signed_in(published, Role.supervisor)
    assert visitor.get("/routing/compare", old=1, new=2).status_code == 200
    until(
        lambda: "X-Done" in visitor.get("/routing/compare/part", old=1, new=2).headers, 20, "it is asked on"
    )
    assert "nu mai poate fi rostită" in visitor.last.text


def test_a_draft_on_trial_is_no_call_of_the_line(published: House) -> None:
    """Neither among the calls of this moment, nor in the counts, nor among the sentences nobody was found for."""
    visitor = signed_in(published, Role.supervisor)
    writes(visitor, NAMED)
    judged(visitor)
    visitor.get("/routing/preview")
    call = trying(published, html.unescape(field_in_link(visitor.post("/routing/try").text)))
    for line in (call, published.line("+40722000222")):
        line.dial()
        line.press("2")
        line.speak("abracadabra hocus pocus")
        published.clock.move(seconds=5)
    visitor.get("/now/live")
    assert "222" in visitor.read
    assert "111" not in visitor.read
    for line in (call, published.line("+40722000333")):
        line.hang_up()
    published.clock.move(minutes=70)
    while count(published.store, published.hotline.zone, published.clock()):
        pass
    today = published.clock().astimezone(published.hotline.zone).date()
    with work(published.store) as unit:
        assert tallies.sums(unit.conn, today, today)["calls", ""] == 1
        assert [one.n for one in unmatched.most_heard(unit.conn, 9)] == [1]


def field_in_link(page: str) -> str:
    found = re.search(r'/phone\?draft=([^"]+)"', page)
    assert found, page
    return found[1]


def trying(house: House, ticket: str) -> Line:
    return Line(house.exchange(), "+40722000111", house.hotline.number, trial.dialled(ticket))


def test_calls_that_would_not_get_through_any_more_are_listed(published: House) -> None:
    """Their keys are pressed again: masked number, question and key; others are only counted."""
    visitor = signed_in(published, Role.supervisor)
    said(published.line("+40722000222"))
    lost = published.line("+40722000333")
    lost.dial()
    lost.press("4")
    menu = "  - { key: 3, service: callback }\n  - { key: 4, service: about }"
    assert menu in SMALL
    writes(visitor, SMALL.replace(menu, "  - { key: 3, service: about }"))
    told = judged(visitor)
    assert "informații: 4" in told
    assert "Am reluat 2 apeluri. Unul ar merge altfel:" in told
    assert "333" in told
    assert "menu.main 4 nu mai merge" in told
