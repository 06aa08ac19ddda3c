"""What a caller's turn costs next to a Flask view that does nothing."""

from contextlib import ExitStack

from bench.contenders import bare_views, databases, server_of_bare_views, turns_of
from bench.house import house
from bench.race import Result, race

PETITIONS = 100_000


def results(quick: bool) -> list[Result]:
    """whole turns (signature, state, petition, record, commit) against a bare view, on both databases"""
    with ExitStack() as open_now:
        contenders = bare_views(open_now.enter_context(server_of_bare_views()))
        for name, new_url in open_now.enter_context(databases()).items():
            contenders += turns_of(open_now.enter_context(house(name, new_url(), PETITIONS)))
        return race(contenders, turns=200 if quick else 500, seconds=10 if quick else 40)
