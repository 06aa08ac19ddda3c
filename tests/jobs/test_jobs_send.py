"""What was promised goes out exactly once: due, late, refused, in doubt, by many workers, and by killed ones."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest_gunicorn import command, rows, until
from house import SMALL_FILE
from sqlalchemy import select

from app import open_hotline
from carrier.local import LocalCarrier, local_carrier, texts
from commands.line import post_of
from jobs.send import LEASE, PAUSE_BEFORE_ASKING, Post, clear_up, give_up, send
from office.messages import NotTaken, Unclear
from post.email import Folder
from settings import Settings
from store import outbox, receipts
from store.database import Store, work
from store.tables import messages

ROOT = Path(__file__).parents[2]
SECRET = "a secret for the tests only"
NOW = datetime(2026, 3, 2, 7, 15, tzinfo=UTC)
ANA = "+40722000111"
VALUES = {"name": "Direcția de Pașapoarte", "phone": "+40212125674"}
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def post(house: Any) -> Post:
    """The shipped line's post room, with the carrier in the pocket."""
    return post_of(house.hotline)


def put(store: Store, recipient: str = ANA, **more: Any) -> str:
    given = {"kind": "sms.contact", "channel": "sms", "language": "ro", "values": VALUES, "now": NOW} | more
    with work(store) as unit:
        return outbox.put(unit.conn, recipient=recipient, **given)


def states(store: Store) -> list[tuple[str, int, str]]:
    """Status, attempts and error of every message, in the order they were put in."""
    return rows(store, "SELECT status, attempts, error FROM messages ORDER BY id")


def row(store: Store, key: str) -> Any:
    with work(store) as unit:
        return unit.conn.execute(select(messages).where(messages.c.key == key)).one()


def arrived(post: Post) -> list[str]:
    """The words of every SMS the carrier was given, oldest first."""
    assert isinstance(post.carrier, (LocalCarrier, Moody))
    return [one.words for one in texts(post.carrier.folder)][::-1]


@dataclass
class Moody:
    """A telephone company with bad days: each entry is what comes of the next message.

    "taken" hands it over; "lost" and "taken, no answer" leave the hotline in doubt; an exception refuses.
    """

    pocket: LocalCarrier
    moods: list[str | Exception]
    answers: bool = True
    asked: list[str] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        return self.pocket.folder

    def sign(self, url: str, form: Mapping[str, str]) -> str:
        return self.pocket.sign(url, form)

    def verify(self, url: str, form: Mapping[str, str], signature: str, settings: str = "") -> bool:
        return self.pocket.verify(url, form, signature, settings)

    def text(self, number: str, words: str, key: str, seconds: int) -> str:
        mood = self.moods.pop(0) if self.moods else "taken"
        if isinstance(mood, Exception):
            raise mood
        taken = self.pocket.text(number, words, key, seconds) if mood != "lost" else ""
        if mood != "taken":
            raise Unclear("no answer")
        return taken

    def texted(self, number: str, words: str, key: str, since: datetime) -> Sequence[str]:
        """As Twilio's list: it does not know our keys, only the number and the words."""
        self.asked.append(key)
        if not self.answers:
            raise Unclear("no answer")
        found = texts(self.folder)
        return [one.id for one in found if (one.number, one.words) == (number, words)]


def moody(post: Post, *moods: str | Exception, **more: Any) -> tuple[Post, Moody]:
    assert isinstance(post.carrier, LocalCarrier)
    carrier = Moody(post.carrier, list(moods), **more)
    return replace(post, carrier=carrier), carrier


def test_a_message_goes_out_once_with_our_number(post: Post) -> None:
    """Figures, no Romanian letters, the number of the line at the end; then there is nothing left to do."""
    key = put(post.store)
    assert send(post, NOW)
    assert not send(post, NOW + DAY)
    assert not clear_up(post, NOW + DAY)
    assert arrived(post) == ["Directia de Pasapoarte. Tel. 021 212 56 74. Linia 0800 000 000"]
    (sent,) = texts(post.carrier.folder)  # type: ignore[attr-defined]
    assert (sent.number, sent.key) == (ANA, key)
    kept = row(post.store, key)
    assert (kept.status, kept.provider_id, kept.attempts) == ("sent", sent.id, 1)


