"""A supervisor who mistypes reads the row, the column, what is wrong and what to write, in Romanian."""

import random
import re
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from routing.directory import Fault, Faults, read
from routing.plain import plain
from routing.written import Written, composed, in_parts

GOOD = """\
line:
  name: {ro: Primăria Exemplu, hu: Példa}
  number: "0800 000 000"
  operators:
    number: "+40210000000"
    ring_seconds: 25
    talk_minutes: 30
  hours:
    - {days: luni-joi, from: "08:00", to: "20:00"}
    - {days: [vineri], from: "08:00", to: "14:00"}
  closed_days:
    - {day: 2027-05-14, reason: punte}
    - {day: 2027-06-04, reason: punte}
  privacy_page: "telverde.example/date"
  browser_phone: nu
terms:
  answer_days: 30
  counting: simplu
  next_working_day: da
  answer: {article: OG 27/2002 art. 8 alin. (1), source: "https://legislatie.just.ro/"}
  extension: {article: OG 27/2002 art. 9, source: "https://legislatie.just.ro/"}
  redirect: {article: OG 27/2002 art. 8 alin. (2), source: "https://legislatie.just.ro/"}
limits:
  turns: 200
menu:
  - {key: 1, service: status}
  - {key: 2, service: callback}
  - {key: 3, service: about}
institutions:
  mai_dsg:
    name: {ro: Ministerul Afacerilor Interne}
    spoken: {ro: Ministerul Afacerilor Interne}
  igpr:
    name: {ro: Inspectoratul General al Poliției Române}
    spoken: {ro: Poliția Română, hu: Román Rendőrség}
    parent: mai_dsg
"""


WIDE = (
    GOOD.rstrip("\n")
    + """
    territory:
      structure: county
      unit: {ro: "Inspectoratul {county}"}
    competences:
      theft:
        domain: ordine
        topic: {ro: furturi}
        says: {ro: cercetează furturile}
        phrases:
          ro: [mi s-a furat, hoț]
          hu: [ellopták]
      noise:
        domain: ordine
        topic: {ro: gălăgie}
        says: {ro: vine la gălăgie}
        phrases: {ro: [vecinul face gălăgie]}
    not_for:
      - {topic: {ro: amenzi}, who: [judecatoria]}
    contacts:
      - {kind: phone, value: "021 208 25 25", verified: nu, checked_on: necunoscut, source: un vecin}
      - {kind: web, value: "https://exemplu.ro", verified: da, checked_on: 2026-01-31, source: "https://exemplu.ro"}
domains:
  ordine:
    name: {ro: ordine}
    topics: [igpr.theft, igpr.noise, judecatoria]
external:
  judecatoria:
    name: {ro: Judecătoria}
    topic: {ro: amenzi}
    phrases: {ro: [contest amenda]}
  "112":
    name: {ro: urgențe}
    topic: {ro: urgențe}
counties:
  CJ:
    name: {ro: Cluj}
    seat: {ro: Cluj-Napoca}
    prefixes: ["0264", "0364"]
    units:
      igpr:
        contacts:
          - {kind: address, value: "Str. Decebal nr. 26", verified: nu, checked_on: 2024-04-01, source: un vecin}
faq:
  ordine:
    - question: {ro: cât e amenda}
      answer: {ro: amenda este mare}
      source: "https://legislatie.just.ro/"
      checked_on: 2026-01-31
      valid_days: 365
advice:
  ordine:
    - {text: {ro: încuiați ușa}, source: "https://exemplu.ro", checked_on: 2026-01-31}
special:
  danger: {ro: [arde casa]}
  person: {ro: [vreau un om]}
tests:
  - {sentence: mi s-a furat ceva, expect: igpr}
  - {keys: "13", expect: judecatoria}
"""
)
TODAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Case:
    """Rows of a good file (`taken`), what is written instead (`put`), and the sentences that follow."""

    name: str
    taken: str
    put: str
    sentences: list[str]

    good: str

    def text(self) -> str:
        assert f"\n{self.taken}\n" in f"\n{self.good}", f"the good file has no such rows: {self.name}"
        return f"\n{self.good}".replace(f"\n{self.taken}\n", f"\n{self.put}\n" if self.put else "\n", 1)[1:]


def cases() -> list[Case]:
    tables = (("broken_files.txt", GOOD), ("broken_institutions.txt", WIDE))
    return [case(rows, good) for file, good in tables for rows in blocks(file)]


