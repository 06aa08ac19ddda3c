"""The way through a service: figures of one kind, calls, that fit each other."""

from hypothesis import given
from hypothesis import strategies as st

from ivr.counting import Count
from ivr.ways import WHOLE, Stop, ways

COUNTS: dict[Count, int] = {
    ("calls", ""): 10,
    ("entered", "status"): 8,
    ("came", "menu.main"): 10,
    ("came", "status.number"): 8,
    ("came", "status.read_back"): 6,
    ("came", "status.look_up"): 6,
    ("path", "start>menu.main"): 10,
    ("path", "menu.main>status.number"): 8,
    ("path", "status.number>status.read_back"): 6,
    ("path", "status.read_back>status.number"): 3,
    ("path", "status.number>status.look_up"): 2,
    ("path", "status.read_back>status.look_up"): 5,
    ("hangup", "status.number"): 2,
}


def test_number_and_share_are_of_the_calls_that_came_there() -> None:
    """The share is of the calls that entered the service; a place reached in two ways has both in its number."""
    assert ways(COUNTS, "status") == [
        Stop(0, "status.number", 8, 1.0, 2, False),
        Stop(1, "status.read_back", 6, 0.75, 0, False),
        Stop(2, "status.look_up", 6, 0.75, 0, True),
    ]
    assert [(one.depth, one.came, one.share) for one in ways(COUNTS, WHOLE)][:2] == [
        (0, 10, 1.0),
        (1, 8, 0.8),
    ]


journeys = st.lists(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=8), min_size=1, max_size=12)


@given(journeys)
def test_no_place_has_more_than_the_one_above_it(calls: list[list[str]]) -> None:
    """Whatever ways callers take, round and back again; each place is told once."""
    counts: dict[Count, int] = {("calls", ""): len(calls)}
    for call in calls:
        steps = {f"{one}>{next_}" for one, next_ in zip(["start", *call], call, strict=False) if one != next_}
        for key in [("came", place) for place in {*call}] + [("path", step) for step in steps]:
            counts[key] = counts.get(key, 0) + 1
    above: dict[int, int] = {-1: len(calls)}
    told = ways(counts, WHOLE)
    assert sorted(one.name for one in told) == sorted({place for call in calls for place in call})
    for one in told:
        assert one.came <= above[one.depth - 1]
        assert one.share == one.came / len(calls) <= 1
        above[one.depth] = one.came
