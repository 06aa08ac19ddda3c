"""Whom a caller means, from a small phrasebook: endings, slips, intent before place, danger before everything."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.competence import Entry, Finding, competent, phrasebook
from routing.likeness import words_of
from routing.names import unspelled
from routing.stems import stem

ENTRIES = (
    Entry(
        "dgp",
        "passport",
        (
            "pașaport",
            "pașapoarte",
            "mi-a expirat pașaportul",
            "am pierdut pașaportul",
            "cât costă pașaportul",
            "programare la pașapoarte",
            "pașaport pentru copil",
            "e gata pașaportul",
            "ăla de călătorie",
            "útlevél",
            "lejárt az útlevelem",
        ),
        True,
    ),
    Entry(
        "dgpci",
        "licence",
        (
            "permis auto",
            "permis de conducere",
            "mi-a expirat permisul",
            "schimb permisul",
            "carnet de șofer",
            "jogosítvány",
            "lejárt a jogosítványom",
        ),
        True,
    ),
    Entry(
        "dgpci",
        "registration",
        ("înmatriculare", "înmatriculez o mașină", "talon pierdut", "numere de mașină"),
        True,
    ),
    Entry(
        "igpr",
        "theft",
        (
            "mi s-a furat",
            "furt",
            "mi-au furat bicicleta",
            "mi-au spart apartamentul",
            "hoț",
            "ellopták a biciklimet",
        ),
        True,
    ),
    Entry(
        "igpr",
        "noise",
        ("vecinul face gălăgie", "muzică tare noaptea", "vecini gălăgioși", "chefuri în bloc"),
        True,
    ),
    Entry(
        "igpr", "traffic", ("mi-au luat permisul", "permis reținut", "puncte de penalizare", "radar"), True
    ),
    Entry(
        "dga",
        "bribe",
        (
            "șpagă",
            "mită",
            "mi-a cerut o atenție",
            "mi-a cerut bani polițistul",
            "polițistul ia șpagă",
            "cere bani la ghișeu",
            "funcționara mi-a cerut o atenție",
        ),
        True,
    ),
    Entry(
        "spclep",
        "card",
        ("buletin", "mi-am pierdut buletinul", "carte de identitate", "viză de flotant"),
        True,
    ),
    Entry(
        "igsu", "permit", ("autorizație de incendiu", "aviz ISU", "pompieri", "scenariu de securitate"), True
    ),
    Entry("pensii", "pension", ("casa de pensii", "pensie", "când intră pensia", "talonul de pensie"), False),
    Entry("primarie", "streets", ("groapă în asfalt", "gunoi pe stradă", "becuri stinse pe stradă"), False),
)
DANGER = (
    "arde casa",
    "arde",
    "mă bate",
    "mă bate acum",
    "e foc în casă",
    "a căzut în apă și se îneacă",
    "ég a ház",
)
NOT_DANGER = (
    "m-a bătut anul trecut",
    "a ars casa luna trecută",
    "a fost un incendiu ieri",
    "s-a înecat vara trecută",
)
PERSON = ("vreau să vorbesc cu un om", "operator", "dați-mi un coleg", "legați-mă cu cineva")
NOISE = ("alo", "bună ziua", "mă auziți", "nu se aude", "doi trei", "la mulți ani")
BOOK = phrasebook(ENTRIES, DANGER, NOT_DANGER, PERSON, NOISE)


LETTERS = ("alba", "bravo", "cupru", "delta", "foxtrot", "golf", "hotel", "india", "juliet", "kilogram")


def first(sentence: str) -> str:
    return competent(BOOK, sentence).candidates[0].id


@pytest.mark.parametrize(
    "sentence",
    ["pașaport", "PAȘAPORT", "paşaport", "pasaport", "PASAPORT", "Pașaport!", "... pașaport?"],
)
def test_marks_capitals_and_both_kinds_of_s_do_not_matter(sentence: str) -> None:
    found = competent(BOOK, sentence)
    assert (found.verdict, found.candidates[0].id, found.candidates[0].topic) == ("sure", "dgp", "passport")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("pașaportului", "dgp"),
        ("pașapoartelor", "dgp"),
        ("buletinele copiilor", "spclep"),
        ("bicicletele furate", "igpr"),
        ("vecinii gălăgiosului", "igpr"),
        ("înmatriculările", "dgpci"),
        ("útlevelet", "dgp"),
        ("jogosítványomat", "dgpci"),
    ],
)
def test_endings_do_not_matter(sentence: str, expected: str) -> None:
    assert first(sentence) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("pasapoartele", "pasapoart"),
        ("permisul", "permis"),
        ("utlevelem", "utlevel"),
        ("radar", "radar"),
        ("", ""),
    ],
)
def test_four_letters_at_least_stay_of_a_word(word: str, expected: str) -> None:
    assert stem(word) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("pasapurt", "dgp"),
        ("pașaort expirat", "dgp"),
        ("buletnu", "spclep"),
        ("biciceta furata", "igpr"),
        ("pasa portul", "dgp"),
        ("in matriculare", "dgpci"),
        ("bule tin", "spclep"),
        ("b u l e t i n", "spclep"),
        ("casadepensii", "pensii"),
    ],
)
def test_a_slip_of_the_recogniser_is_understood(sentence: str, expected: str) -> None:
    assert first(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    ["ISU", "isu", "i s u", "i se u", "iesu", "de la i es u", "inspectoratul de la i se u, vă rog"],
)
def test_an_acronym_is_understood_as_it_is_said(sentence: str) -> None:
    assert first(sentence) == "igsu"


@pytest.mark.parametrize("sentence", ["i se", "ce a se", "ea se uită"])
def test_small_words_that_sound_like_letters_stay_words(sentence: str) -> None:
    """An acronym of three letters is not made of words that every call is full of."""
    assert list(unspelled(words_of(sentence), frozenset({"isu", "cas"}))) == list(words_of(sentence))


def test_only_letters_spelled_out_are_joined() -> None:
    assert words_of("b u l e t i n pierdut") == ("buletin", "pierdut")
    assert words_of("mi s-a furat") == ("mi", "s", "a", "furat")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("permis", "dgpci"),
        ("mi-a expirat permisul", "dgpci"),
        ("mi-au luat permisul", "igpr"),
        ("talonul mașinii", "dgpci"),
        ("talonul de pensie", "pensii"),
        ("funcționara de la pașapoarte mi-a cerut o atenție", "dga"),
        ("la permise se cere șpagă", "dga"),
    ],
)
def test_pairs_and_intent_beat_a_word_and_a_place(sentence: str, expected: str) -> None:
    assert first(sentence) == expected


def test_the_competence_that_fits_best_comes_with_the_institution() -> None:
    assert [(c.id, c.topic) for c in competent(BOOK, "muzică tare la vecini").candidates][:1] == [
        ("igpr", "noise")
    ]
    assert [(c.id, c.topic) for c in competent(BOOK, "unde depun talonul pierdut").candidates][:1] == [
        ("dgpci", "registration")
    ]


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("arde casa vecinului", "danger"),
        ("repede, arde", "danger"),
        ("soțul mă bate acum", "danger"),
        ("m-a bătut anul trecut", "not danger"),
        ("a ars casa luna trecută, vreau autorizație de incendiu", "not danger"),
        ("vreau aviz ISU", "not danger"),
    ],
)
def test_danger_now_is_told_from_danger_past(sentence: str, verdict: str) -> None:
    assert (competent(BOOK, sentence).verdict == "danger") == (verdict == "danger")


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("vreau să vorbesc cu un om", "person"),
        ("operator", "person"),
        ("operatorul vă rog", "person"),
        ("bună ziua", "noise"),
        ("alo mă auziți", "noise"),
        ("", "noise"),
        ("...", "noise"),
        ("bună ziua, vreau să vorbesc cu un om", "person"),
        ("bună ziua, mi-a expirat pașaportul", "sure"),
        ("alo mi-a expirat pașaportul", "sure"),
    ],
)
def test_a_person_and_a_greeting_are_not_an_institution(sentence: str, verdict: str) -> None:
    assert competent(BOOK, sentence).verdict == verdict


def test_what_nobody_wrote_is_like_what_somebody_wrote_of_its_kind() -> None:
    """Nobody wrote of nephews or of people from Nepal; of the family and of other nations somebody did."""
    entries = (
        Entry("igi", "family", ("soția egipteană", "mama chinezului"), True),
        Entry("arr", "", ("tramvai galben", "autobuz plin"), False),
    )
    assert competent(phrasebook(entries), "nepotul filipinez").candidates[0].id == "igi"


def test_a_sentence_that_stands_in_the_file_finds_whose_it_is() -> None:
    """However often somebody else is asked for with the same word."""
    many = tuple(f"{what} mașină" for what in LETTERS)
    book = phrasebook(
        (
            Entry("dgpci", "registration", many, True),
            Entry("rar", "", ("mașină", "itp", "verificare tehnică"), False),
        )
    )
    assert competent(book, "mașină").candidates[0].id == "rar"


def test_a_phrase_of_danger_said_in_full_is_believed_though_its_words_are_said_in_calm() -> None:
    many = tuple(f"vecinul {what} îl bate {what}" for what in LETTERS)
    book = phrasebook((Entry("igpr", "noise", many, True),), ("îl bate",))
    assert competent(book, "vecinul alba îl bate alba").verdict == "danger"


def test_an_edit_that_touches_no_phrase_costs_nothing() -> None:
    again = phrasebook(tuple(ENTRIES), DANGER, NOT_DANGER, PERSON, NOISE, before=BOOK)
    assert again is BOOK


def test_an_edited_book_answers_as_one_that_was_read_from_nothing() -> None:
    edited = (*ENTRIES[:-1], Entry("primarie", "streets", ("lampă stinsă", "gunoi pe stradă"), False))
    mended, fresh = (
        phrasebook(edited, DANGER, NOT_DANGER, PERSON, NOISE, before=book) for book in (BOOK, None)
    )
    for sentence in ("lampă stinsă", "gunoi", "becuri stinse pe stradă", "mi-a expirat", "arde lampa"):
        assert competent(mended, sentence) == competent(fresh, sentence)


def test_a_long_list_does_not_win_by_its_length() -> None:
    """A word that both say alike goes to the one of whom less is written."""
    long = Entry("dga", "bribe", (*(f"{word} {word}a" for word in LETTERS), "cerere urgent"), True)
    short = Entry("igpr", "theft", ("cerere grabnic",), True)
    assert competent(phrasebook((long, short)), "cerere mare").candidates[0].id == "igpr"


def test_a_body_that_is_not_ours_is_an_answer_too() -> None:
    found = competent(BOOK, "nu mi-a intrat pensia")
    assert (found.verdict, found.candidates[0].id) == ("sure", "pensii")


def test_what_two_institutions_may_mean_is_offered() -> None:
    found = competent(BOOK, "mi-a expirat")
    assert found.verdict == "close"
    assert {c.id for c in found.candidates[:2]} == {"dgp", "dgpci"}


@pytest.mark.parametrize(
    "sentence", ["xyzzy", "două pizza cu șuncă", "hâr mâr", "ce zi frumoasă", "a s k j d h"]
)
def test_what_nobody_wrote_down_is_asked_again(sentence: str) -> None:
    assert competent(BOOK, sentence).verdict in ("unsure", "noise")


@settings(deadline=None)
@given(st.text(max_size=200))
def test_no_text_is_too_strange(sentence: str) -> None:
    found = competent(BOOK, sentence)
    assert found.sentence == sentence
    assert all(0 <= candidate.score <= 100 for candidate in found.candidates)
    assert [c.score for c in found.candidates] == sorted((c.score for c in found.candidates), reverse=True)
    assert len({c.id for c in found.candidates}) == len(found.candidates) <= 5


@settings(deadline=None)
@given(
    st.lists(st.sampled_from([word for e in ENTRIES for p in e.phrases for word in p.split()]), max_size=12)
)
def test_the_order_in_which_phrases_are_written_does_not_matter(words: list[str]) -> None:
    sentence = " ".join(words)
    assert competent(SHUFFLED, sentence) == competent(BOOK, sentence)


def _shuffled() -> tuple[Entry, ...]:
    rng = random.Random(1)
    turned = [Entry(e.id, e.topic, tuple(rng.sample(e.phrases, len(e.phrases))), e.is_ours) for e in ENTRIES]
    return tuple(rng.sample(turned, len(turned)))


SHUFFLED = phrasebook(_shuffled(), DANGER[::-1], NOT_DANGER[::-1], PERSON[::-1], NOISE[::-1])


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: f"{entry.id}-{entry.topic}")
def test_every_phrase_finds_its_own_institution_first(entry: Entry) -> None:
    assert {phrase: first(phrase) for phrase in entry.phrases} == dict.fromkeys(entry.phrases, entry.id)


@pytest.mark.parametrize("sentence", ["pașaport", "", "arde"])
def test_an_empty_phrasebook_knows_nothing(sentence: str) -> None:
    assert competent(phrasebook(()), sentence) == Finding(sentence, "noise" if not sentence else "unsure", ())
