"""A transcript is a test: plays a .call file through the phone, and says what the hotline said.

One line, one thing: a word, then the rest. The words are the functions of `Player`. Lines of the hotline
are what is compared, and what `telverde bless` rewrites.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from house import House
from sqlalchemy import select, text

from ivr.transcript import line, sentences
from jobs.send import send
from office.registration import RegistrationNumber
from office.slots import Span, WorkingHours
from office.staff import staff_row
from office.tickets import TicketNumber
from office.video import OneAddress
from phone.exchange import Answer, Exchange
from phone.line import Event, Line
from routing.appointments import practice_of
from store import booking, inspectors, notices, petitions, requests
from store.cases import cases
from store.database import work
from store.notices import EmergencyNotice
from store.tables import tickets
from words.forms import digits

Build = Callable[..., House]


@dataclass(frozen=True)
class Script:
    """A .call file: what it shows, and its lines as (word, rest)."""

    path: Path
    about: str
    lines: tuple[tuple[str, str], ...]


def read(path: Path) -> Script:
    """The transcript in a file. Blank lines and lines that begin with # stay where they are."""
    about, _, body = path.read_text("utf-8").partition("\n\n")
    return Script(path, about, tuple(_parted(line) for line in body.rstrip("\n").split("\n")))


def _parted(line: str) -> tuple[str, str]:
    if not line.strip() or line.startswith("#"):
        return line, ""
    word, _, rest = line.partition(" ")
    return word, rest.strip()


def played(script: Script, build_house: Build) -> str:
    """The file as it would be written now: every line of the caller, and what the hotline says to it."""
    limits = [rest.split() for word, rest in script.lines if word == "given" and rest.startswith("limit ")]
    given = {name: int(count) for _, name, count in limits}
    links = [rest.split()[1] for word, rest in script.lines if word == "given" and rest.startswith("video ")]
    player = Player(build_house, given, OneAddress(links[0]) if links else None)
    lines: list[str] = []
    with player.held:
        for word, rest in script.lines:
            if word == "hotline":
                continue
            if not rest and (not word or word.startswith("#")):
                lines.append(word)
                continue
            if word == "outbox":
                rest = player.next_message()
            lines.append(line(word, player.named(rest)))
            lines += [line("hotline", player.named(said)) for said in list(player.do(word, rest))]
    return f"{script.about}\n\n" + "\n".join(lines) + "\n"