def test_a_message_waits_until_it_is_due_and_never_goes_out_late(post: Post) -> None:
    """A reminder after the start would be worse than none."""
    put(post.store, due=NOW + DAY, expires_at=NOW + 2 * DAY)
    put(post.store, expires_at=NOW + SECOND)
    assert not send(post, NOW + SECOND)
    give_up(post, NOW + SECOND)
    assert [status for status, *_ in states(post.store)] == ["created", "expired"]
    assert not send(post, NOW + DAY - SECOND)
    assert send(post, NOW + DAY)
    assert len(arrived(post)) == 1


def test_a_refusal_for_now_is_tried_again_after_longer_and_longer_pauses(post: Post) -> None:
    """After 30 seconds, then two minutes; the reason is kept."""
    post, _ = moody(post, NotTaken("20429"), NotTaken("unreachable"))
    put(post.store)
    assert send(post, NOW)
    assert states(post.store) == [("temporary-failure", 1, "20429")]
    assert not send(post, NOW + 29 * SECOND)
    assert send(post, NOW + 30 * SECOND)
    assert not send(post, NOW + 30 * SECOND + 119 * SECOND)
    assert send(post, NOW + 30 * SECOND + 120 * SECOND)
    assert states(post.store) == [("sent", 3, "")]
    assert len(arrived(post)) == 1


def test_a_refusal_for_ever_is_believed(post: Post) -> None:
    """Who asked not to be texted is not texted again."""
    post, _ = moody(post, NotTaken("21610", permanent=True))
    put(post.store)
    assert send(post, NOW)
    assert not send(post, NOW + DAY - SECOND)
    assert states(post.store) == [("permanent-failure", 1, "21610")]


def test_what_has_no_words_is_told_and_holds_nobody_up(post: Post) -> None:
    """A sentence or a language that is gone, a value of the wrong kind: a permanent failure, and the next one goes."""
    put(post.store, kind="sms.nothing")
    put(post.store, language="xx")
    put(post.store, values={"name": "X", "phone": "+40212125674", "hours": "never"})
    put(post.store, kind="mail.nothing", channel="email", recipient="ana@example.ro")
    put(post.store)
    while send(post, NOW):
        pass
    assert states(post.store) == [("permanent-failure", 1, "no words")] * 4 + [("sent", 1, "")]


def test_in_doubt_the_carrier_is_asked_and_what_it_has_is_not_sent_again(post: Post) -> None:
    """It took the message and its answer was lost: one message, marked with the carrier's name for it."""
    post, carrier = moody(post, "taken, no answer")
    key = put(post.store)
    assert send(post, NOW)
    assert states(post.store) == [("sending", 1, "no answer")]
    assert not clear_up(post, NOW + PAUSE_BEFORE_ASKING - SECOND)
    assert not send(post, NOW + DAY - SECOND), "it was sent again blindly"
    assert clear_up(post, NOW + PAUSE_BEFORE_ASKING)
    assert (row(post.store, key).status, carrier.asked) == ("sent", [key])
    assert row(post.store, key).provider_id == texts(carrier.folder)[0].id
    assert len(arrived(post)) == 1


def test_what_the_carrier_does_not_have_is_sent_again(post: Post) -> None:
    """The request never came through: after it was asked, a second attempt."""
    post, _ = moody(post, "lost")
    put(post.store)
    assert send(post, NOW)
    assert clear_up(post, NOW + PAUSE_BEFORE_ASKING)
    assert send(post, NOW + PAUSE_BEFORE_ASKING)
    assert states(post.store) == [("sent", 2, "")]
    assert len(arrived(post)) == 1


