"""Whom a caller means, from a small phrasebook: endings, slips, intent before place, danger before everything."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.competence import Entry, Finding, competent, phrasebook
from routing.likeness import stem, words_of

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


@given(st.text(max_size=200))
def test_no_text_is_too_strange(sentence: str) -> None:
    found = competent(BOOK, sentence)
    assert found.sentence == sentence
    assert all(0 <= candidate.score <= 100 for candidate in found.candidates)
    assert [c.score for c in found.candidates] == sorted((c.score for c in found.candidates), reverse=True)
    assert len({c.id for c in found.candidates}) == len(found.candidates) <= 5


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
