"""A language is one file; a broken one says where it is broken."""

import re
import shutil
import timeit
from pathlib import Path

import pytest

from words.catalogue import BrokenWords, faults, open_words

ROMANIAN = Path(__file__).parents[2] / "words" / "ro.yaml"
SENTENCES = "sentences:\n  t.left: Mai sunt {left:days}.\n  t.state: '{state:words}, {left:days}'\n"


def folder_with(tmp_path, sentences=SENTENCES, change=lambda text: text):
    """A folder with one Romanian file, its sentences replaced."""
    text = re.sub(r"(?ms)^sentences:.*", sentences, ROMANIAN.read_text(encoding="utf-8"))
    (tmp_path / "ro.yaml").write_text(change(text), encoding="utf-8")
    return tmp_path


def catalogue_with(tmp_path, sentences=SENTENCES):
    return open_words(folder_with(tmp_path, sentences))["ro"]


def test_romanian_comes_first_then_the_alphabet(languages):
    """Romanian starts at once; the other languages are offered in a stable order."""
    assert list(languages) == ["ro", "en", "hu"]


def test_a_language_tells_its_voice(languages):
    """The head of the file is all a carrier needs."""
    ro, hu = languages["ro"], languages["hu"]
    assert (ro.code, ro.name, ro.locale, ro.voice) == ("ro", "română", "ro", "Polly.Carmen")
    assert (ro.speaks, ro.listens, bool(ro.fallback_voice)) == ("ro-RO", "ro-RO", True)
    assert hu.name == "magyar"


def test_the_own_folder_opens_without_faults():
    """What we ship can be read, and Romanian has nothing to reproach itself."""
    languages = open_words()
    assert faults(languages["ro"], languages["ro"]) == []


def test_a_sentence_says_its_values(tmp_path):
    """Also when a value is another sentence."""
    ro = catalogue_with(tmp_path)
    assert ro.text("t.left", {"left": 21}) == "Mai sunt douăzeci și una de zile."
    assert ro.text("t.state", {"state": "t.left", "left": 1}) == "Mai sunt o zi., o zi"
    assert ro.has("t.left")
    assert not ro.has("t.right")
    assert ro.keys() == {"t.left", "t.state"}
    assert ro.placeholders("t.state") == {"state": "words", "left": "days"}


@pytest.mark.parametrize(
    ("key", "values", "why"),
    [("t.none", {}, "no sentence t.none"), ("t.left", {}, "t.left was not given left")],
)
def test_a_missing_sentence_or_value_is_named(tmp_path, key, values, why):
    """The log line tells what to repair."""
    with pytest.raises(LookupError, match=why):
        catalogue_with(tmp_path).text(key, values)


def test_a_sentence_is_quick(tmp_path):
    """Twenty microseconds; the limit is wide because the machine is shared."""
    ro = catalogue_with(tmp_path)
    best = min(timeit.repeat(lambda: ro.text("t.left", {"left": 21}), number=500, repeat=5)) / 500
    assert best < 60e-6