def test_a_carrier_that_cannot_be_asked_is_asked_again_later(post: Post) -> None:
    """Nothing is sent as long as nobody knows."""
    post, carrier = moody(post, "taken, no answer", answers=False)
    put(post.store)
    assert send(post, NOW)
    assert clear_up(post, NOW + PAUSE_BEFORE_ASKING)
    assert not send(post, NOW + DAY - SECOND)
    carrier.answers = True
    assert clear_up(post, NOW + DAY)
    assert states(post.store) == [("sent", 1, "")]
    assert len(arrived(post)) == 1


def test_the_same_words_asked_for_twice_are_two_messages(post: Post) -> None:
    """One arrived and is known; a second with the same words that was lost is not taken for it."""
    post, _ = moody(post, "taken", "lost")
    put(post.store)
    put(post.store)
    assert send(post, NOW)
    assert send(post, NOW)
    assert clear_up(post, NOW + PAUSE_BEFORE_ASKING)
    assert send(post, NOW + PAUSE_BEFORE_ASKING)
    assert states(post.store) == [("sent", 1, ""), ("sent", 2, "")]
    assert len(arrived(post)) == 2


def test_words_that_were_changed_meanwhile_do_not_hide_a_message(post: Post) -> None:
    """A message keeps the text of its first attempt, so that a new version of the hotline knows it again."""
    post, _ = moody(post, "taken, no answer")
    put(post.store)
    assert send(post, NOW)
    renamed = replace(post, writer=replace(post.writer, line="+40800999999"))
    assert clear_up(renamed, NOW + PAUSE_BEFORE_ASKING)
    assert states(post.store) == [("sent", 1, "")]


def test_a_worker_believed_dead_does_not_undo_what_another_did(post: Post) -> None:
    """It comes back with a refusal after another has sent the message: the message stays sent."""
    put(post.store)
    with work(post.store) as unit:
        slow = outbox.claim(unit.conn, NOW, NOW + LEASE)
    assert slow is not None
    assert clear_up(post, NOW + LEASE)
    assert send(post, NOW + LEASE)
    with work(post.store) as unit:
        outbox.failed(unit.conn, slow, "late", NOW + LEASE)
    assert states(post.store) == [("sent", 2, "")]


def test_old_messages_forget_whom_and_what(post: Post) -> None:
    """Number, values and text go; what became of the message stays, and nobody sends it any more."""
    old, waiting, young = put(post.store), put(post.store, due=NOW + DAY), put(post.store, now=NOW + SECOND)
    assert send(post, NOW)
    with work(post.store) as unit:
        assert receipts.forget(unit.conn, NOW + SECOND, 100) == 2
        assert receipts.forget(unit.conn, NOW + SECOND, 100) == 0
    for key, status in ((old, "sent"), (waiting, "expired")):
        kept = row(post.store, key)
        assert (kept.recipient, kept.given, kept.text, kept.status) == ("", "{}", "", status)
    assert row(post.store, young).recipient == ANA


def test_a_letter_goes_into_the_folder_with_its_appointment(post: Post) -> None:
    """Without a server of mail it can be read on this machine; in doubt the folder is asked."""
    values = {
        "number": "TA-12345-6", "day": "2026-03-06", "slot": ["09:00", "09:15"], "about": "119368/305",
        "phone": ANA,
        "appointment": {"uid": "TA-12345-6@example", "sequence": 0, "method": "REQUEST",
                        "begins": "2026-03-06T07:00+00:00", "ends": "2026-03-06T07:15+00:00"},
    }  # fmt: skip
    put(post.store, "ana@example.ro", kind="mail.ticket.booked", channel="email", values=values)
    with work(post.store) as unit:
        claimed = outbox.claim(unit.conn, NOW, NOW + LEASE)
    assert claimed is not None
    assert clear_up(post, NOW + LEASE)
    assert send(post, NOW + LEASE)
    assert states(post.store) == [("sent", 2, "")]
    assert isinstance(post.mail, Folder)
    assert post.mail.has(claimed.key)


