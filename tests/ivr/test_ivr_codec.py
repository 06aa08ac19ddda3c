"""What is stored of a call between two requests is all there is of it."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from ivr.codec import decode, encode
from ivr.script import Option, Question, Reply, Ring, Say, To, say

words = st.text("abc.ș„1", max_size=8)
values = st.dictionaries(words, st.one_of(st.integers(), words, st.lists(words), st.booleans()), max_size=3)
says = st.builds(Say, words, values, words)
tos = st.builds(To, words, values)
options = st.builds(Option, words, words, tos, st.booleans())
count = st.integers(0, 3)
asked = {"says": st.lists(says, max_size=2).map(tuple), "news": st.lists(says, max_size=2).map(tuple)}
menus = st.builds(
    Question, **asked, options=st.lists(options, min_size=1, max_size=3).map(tuple),
    shape=words, back=tos, at=words, silence=count, miss=count, misheard=count,
)  # fmt: skip
numbers = st.builds(Question, **asked, then=tos, shape=words, least=count, most=count, back=tos, at=words)
rings = st.builds(Ring, words, count, count, tos)
replies = st.builds(
    Reply, st.lists(says, max_size=2).map(tuple), st.lists(says, max_size=2).map(tuple),
    st.one_of(st.none(), menus, numbers), st.one_of(st.none(), rings), st.booleans(),
)  # fmt: skip


@given(replies)
def test_a_reply_survives_being_stored(reply: Reply) -> None:
    """Whatever a step answers, the next request finds exactly that."""
    assert decode(encode(reply)) == reply


def test_a_date_is_stored_as_text() -> None:
    """Values of sentences are plain JSON from the start, so that nothing changes by being stored."""
    one = say("status.filed", day=date(2026, 3, 2))
    assert one.values == {"day": "2026-03-02"}
    assert decode(encode(Reply(lead=(one,)))).lead == (one,)


def test_a_question_is_small() -> None:
    """The state of a call between two requests is a few hundred bytes."""
    question = Question(
        (say("status.is_it", number="119368/305"),), then=To("status.look_up"), shape="yes_no"
    )
    assert len(encode(Reply(question=question)).encode()) < 300
