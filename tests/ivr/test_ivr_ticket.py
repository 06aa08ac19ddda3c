"""The Blue Ticket's questions are heard rightly, its confirmation can be followed, and nothing binds without a key."""

import inspect
import re
from datetime import date, datetime, timedelta
from importlib import import_module
from itertools import product
from pkgutil import iter_modules

import pytest
from as_shipped import LIVE, WORDS

from ivr import dialogues
from ivr.check import faults_in, tree_of
from ivr.hearing import Chosen, Failed, Heard, Repeat, Typed, understood
from ivr.rules.limits import CHARACTERS_A_SECOND, TEXT
from ivr.rules.spoken import PAUSE
from ivr.rules.ways import BINDING
from ivr.script import Option, Question, To
from office.tickets import TicketNumber

TODAY = date(2026, 3, 2)  # a Monday
THERE = To("there")
SOURCES = {
    one.name: inspect.getsource(import_module(f"ivr.dialogues.{one.name}"))
    for one in iter_modules(dialogues.__path__)
}


def heard(shape: str, language: str = "ro", *, keys: str = "", speech: str = "", most: int = 32) -> object:
    """What a question of this shape makes of keys or speech."""
    question = Question(then=THERE, shape=shape, least=2, most=most)
    return understood(question, Heard(keys=keys, speech=speech), WORDS[language], TODAY)


@pytest.mark.parametrize(
    ("shape", "keys", "given"),
    [
        ("filing_date", "18022026", "2026-02-18"),
        ("filing_date", "18*02*2026", "2026-02-18"),
        ("filing_date", "180226", "2026-02-18"),
        ("filing_date", "28*9*2025", "2025-09-28"),
        ("filing_date", "1*1*2025", "2025-01-01"),
        ("filing_date", "8*9*25", "2025-09-08"),
        ("filing_date", "31*2*2025", None),
        ("year_or_date", "28*9*2025", "2025-09-28"),
        ("year_or_date", "1*1*2025", "2025-01-01"),
        ("year_or_date", "1*9*25", "2025-09-01"),
        ("year_or_date", "2025", "2025"),
        ("year_or_date", "25", "2025"),
        ("year_or_date", "19*25", None),
        ("filing_date", "30022026", None),
        ("filing_date", "2026", None),
        ("name", "882", "882"),
        ("name", "88*2", None),
        ("ticket", TicketNumber.of(1234567).digits, TicketNumber.of(1234567).digits),
        ("ticket", "12345678", None),
        ("ticket", "2850101123456", None),
        ("day", "0603", "0603"),
    ],
)
def test_keys_are_read_in_their_shape(shape: str, keys: str, given: str | None) -> None:
    """A day, a name, a ticket; what cannot be one counts as a slip of the finger."""
    assert heard(shape, keys=keys) == (Typed(given) if given else Failed("miss"))


@pytest.mark.parametrize(
    ("language", "shape", "speech", "given"),
    [
        ("ro", "filing_date", "optsprezece februarie două mii douăzeci și șase", "2026-02-18"),
        ("hu", "filing_date", "kétezer-huszonhat február tizennyolc", "2026-02-18"),
        ("en", "filing_date", "the eighteenth of February twenty twenty-six", "2026-02-18"),
        ("ro", "filing_date", "nu mai știu", None),
        ("ro", "filing_date", "pe 28 septembrie anul trecut", "2025-09-28"),
        ("ro", "year_or_date", "anul trecut", "2025"),
        ("hu", "year_or_date", "idén", "2026"),
        ("en", "year_or_date", "last year", "2025"),
        ("ro", "registration", "2134 din anul trecut", "2134/2025"),
        ("ro", "county", "doi cinci", "25"),
        ("ro", "county", "25", "25"),
        ("ro", "county", "Cluj", "Cluj"),
        ("ro", "name", "mă numesc Ana Țucă", "mă numesc Ana Țucă"),
        ("ro", "ticket", " ".join(TicketNumber.of(1234567).digits), TicketNumber.of(1234567).digits),
        ("ro", "day", "vineri", "w4"),
        ("ro", "wish", "marți după-amiază", "w1 720-1440"),
        ("hu", "wish", "kedden délután", "w1 720-1440"),
        ("en", "wish", "tomorrow morning", "2026-03-03..2026-03-03 0-720"),
        ("ro", "wish", "mâine", "2026-03-03..2026-03-03"),
        ("ro", "wish", "habar nu am", None),
    ],
)
def test_speech_is_read_in_its_shape(language: str, shape: str, speech: str, given: str | None) -> None:
    """In every language, and never by guessing."""
    assert heard(shape, language, speech=speech) == (Typed(given) if given else Failed("misheard"))