KILLED = """
import os, signal, sys
from datetime import datetime, timedelta
from dataclasses import replace
from app import open_hotline
from commands.line import post_of
from jobs import send as sending
from settings import Settings

class Dying:
    "Its worker is killed beside it: before it takes a message, or right behind."
    def __init__(self, real): self.real = real
    def __getattr__(self, name): return getattr(self.real, name)
    def text(self, *given):
        if sys.argv[1] == "after": self.real.text(*given)
        os.kill(os.getpid(), signal.SIGKILL)

line = open_hotline(Settings.from_env())
sending.send(replace(post_of(line), carrier=Dying(line.carrier)), line.clock())
"""


def environment(url: str, folder: Path, clock: str) -> dict[str, str]:
    given = {"DATABASE_URL": url, "SECRET_KEY": SECRET, "POST_FOLDER": str(folder), "TELVERDE_CLOCK": clock}
    own = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder)}
    return own | given | {"ROUTING_FILE": str(SMALL_FILE)}


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_worker_killed_beside_the_carrier_leaves_one_message(
    moment: str, post: Post, store_url: str, tmp_path: Path
) -> None:
    """SIGKILL between the committed attempt and the request, or between the request and the mark: one message."""
    put(post.store)
    folder = tmp_path / "post"
    died = subprocess.run(
        [sys.executable, "-c", KILLED, moment],
        cwd=ROOT, env=environment(store_url, folder, "2026-03-02T09:15") | {"PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert died.returncode == -signal.SIGKILL, died.stderr
    assert states(post.store) == [("sending", 1, "")]
    assert len(arrived(post)) == (moment == "after")
    later = NOW + LEASE + MINUTE
    assert not send(post, later), "nobody asked the carrier"
    assert clear_up(post, later)
    assert send(post, later) == (moment == "before")
    assert [status for status, *_ in states(post.store)] == ["sent"]
    assert len(arrived(post)) == 1


@contextmanager
def pair(url: str, folder: Path, clock: str, log: Path) -> Iterator[None]:
    """Two real workers on one store, which are killed at the end."""
    env = environment(url, folder, clock)
    with log.open("ab") as said:
        started = [
            subprocess.Popen(
                [*command("worker"), "--pause", "0.05"], cwd=ROOT, env=env, stdout=said, stderr=said
            )
            for _ in range(2)
        ]
    try:
        yield
    finally:
        for process in started:
            process.kill()
            process.wait(15)


def test_workers_that_are_killed_at_random_send_every_message_once(
    post: Post, store_url: str, tmp_path: Path
) -> None:
    """The real worker, two at a time on one store, killed at different moments until all is done.

    Nothing they write holds a number, a name or a text.
    """
    keys = {put(post.store, f"+40722000{number:03}") for number in range(60)}
    folder, log = tmp_path / "post", tmp_path / "worker.log"
    for killed, most in enumerate((1, 30)):
        with pair(store_url, folder, f"2026-03-02T09:{15 + 5 * killed}", log):
            until(lambda most=most: len(arrived(post)) >= most, 60, "nothing is sent")
    with pair(store_url, folder, "2026-03-02T09:40", log):
        until(lambda: {status for status, *_ in states(post.store)} == {"sent"}, 60, "a message was lost")
    sent = [one.key for one in texts(folder)]
    assert len(sent) == len(set(sent)) == 60
    assert set(sent) == keys
    said = log.read_text()
    assert said.count("A message was sent") > 20
    for private in ("722000", "Pasapoarte", "Pașapoarte", "Tel.", "2125674"):
        assert private not in said


def test_the_line_as_shipped_has_a_post_room() -> None:
    """Without any settings messages are written into var/post."""
    line = open_hotline(
        Settings.from_env({"SECRET_KEY": SECRET, "DATABASE_URL": "sqlite:////no/such/store.db"})
    )
    assert line.post_folder == ROOT / "var" / "post"
    assert line.carrier == local_carrier(SECRET, line.post_folder)
