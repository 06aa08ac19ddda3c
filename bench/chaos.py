"""`python -m bench.chaos [CITIZENS] [--seed N]`: a day on which processes die all the time, on both databases.

The same as tests/web/test_web_chaos.py; ends with 1 if anything that was said is not so afterwards.
"""

import argparse
import random
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from settings import ROOT

sys.path.append(str(ROOT / "tests"))  # its pieces import each other by name

from chaos import DAY, ZONE, Day, line_of
from chaos_found import faults_of_booking, faults_of_ringing, faults_of_sending
from conftest_gunicorn import serving

from bench.contenders import databases
from store import migrate
from store.database import open_store


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.chaos", description=__doc__)
    parser.add_argument(
        "citizens", nargs="?", type=int, default=150, help="who makes one to three calls each"
    )
    parser.add_argument("--seed", type=int, default=int(time.time()))
    asked = parser.parse_args()
    print(f"{asked.citizens} citizens, seed {asked.seed}", flush=True)
    with databases() as made:
        found = [
            fault for name, url in made.items() for fault in played(name, url(), asked.citizens, asked.seed)
        ]
    sys.exit(1 if found else 0)


def played(name: str, url: str, citizens: int, seed: int) -> list[str]:
    """The whole day on one database; what was wrong afterwards."""
    store = open_store(url)
    migrate.up(store)
    store.dispose()
    with tempfile.TemporaryDirectory(prefix="telverde-chaos-") as home:
        folder = Path(home) / "post"
        folder.mkdir()
        with serving(url, Path(home), **line_of(folder)) as served:
            day = Day(served, folder, citizens, random.Random(seed))
            found = _called(day)
        with serving(url, Path(home), **line_of(folder), TELVERDE_CLOCK=f"{DAY}T09:00") as served:
            day.served = served
            day.ring_at_the_hour(patience=3 + citizens / 20)
            found += faults_of_ringing(day)
        _tell(name, day, found)
    return found


def _called(day: Day) -> list[str]:
    day.open_office()
    day.book_and_change(at_once=16)
    found = faults_of_booking(day)
    day.settle(datetime(DAY.year, DAY.month, DAY.day - 2, 9, tzinfo=ZONE))
    return found + faults_of_sending(day)


def _tell(name: str, day: Day, found: list[str]) -> None:
    print(
        f"{name}: {day.calls} calls, {len(day.spoken)} confirmations, {day.repeated} requests repeated,"
        f" {len(day.board.rings())} rings, {day.killed['web']} web workers and {day.killed['worker']} job workers"
        f" killed: {len(found)} faults",
        *found,
        sep="\n  ",
        flush=True,
    )


if __name__ == "__main__":
    main()