def blocks(file: str) -> list[list[str]]:
    text = (Path(__file__).parent / file).read_text(encoding="utf-8")
    return [block.strip("\n").split("\n") for block in text.split("\n\n")]


def case(rows: list[str], good: str) -> Case:
    def of(mark: str) -> list[str]:
        return [row[2:] for row in rows if row.startswith(mark)]

    sentences = [row for row in rows if row.startswith("rândul")]
    return Case(of("= ")[0], "\n".join(of("- ")), "\n".join(of("+ ")), sentences, good)


def faults(text: str) -> tuple[Fault, ...]:
    with pytest.raises(Faults) as refused:
        read(text, TODAY)
    return refused.value.faults


def test_the_file_that_is_broken_below_is_good() -> None:
    """Each fault below comes from the rows changed, not from the rest of the file."""
    assert read(GOOD, TODAY).institutions.keys() == {"mai_dsg", "igpr"}
    assert read(WIDE, TODAY).institutions["igpr"].competences.keys() == {"theft", "noise"}


@pytest.mark.parametrize("broken", cases(), ids=lambda broken: broken.name)
def test_a_broken_file_says_row_column_and_remedy(broken: Case) -> None:
    """Every broken file is refused with exactly these sentences, all at once, in the order of the file."""
    assert [str(fault).split("\n")[0] for fault in faults(broken.text())] == broken.sentences


def test_the_table_breaks_the_file_in_many_ways() -> None:
    """No case of the table is lost in reading it."""
    assert len(cases()) > 130
    assert all(broken.sentences for broken in cases())


def test_a_tab_shows_the_three_rows_around() -> None:
    """Where the grammar is broken the supervisor sees the row, marked, between its neighbours."""
    assert str(Faults(faults(GOOD.replace("    talk_minutes", "\ttalk_minutes")))) == (
        "rândul 7, coloana 1: aici este un Tab; aliniați numai cu spații\n"
        "     6 |     ring_seconds: 25\n"
        ">    7 | \ttalk_minutes: 30\n"
        "     8 |   hours:"
    )


@pytest.mark.parametrize(
    ("rows", "line", "column"),
    [
        ("\n\tbad: x\n", 2, 1),
        ("\tbad: x\n", 1, 1),
        ("  \tbad: x\n", 1, 3),
        ("\n\tbad\n", 2, 1),
        ("more:\n  one: 1\n\n\ttwo: 2\n", 4, 1),
    ],
)
def test_a_tab_is_called_by_its_name_wherever_it_begins_a_row(rows: str, line: int, column: int) -> None:
    """Also behind empty rows and at the end, where the reader complains about something else."""
    (fault,) = faults(GOOD + rows)
    assert (fault.line, fault.column) == (GOOD.count("\n") + line, column)
    assert fault.what == "aici este un Tab"


def test_rows_that_are_not_aligned_are_still_told() -> None:
    """Where there is no Tab, alignment is what is wrong."""
    (fault,) = faults(GOOD + "more:\n    one: 1\n  two: 2\n")
    assert "nu este aliniat" in fault.what


def test_services_are_known_where_they_are_given() -> None:
    """A misspelt one is told with what was meant, a strange one with all there are; nobody else's business."""
    for written, remedy in (
        ("calback", "poate «callback»?"),
        ("pizza", "aici puteți scrie: about, callback, status"),
    ):
        text = GOOD.replace("service: callback", f"service: {written}")
        with pytest.raises(Faults) as refused:
            read(text, TODAY, ("status", "callback", "about"))
        place = "rândul 27, coloana 23: menu (2) → «service»"
        assert str(refused.value) == f"{place} nu este un serviciu al liniei: «{written}»; {remedy}"
        assert read(text, TODAY)
    assert read(GOOD, TODAY, ("status", "callback", "about"))