@dataclass
class Recorder(Exchange):
    """The way out of the phone, which remembers the last answer and can send a request several times at once."""

    house: House
    twins: int = 1
    last: Answer | None = None

    def __post_init__(self) -> None:
        super().__init__(self.house.address, self.house.hotline.base_url, self.house.hotline.carrier.sign)

    def post(
        self,
        url: str,
        form: Mapping[str, str],
        cookies: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        send = super().post
        with ThreadPoolExecutor(self.twins) as pool:
            sent = [pool.submit(send, url, form, cookies, headers) for _ in range(self.twins)]
            answers = [each.result() for each in sent]
        assert len({answer.body for answer in answers}) == 1, "twins of one request were answered differently"
        self.twins = 1
        if answers[0].body:  # not the acknowledgement of a status callback
            self.last = answers[0]
        return answers[0]


@dataclass
class Player:
    """Does what a line of a transcript says."""

    build_house: Build
    limits: Mapping[str, int]
    rooms: OneAddress | None = None
    held: ExitStack = field(default_factory=ExitStack)
    _house: House | None = None
    _line: Line | None = None
    _out: Recorder | None = None
    _messages: int = 0  # that the transcript has told of

    def do(self, word: str, rest: str) -> Iterator[str]:
        """What the hotline says to it."""
        for at, number in enumerate(self._numbers(), 1):
            rest = rest.replace(f"(ticket {at})", number.digits)
        yield from getattr(self, word)(rest) or ()

    def named(self, told: str) -> str:
        """What was said or written, with "(ticket 1)" for the number that chance gave the first ticket."""
        for at, number in enumerate(self._numbers(), 1):
            spoken = [digits(number.digits, one.grammar) for one in self.house.hotline.words.values()]
            for written in (*spoken, number.text, number.digits):
                told = told.replace(written, f"(ticket {at})")
        return told

    def _numbers(self) -> list[TicketNumber]:
        if self._house is None:
            return []
        with self.house.store.connect() as conn:
            found = conn.execute(select(tickets.c.number).order_by(tickets.c.id)).scalars()
            return [TicketNumber(number) for number in dict.fromkeys(found)]

    @property
    def house(self) -> House:
        self._house = self._house or self.build_house(limits=self.limits, rooms=self.rooms)
        return self._house

    @property
    def line(self) -> Line:
        assert self._line, "nobody has dialled yet"
        return self._line

    @property
    def out(self) -> Recorder:
        assert self._out, "nobody has dialled yet"
        return self._out

    def given(self, rest: str) -> None:
        """`given petition 119368/305 in_progress filed 2026-02-18 ...`, `given limit turns 5`.

        Also `given video https://...`, and `given inspector ana luni-vineri 09:00-10:00` (or `2026-03-04
        09:15-09:30; ...` for single days, or `left` for one who has left), to whom the petition of `given petition ...
        inspector ana` belongs.
        """
        what, number, *facts = rest.split()
        if what in ("limit", "video"):
            return  # read before the house was built
        state, *pairs = facts
        if what == "inspector":
            return self._employed(number, " ".join((state, *pairs)))
        others = dict(zip(pairs[::2], pairs[1::2], strict=True))
        with work(self.house.store) as unit:
            petitions.upsert(unit.begin(), [petition_row(number, state, **others)])

    def _employed(self, inspector_id: str, hours: str) -> None:
        cells = {
            "id": inspector_id,
            "name": "Exemplu",
            "unit_id": "igpr",
            "phone": "+40210000001",
            "hours": hours,
        }
        if hours == "left":
            cells |= {"hours": "luni 09:00-10:00", "active": "nu"}
        days = re.findall(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d)-(\d\d:\d\d)", hours)
        if days:
            cells["hours"] = "luni 09:00-10:00"
        row = staff_row(cells, {"igpr"})
        row = replace(row, hours=tuple(_on(*day) for day in days)) if days else row
        with work(self.house.store) as unit:
            inspectors.upsert(unit.begin(), [row])

    def meanwhile(self, rest: str) -> None:
        """`meanwhile  somebody with petition 555 takes 2026-03-04 09:15`, or `meanwhile  the inspector ana leaves`."""
        house, now = self.house, self.house.clock.now
        if left := re.fullmatch("the inspector (.*) leaves", rest):
            with work(house.store) as unit:
                away = Span(now, now + timedelta(days=60))
                inspectors.add_absence(
                    unit.begin(), left[1], away, kind="leave", note="", actor="test", now=now
                )
            return
        taken = re.fullmatch(r"somebody with petition (\S+) takes (.*)", rest)
        assert taken, rest
        starts_at = datetime.fromisoformat(taken[2]).replace(tzinfo=house.hotline.zone).astimezone(UTC)
        with work(house.store) as unit:
            filed = petitions.matching(unit.conn, RegistrationNumber.parse(taken[1]))[0].filed_on  # type: ignore[arg-type]
            case = cases(unit.conn, RegistrationNumber.parse(taken[1]), filed)[0]  # type: ignore[arg-type]
            practice = practice_of(house.hotline.directory, house.hotline.zone)
            booking.hold(unit, case, starts_at, call="CA2", language="ro", now=now, practice=practice)

    def clock(self, rest: str) -> None:
        """`clock 2026-03-02 09:15` in Romania, or `clock +10m`."""
        if later := re.fullmatch(r"\+(\d+)([smhd])", rest):
            unit = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}[later[2]]
            self.house.clock.move(**{unit: float(later[1])})
            return
        local = datetime.fromisoformat(rest).replace(tzinfo=self.house.hotline.zone)
        self.house.clock.now = local.astimezone(UTC)

    def caller(self, rest: str) -> Iterator[str]:
        if dialled := re.fullmatch(r"dials from (\+\d+|a withheld number)", rest):
            self._out = Recorder(self.house)
            self._line = self.house.line(dialled[1] if dialled[1][0] == "+" else None, self._out)
            return told(self._line.dial())
        if said := re.fullmatch(r'says "(.*)"( unclearly)?', rest):
            return told(self.line.speak(said[1], 0.2 if said[2] else 0.9))
        acts = {"(says nothing)": self.line.wait, "hangs up": self.line.hang_up}
        return told(acts[rest]() if rest in acts else self.line.press(rest.replace(" ", "")))

    def operator(self, rest: str) -> Iterator[str]:
        if talked := re.fullmatch(r"answers and talks for (\d+) s", rest):
            return told(self.line.other_party("answered", float(talked[1])))
        return told(self.line.other_party({"does not answer": "no-answer", "is busy": "busy"}[rest]))

    def supervisor(self, rest: str) -> None:
        """`supervisor  saves "opening words" as "other words"`: an edit of the routing file, as the worker finds it.

        Also `supervisor  puts on "text" hu "text" until 2026-03-02 12:00` and `supervisor  takes the notice off`.
        """
        house = self.house
        if edit := re.fullmatch(r'saves "(.*)" as "(.*)"', rest):
            house.saves(edit[1].replace("\\n", "\n"), edit[2].replace("\\n", "\n"))
        elif told := re.fullmatch(r'puts on "(.*?)"(?: hu "(.*?)")? until (.*)', rest):
            ends = datetime.fromisoformat(told[3]).replace(tzinfo=house.hotline.zone)
            texts = {"ro": told[1]} | ({"hu": told[2]} if told[2] else {})
            with work(house.store) as unit:
                notices.put_on(unit.begin(), EmergencyNotice(texts, house.clock.now, ends), house.clock.now)
        else:
            assert rest == "takes the notice off", rest
            with work(house.store) as unit:
                notices.take_off(unit.begin(), house.clock.now)
        house.hotline.routing.look(house.clock.now)

    def retry(self, _: str) -> None:
        """The carrier sends the last request again and hears the same, byte for byte."""
        assert self.out.last is not None
        before = self.out.last.body
        assert self.line.repeat().body == before, "a repeated request was answered differently"

    def twins(self, rest: str) -> None:
        """The next request reaches the hotline so many times at once."""
        self.out.twins = int(rest)

    def database(self, rest: str) -> None:
        """`database locked`: somebody else writes and does not come to an end; `database free`: they did."""
        self.held.close()
        if rest == "locked":
            conn = self.held.enter_context(work(self.house.store)).begin()
            if conn.dialect.name == "postgresql":
                conn.execute(text("LOCK TABLE turns IN ACCESS EXCLUSIVE MODE"))

    def next_message(self) -> str:
        """The next message that goes out: `sms to +40722000111 its words`, or `email to ana@example.ro its subject`."""
        while send(self.house.post, self.house.clock.now):
            pass
        sent = self.house.sent()[self._messages :]
        self._messages += bool(sent)
        return sent[0] if sent else "(nothing)"

    def outbox(self, _: str) -> None:
        """`outbox sms to ...`: what was sent; blessed like what the hotline says."""

    def request(self, rest: str) -> None:
        """`request +40722000111 about 119368/305`: this call-back request, and no other, is stored."""
        with work(self.house.store) as unit:
            stored = requests.waiting(unit.conn, 10)
        assert [f"{one.phone} about {one.about}".removesuffix(" about ") for one in stored] == [rest]


