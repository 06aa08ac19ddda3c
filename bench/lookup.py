"""A large register answers as fast as a small one."""

from contextlib import ExitStack

from bench.contenders import bare_views, databases, look_up_of, server_of_bare_views
from bench.house import house
from bench.race import Result, race


def results(quick: bool) -> list[Result]:
    """the turn that looks a petition up, in a small and in a large register"""
    with ExitStack() as open_now:
        contenders = bare_views(open_now.enter_context(server_of_bare_views()))[:1]
        for name, new_url in open_now.enter_context(databases()).items():
            for petitions in (10_000, 100_000 if quick else 1_000_000):
                built = open_now.enter_context(house(f"{name}, {petitions:,}", new_url(), petitions))
                contenders.append(look_up_of(built))
        return race(contenders, turns=200 if quick else 500, seconds=8 if quick else 25)