def test_a_hidden_character_is_shown_as_a_mark() -> None:
    """A control character, pasted from somewhere, is found and does not reach the supervisor's screen."""
    (fault,) = faults(GOOD.replace("browser_phone: nu", "browser_phone: n\x07u"))
    assert (fault.line, fault.column) == (15, 19)
    assert ">   15 |   browser_phone: n\ufffdu" in fault.around
    assert fault.what == "aici este un semn ascuns, care nu se poate citi"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "fișierul este gol; începeți cu line, terms, limits, menu, institutions"),
        ("# numai vorbe\n", "fișierul este gol; începeți cu line, terms, limits, menu, institutions"),
        ("- unu\n", "fișierul nu începe bine; începeți cu line, terms, limits, menu, institutions"),
        ("bună ziua\n", "fișierul nu începe bine; începeți cu line, terms, limits, menu, institutions"),
        ("a: " + "[" * 5000, "sunt prea multe paranteze sau liste una în alta; ștergeți-le"),
        ("- " * 1000 + "a", "sunt prea multe paranteze sau liste una în alta; ștergeți-le"),
    ],
)
def test_a_text_that_is_no_routing_file_is_told_apart(text: str, sentence: str) -> None:
    """Nothing, a list, prose or a wall of brackets get one sentence, not a crash."""
    assert [str(fault) for fault in faults(text)] == [f"rândul 1, coloana 1: {sentence}"]


def test_faults_are_in_the_order_of_the_file() -> None:
    """A supervisor mends the file from top to bottom."""
    text = GOOD.replace("ring_seconds: 25", "ring_seconds: 2").replace("key: 3", "key: 5")
    text = text.replace("counting: simplu", "counting: greu").replace("ro: Primăria Exemplu", "ro: A/B")
    assert [fault.line for fault in faults(text)] == [2, 6, 18, 28]


def test_no_scribble_makes_the_reader_crash() -> None:
    """Whatever is typed into the file, it is read or refused in words; characters drawn with a fixed seed."""
    draw = random.Random(2027)
    for _ in range(150):
        at = draw.randrange(len(GOOD))
        scribble = "".join(draw.choices("\"'[]{}:,-# \n\t&*!|>%@`?~\\ș0a", k=draw.randint(0, 3)))
        with suppress(Faults):
            read(GOOD[:at] + scribble + GOOD[at + draw.randint(0, 4) :])


def test_the_fast_reader_agrees_with_the_full_one() -> None:
    """What the fast reader takes, the full one takes with the same value and the same rows; it takes most texts."""
    draw, taken = random.Random(7), 0
    for _ in range(150):
        at = draw.randrange(len(GOOD))
        scribble = "".join(draw.choices("\"'[]{}:,-# \n\t&*!|>%@`?~\\ș0a", k=draw.randint(0, 3)))
        text = GOOD[:at] + scribble + GOOD[at + draw.randint(0, 4) :]
        found = plain(text)
        if found:
            full = composed(text)
            assert (found.value, found.keys, found.values) == (full.value, full.keys, full.values), text
            assert not full.faults
            taken += 1
    assert taken > 40


def test_a_text_read_in_parts_means_what_the_whole_means() -> None:
    """The same value, rows and faults, also the same one fault where the grammar is broken; it takes most texts."""
    draw, taken = random.Random(11), 0
    for _ in range(150):
        rows = GOOD.split("\n")
        at = draw.randrange(len(rows))
        cut, end = (
            rows[at][: draw.randint(0, len(rows[at]))],
            draw.choice((":", '"', " '", "  |", " #[]", " x")),
        )
        rows[at] = draw.choice(
            (cut, rows[at] + end, rows[at].lstrip(), "- " + rows[at], rows[draw.randrange(at + 1)])
        )
        text = "\n".join(rows)
        found = outcome(in_parts, text)
        if found is not None:
            assert found == outcome(composed, text), text
            taken += 1
    assert taken > 100


def outcome(read_by: Callable[[str], Written | None], text: str) -> object:
    """All that reading a text brings."""
    try:
        found = read_by(text)
    except Faults as faults:
        return str(faults)
    return found and (found.value, found.keys, found.values, sorted(map(str, found.faults)))


@pytest.mark.parametrize("good", [GOOD, WIDE, WIDE.replace("\n", "\r\n")], ids=["small", "wide", "windows"])
def test_a_good_file_is_read_fast(good: str) -> None:
    """Both readers find the same in the good files, and the fast one does not give up on them."""
    found, full = plain(good), composed(good)
    assert found is not None
    assert (found.value, found.keys, found.values) == (full.value, full.keys, full.values)


def test_every_sentence_is_romanian_with_a_comma_below() -> None:
    """What supervisors read is NFC and has no cedillas, but where it quotes one they typed."""
    told = "".join(sentence for broken in cases() for sentence in broken.sentences)
    assert told == unicodedata.normalize("NFC", told)
    assert not re.search("[şţŞŢ]", told.replace("(ş, ţ)", ""))