def _on(day: str, begins: str, ends: str) -> WorkingHours:
    """The hours of one day."""
    on = date.fromisoformat(day)
    return WorkingHours(on.weekday(), time.fromisoformat(begins), time.fromisoformat(ends), on, on)


def petition_row(number: str, state: str, **others: str) -> dict[str, Any]:
    """A row of the register; names, subject and inspector are there to be kept quiet."""
    known = RegistrationNumber.parse(number)
    assert known, number
    days = {
        name: date.fromisoformat(others[name])
        for name in ("filed", "since", "answered", "until")
        if name in others
    }
    return {
        "number": known.number,
        "segments": "/".join(known.segments),
        "filed_on": days["filed"],
        "registration_number": known.text,
        "surname": others.get("surname", "Exemplu"),
        "first_name": others.get("first_name", "Ana-Maria"),
        "email": others.get("email", ""),
        "subject": "EXEMPLU: groapă în asfalt",
        "inspector_id": others.get("inspector", "inspector-exemplu"),
        "institution_id": others.get("at", "igpr"),
        "state": state,
        "state_on": days.get("since", days["filed"]),
        "answered_on": days.get("answered"),
        "extended_until": days.get("until"),
        "redirected_to": others.get("redirected_to"),
        "joined_to": others.get("joined_to"),
    }


def told(events: tuple[Event, ...]) -> Iterator[str]:
    """What the caller hears, a sentence a line."""
    for event in events:
        if event.kind == "say":
            yield from sentences(event.text)
        elif event.kind == "dial":
            yield f"(rings {event.text})"
        elif event.kind == "hangup":
            yield "(hangs up)"
