"""A supervisor who mistypes reads the row, the column, what is wrong and what to write, in Romanian."""

import random
import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from routing.directory import Fault, Faults, read

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


@dataclass(frozen=True)
class Case:
    """Rows of GOOD (`taken`), what is written instead (`put`), and the sentences that follow."""

    name: str
    taken: str
    put: str
    sentences: list[str]

    def text(self) -> str:
        assert f"\n{self.taken}\n" in f"\n{GOOD}", f"GOOD has no such rows: {self.name}"
        return f"\n{GOOD}".replace(f"\n{self.taken}\n", f"\n{self.put}\n" if self.put else "\n", 1)[1:]


def cases() -> list[Case]:
    blocks = (Path(__file__).parent / "broken_files.txt").read_text(encoding="utf-8").split("\n\n")
    return [case(block.strip("\n").split("\n")) for block in blocks]


def case(rows: list[str]) -> Case:
    def of(mark: str) -> list[str]:
        return [row[2:] for row in rows if row.startswith(mark)]

    sentences = [row for row in rows if row.startswith("rândul")]
    return Case(of("= ")[0], "\n".join(of("- ")), "\n".join(of("+ ")), sentences)


def faults(text: str) -> tuple[Fault, ...]:
    with pytest.raises(Faults) as refused:
        read(text)
    return refused.value.faults


def test_the_file_that_is_broken_below_is_good() -> None:
    """Each fault below comes from the rows changed, not from the rest of the file."""
    assert read(GOOD).institutions.keys() == {"mai_dsg", "igpr"}


@pytest.mark.parametrize("broken", cases(), ids=lambda broken: broken.name)
def test_a_broken_file_says_row_column_and_remedy(broken: Case) -> None:
    """Every broken file is refused with exactly these sentences, all at once, in the order of the file."""
    assert [str(fault).split("\n")[0] for fault in faults(broken.text())] == broken.sentences


def test_the_table_breaks_the_file_in_many_ways() -> None:
    """No case of the table is lost in reading it."""
    assert len(cases()) > 80
    assert all(broken.sentences for broken in cases())


def test_a_tab_shows_the_three_rows_around() -> None:
    """Where the grammar is broken the supervisor sees the row, marked, between its neighbours."""
    assert str(Faults(faults(GOOD.replace("    talk_minutes", "\ttalk_minutes")))) == (
        "rândul 7, coloana 1: aici este un Tab; aliniați numai cu spații\n"
        "     6 |     ring_seconds: 25\n"
        ">    7 | \ttalk_minutes: 30\n"
        "     8 |   hours:"
    )


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


def test_every_sentence_is_romanian_with_a_comma_below() -> None:
    """What supervisors read is NFC and has no cedillas, but where it quotes one they typed."""
    told = "".join(sentence for broken in cases() for sentence in broken.sentences)
    assert told == unicodedata.normalize("NFC", told)
    assert not re.search("[şţŞŢ]", told.replace("(ş, ţ)", ""))
