"""For supervisors: is the routing file right, and what does the line make of a sentence?"""

import json
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path

import click

from commands.line import read_routing
from ivr.check import faults_of, paths
from routing.competence import competent as finding
from routing.directory import stale
from routing.finder import book_of
from settings import Settings
from words.catalogue import open_words


@click.command()
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(file: Path | None) -> None:
    """Check the voice tree, the catalogues and the routing file (or FILE in its place)."""
    directory = read_routing(file or Settings.from_env().routing_file)
    words = open_words()
    found = faults_of(words, directory)
    today = datetime.now(Settings.from_env().timezone).date()
    old = Counter(one.why for one in stale(directory, today))
    for each in (*found, *paths(words, directory)):
        click.echo(str(each))
    click.echo("contacts never spoken: " + ", ".join(f"{count} {why}" for why, count in sorted(old.items())))
    sys.exit(1 if any(fault.is_error for fault in found) else 0)


@click.command()
@click.argument("sentence", required=False)
@click.option("--county", help="the caller's county, for example CJ")
@click.option(
    "--file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="a TSV, sentence first"
)
@click.option("--json", "as_json", is_flag=True, help="one object a line")
def competent(sentence: str | None, county: str | None, file: Path | None, as_json: bool) -> None:
    """Which institution is competent for SENTENCE, or for each sentence of a file. Not on the line yet."""
    book = book_of(read_routing(Settings.from_env().routing_file))
    said = (
        [row.split("\t")[0] for row in file.read_text("utf-8").splitlines()[1:]] if file else [sentence or ""]
    )
    for one in said:
        found = finding(book, one, county)
        told = [{"id": each.id, "topic": each.topic, "score": round(each.score)} for each in found.candidates]
        if as_json:
            line = {"sentence": one, "verdict": found.verdict, "candidates": told}
            click.echo(json.dumps(line, ensure_ascii=False))
        else:
            click.echo(f"{found.verdict:7} {one}")
            for each in told:
                click.echo(f"        {each['score']:3}  {each['id']} {each['topic']}")
