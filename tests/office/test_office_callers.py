"""Callers are known by their number only where there is one, and are rung back only where it is safe."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from office.callers import WITHHELD, Caller, NotDialable, callback_number, caller, mask, may_be_rung

OURS = ["+40318000000", "0800890999"]


@pytest.mark.parametrize(
    ("from_", "e164", "kind", "country"),
    [
        ("+40722000111", "+40722000111", "mobile", "RO"),
        (" 40722000111", "+40722000111", "mobile", "RO"),  # a plus lost in a form
        ("0722000111", "+40722000111", "mobile", "RO"),
        ("0040722000111", "+40722000111", "mobile", "RO"),
        ("+40213456789", "+40213456789", "fixed", "RO"),
        ("+40264123456", "+40264123456", "fixed", "RO"),
        ("+40371234567", "+40371234567", "fixed", "RO"),
        ("+40800890999", "+40800890999", "other", "RO"),
        ("+40900123456", "+40900123456", "other", "RO"),
        ("+40612345678", "+40612345678", "other", "RO"),
        ("+4915112345678", "+4915112345678", "other", "DE"),
        ("+14155552671", "+14155552671", "other", "US"),
        ("+881612345678", "+881612345678", "other", None),
    ],
)
def test_a_caller_with_a_number_is_known_by_it(from_: str, e164: str, kind: str, country: str | None) -> None:
    """Mobile and fixed are Romanian; the rest of the world and the special numbers are other."""
    found = caller(from_)
    assert (found.e164, found.kind, found.country) == (e164, kind, country)


@pytest.mark.parametrize(
    "from_",
    [
        *("anonymous", "Anonymous", "unknown", "Restricted", "unavailable", "", " ", "+", "+anonymous"),
        *("+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253", "266696687"),
        *("sip:+40722000111@example.org", "client:ana", "+40", "112", "+999123456789", "+40722000111222333"),
    ],
)
def test_whatever_is_no_number_is_withheld(from_: str) -> None:
    """Words, words spelled on the keys, addresses and stumps are never taken for a telephone."""
    assert caller(from_) == WITHHELD
    assert not may_be_rung(caller(from_), OURS)


@pytest.mark.parametrize(
    ("dialled", "e164"),
    [
        ("0722000111", "+40722000111"),
        ("0722 000 111", "+40722000111"),
        ("40722000111", "+40722000111"),
        ("0040722000111", "+40722000111"),
        ("+40722000111", "+40722000111"),
        ("00400722000111", "+40722000111"),
        ("0213456789", "+40213456789"),
        ("0371234567", "+40371234567"),
    ],
)
def test_ordinary_romanian_numbers_are_rung_back(dialled: str, e164: str) -> None:
    """Mobile and fixed, with or without the country, are the same number."""
    assert callback_number(dialled, OURS) == e164
    assert may_be_rung(caller(dialled), OURS)


@pytest.mark.parametrize(
    ("dialled", "reason"),
    [
        ("0900123456", "premium"),
        ("0906123456", "premium"),
        ("0801123456", "shared"),
        ("0805123456", "shared"),
        ("0808080808", "shared"),
        ("0800123456", "toll_free"),
        ("112", "short"),
        ("116000", "short"),
        ("0219590", "short"),
        ("0040112", "short"),
        ("0318000000", "own"),
        ("40800890999", "own"),
        ("004915112345678", "foreign"),
        ("+37322123456", "foreign"),
        ("0870123456", "invalid"),
        ("0612345678", "invalid"),
        ("722000111", "invalid"),
        ("07220001112", "invalid"),
        ("491511234567", "invalid"),
        ("", "withheld"),
        (" ", "withheld"),
        ("anonymous", "withheld"),
        ("266696687", "withheld"),
    ],
)
def test_nothing_else_is_rung_back(dialled: str, reason: str) -> None:
    """Premium, shared, free, short, foreign, wrong and own numbers are refused, each with its reason."""
    with pytest.raises(NotDialable) as refused:
        callback_number(dialled, OURS)
    assert refused.value.reason == reason


@pytest.mark.parametrize("from_", ["+40318000000", "+40800123456", "+4915112345678", "+40900123456"])
def test_a_caller_is_not_offered_a_ring_to_a_number_that_would_be_refused(from_: str) -> None:
    """What may not be typed is not offered either."""
    assert not may_be_rung(caller(from_), OURS)


@settings(max_examples=200)
@given(st.text("0123456789+ ", max_size=16))
def test_only_romanian_numbers_ever_come_out(dialled: str) -> None:
    """Whatever is typed, what is rung is +40 and nine digits, beginning with 2, 3 or 7."""
    try:
        number = callback_number(dialled, OURS)
    except NotDialable:
        return
    assert len(number) == 12
    assert number[:4] in {"+402", "+403", "+407"}
    assert caller(dialled) == Caller(number, caller(number).kind, "RO")


@pytest.mark.parametrize(
    ("e164", "masked"),
    [
        ("+40722000111", "+40 7•• ••• 111"),
        ("+40213456789", "+40 2•• ••• 789"),
        ("+4915112345678", "+49 ••• 678"),
        ("0722000111", "•••"),
        ("", "•••"),
        ("anonymous", "•••"),
    ],
)
def test_a_masked_number_shows_its_last_three_digits(e164: str, masked: str) -> None:
    """Enough to tell two callers apart on the screen, too little to ring one."""
    assert mask(e164) == masked
