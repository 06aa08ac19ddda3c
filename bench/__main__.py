"""`python -m bench [turns] [lookup] [booking] [console] [--quick] [--json FILE]`: turns and bookings beside the bare
thing, and the pages of the console.
"""

import argparse
import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench import booking, console, lookup, race, turns
from bench.cores import LOAD, SERVER, on

BENCHES: dict[str, Callable[[bool], list[Any]]] = {
    "turns": turns.results,
    "lookup": lookup.results,
    "booking": booking.results,
    "console": console.results,
}
TABLES: dict[str, Callable[[list[Any]], str]] = {
    "booking": booking.table,
    "console": console.table,
}  # the others race


def main() -> None:
    asked = _asked()
    told = {}
    print(f"Server and database on core {SERVER}, load on core {LOAD}; only ratios within one run count.")
    for name in asked.benches or list(BENCHES):
        print(f"\n{name}: {BENCHES[name].__doc__}", flush=True)
        with on(LOAD):
            results = BENCHES[name](asked.quick)
        print(TABLES.get(name, race.table)(results), flush=True)
        told[name] = [asdict(result) for result in results]
    if asked.json:
        asked.json.write_text(json.dumps(told, indent=1) + "\n", "utf-8")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    # checked by hand: with `choices` an empty list is refused
    parser.add_argument("benches", nargs="*", metavar="BENCH", help=f"{' or '.join(BENCHES)}; all without it")
    parser.add_argument("--quick", action="store_true", help="fewer rounds and a smaller register")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    asked = parser.parse_args()
    if unknown := set(asked.benches) - set(BENCHES):
        parser.error(f"there is no bench {', '.join(sorted(unknown))}")
    return asked


if __name__ == "__main__":
    main()