@pytest.mark.parametrize(
    ("speech", "there"),
    [("doi", "second"), ("alte ore", "later"), ("înapoi", "up"), ("un operator", "person.reach")],
)
def test_a_time_is_chosen_by_its_key_and_the_rest_by_name(speech: str, there: str) -> None:
    """At the three times a number is a key, and not a wish for a day of the month."""
    options = (
        Option("1", "booking.this", To("first"), silent=True),
        Option("2", "booking.this", To("second"), silent=True),
        Option("3", "booking.hours", To("later")),
    )
    question = Question(options=options, then=THERE, shape="wish", back=To("up"))
    assert understood(question, Heard(speech=speech), WORDS["ro"], TODAY) == Chosen(To(there))


def test_a_hash_alone_repeats_the_name_question() -> None:
    """Nobody is blamed for pressing it too early."""
    question = Question(then=THERE, shape="name", least=2, most=20)
    assert understood(question, Heard(ended_by_hash=True), WORDS["ro"], TODAY) == Repeat()


def test_what_books_moves_or_cancels_is_named_as_binding() -> None:
    """No step can do it and be forgotten in the rule."""
    binding = r"call\.(?:tickets\.(?:book|cancel)|desk\.request_callback)\("
    doing = {
        f"{name}.{step[1]}"
        for name, source in SOURCES.items()
        for step in re.finditer(r"@step\ndef (\w+)\(.*?(?=\n@step|\Z)", source, re.DOTALL)
        if re.search(binding, step[0])
    }
    assert doing == set(BINDING)


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("agreed", "        back=offer,", "        back=to(book, phone=phone, held=held, **given),"),
        ("my_ticket", "        back=to(told, ticket=ticket, own=True),", "        back=to(cancel, ticket=ticket),"),
        ("booking", 'return go(to=to("agreed.number", held=held, **given))',
         'return go(to=to("agreed.book", held=held, phone="", **given))'),
    ],
)  # fmt: skip
def test_a_way_that_books_or_cancels_without_a_key_is_told(file: str, before: str, after: str) -> None:
    """Going back, or being passed on, never does it."""
    assert before in SOURCES[file], "the source to be broken has changed"
    tree = tree_of(SOURCES | {file: SOURCES[file].replace(before, after)})
    found = [str(fault) for fault in faults_in(tree, {"ro": WORDS["ro"]}, LIVE)]
    assert [line for line in found if "without a key pressed for it" in line]


@pytest.mark.parametrize("language", WORDS)
def test_the_longest_confirmation_takes_half_a_minute(language: str) -> None:
    """Voice rule 40, with the longest day, hour and digits of its language."""
    said = WORDS[language]
    days = [
        one.isoformat() for n in range(366) if (one := date(2026, 1, 1) + timedelta(days=n)).weekday() < 5
    ]
    day = max(days, key=lambda one: len(said.text("booking.done", {"day": one, "slot": ["10:00", "10:15"]})))
    starts = [datetime(2026, 1, 1, hour, minute) for hour, minute in product(range(8, 20), (0, 15, 30, 45))]
    slots = [[f"{one:%H:%M}", f"{one + timedelta(minutes=15):%H:%M}"] for one in starts]
    longest = max(slots, key=lambda slot: len(said.text("booking.done", {"day": day, "slot": slot})))
    digit = max("0123456789", key=lambda one: len(said.grammar.keys[one]))
    texts = [
        said.text("booking.done", {"day": day, "slot": longest}),
        said.text("my_ticket.by_phone", {"phone": f"+407{digit * 8}"}),
        said.text("booking.number", {"number": digit * 8}),
        said.text("booking.changes"),
        said.text("booking.sent"),
    ]
    seconds = sum(map(len, texts)) / CHARACTERS_A_SECOND + PAUSE * (len(texts) - 1)
    assert seconds <= TEXT, (round(seconds, 1), texts)