@pytest.mark.parametrize(
    ("sentences", "why"),
    [
        ("sentences:\n  a.b: '{x:colour}'\n", r"ro\.yaml: sentences\.a\.b: unknown form \{x:colour\}"),
        ("sentences:\n  a.b: 'x {y'\n", r"ro\.yaml: sentences\.a\.b: bad placeholder in 'x \{y'"),
        ("sentences:\n  a.b: '{Y!}'\n", r"ro\.yaml: sentences\.a\.b: bad placeholder"),
        ("sentences:\n  a.b: 12\n", r"ro\.yaml: sentences\.a\.b: must be a text"),
        ("sentences:\n  a.b: x\n  a.b: y\n", r"ro\.yaml: .*[\s\S]*a\.b"),
        ("", r"ro\.yaml: sentences: is missing"),
    ],
)
def test_a_broken_sentence_is_named_with_file_and_key(tmp_path, sentences, why):
    """A translator finds the place at once."""
    with pytest.raises(BrokenWords, match=why):
        open_words(folder_with(tmp_path, sentences))


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("voice: Polly.Carmen\n", "", "ro.yaml: voice: is missing"),
        ("language: ro ", "language: hu ", "ro.yaml: language: the file is named ro"),
        ("locale: ro ", "locale: xq ", "ro.yaml: locale: CLDR knows no locale 'xq'"),
        ("    13: treisprezece\n", "", "ro.yaml: numbers.rules: no rule says 13"),
        ("    0: zero\n", "", "ro.yaml: numbers.rules: 0 is missing"),
        ("days: {gender: f", "days: {gender: x", "ro.yaml: units.days.gender: must be one of m, f, n"),
        ("one: o zi, few", "one: o zi, some", "ro.yaml: units.days.some: is no plural class"),
        ("[luni, marți,", "[luni,", "ro.yaml: calendar.weekdays: must have 7 texts, has 6"),
        ('"ora {hour}"', '"ora {our}"', "ro.yaml: clock.minutes.0: unknown placeholder {our}"),
        ('"{n:hundreds}', '"{n:hundred}', "ro.yaml: numbers.rules.100: bad placeholder {n:hundred}"),
        ('  "*": steluță\n', "", "ro.yaml: keys.*: is missing"),
    ],
)  # fmt: skip
def test_a_broken_grammar_is_named_with_file_and_entry(tmp_path, old, new, why):
    """No language is half understood."""
    folder = folder_with(tmp_path, change=lambda text: text.replace(old, new, 1))
    with pytest.raises(BrokenWords, match=re.escape(why)):
        open_words(folder)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Aşteptaţi", "has s or t with a cedilla; write ș ț with a comma below"),
        ("As\u0326tepta\u021bi", "is not NFC"),
        ("Legea 544", "has digits; write them in words or as a value"),
        ("da/nu", "has a sign a voice spells out"),
        ("unu & doi", "has a sign a voice spells out"),
        ("așa (poate)", "has a sign a voice spells out"),
        ("așa – poate", "has a dash between blanks; write a comma"),
    ],
)
def test_what_a_voice_cannot_say_is_a_fault(tmp_path, text, fault):
    """Commas below, composed letters, words instead of signs."""
    ro = catalogue_with(tmp_path, f"sentences:\n  a.b: '{text}'\n")
    assert faults(ro, ro) == [f"ro: a.b: {fault}"]


def test_what_is_read_by_eyes_may_have_digits_and_signs(tmp_path):
    """Text messages and paper are not spoken; their letters are still checked."""
    ro = catalogue_with(tmp_path, "sentences:\n  sms.a: 'Nr. 12/3 (2020)'\n  print.b: 'art. 8 - Aşa'\n")
    assert faults(ro, ro) == ["ro: print.b: has s or t with a cedilla; write ș ț with a comma below"]


def test_a_hyphen_inside_a_word_is_no_fault(tmp_path):
    """Romanian cannot be written without them."""
    ro = catalogue_with(tmp_path, "sentences:\n  a.b: 'Într-o zi v-am sunat.'\n")
    assert faults(ro, ro) == []


def test_a_translation_is_compared_with_romanian(tmp_path, languages):
    """Missing, superfluous and differing sentences, and missing units, one line each."""
    ro = catalogue_with(
        tmp_path,
        "sentences:\n  sample.left: '{left:days} {n:m}'\n  sample.new: Bine.\n  sample.plain: Bine.\n",
    )
    found = faults(languages["en"], ro)
    assert "en: sample.new: is missing" in found
    assert "en: sample.found: ro has no such sentence" in found
    assert "en: sample.left: has {left:days} where ro has {left:days} {n:number}" in found
    assert "en: units: petitions is missing" in found
    assert not [fault for fault in found if "sample.plain" in fault]


def test_a_folder_may_hold_one_language_only(tmp_path):
    """Nothing asks for the others."""
    shutil.copy(ROMANIAN, tmp_path / "ro.yaml")
    assert list(open_words(tmp_path)) == ["ro"]
