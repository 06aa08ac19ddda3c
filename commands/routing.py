"""For supervisors: is the routing file right, what will callers hear, and what does the line make of a sentence?"""

import json
import sys
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import click

from commands.line import read_routing, text_in
from ivr import check as voice_tree
from ivr.difference import difference
from ivr.drawing import as_svg, as_text, rows
from ivr.in_file import of_the_file
from ivr.rehearsal import rehearsed
from routing.aged import Stale, stale
from routing.competence import competent as finding
from routing.directory import Directory, Fault, Faults, read
from routing.faults import in_words
from routing.finder import book_of
from routing.json_schema import json_schema
from routing.printed import reference
from routing.revision import Revision
from settings import Settings
from store import routing
from store.database import open_store, work
from words.catalogue import open_words

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
COLUMN = ("sentence", "sentences", "propoziție", "propozitie", "propoziția", "propozitia", "mondat")
Found = list[Fault | voice_tree.Fault]  # in the file, or in the tree it makes of the dialogues


@click.command()
@click.argument("file", required=False, type=FILE)
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text")
@click.option("--reference", "printed", is_flag=True, help="print what may be written in the file instead")
def check(file: Path | None, form: str, printed: bool) -> None:
    """Check the voice tree, the catalogues and the routing file, or FILE as it would be published today."""
    if printed:
        click.echo(reference(json_schema()), nl=False)
        return
    settings = Settings.from_env()
    today = datetime.now(settings.timezone).date()
    place = file or settings.routing_file
    directory, found = _judged(place, today if file else None)
    old = stale(directory, today) if directory else []
    if form == "json":
        click.echo(_as_json(place, found, old))
    for fault in found if form != "json" else ():
        click.echo(_annotation(place, fault) if form == "github" else str(fault))
    if form == "text" and directory:
        _tell(directory, old)
    sys.exit(1 if any(map(_is_error, found)) else 0)


def _judged(place: Path, today: date | None) -> tuple[Directory | None, Found]:
    """The directory, if the file can be read as one, and all that is wrong with it."""
    try:
        text = text_in(place)
        directory = read(text, today, voice_tree.services())
    except Faults as faults:
        return None, list(faults.faults)
    words, now = open_words(), datetime.now(Settings.from_env().timezone)
    answers = voice_tree.faults_of_answers(words, directory, now)
    return directory, of_the_file([*voice_tree.faults_of(words, directory), *answers], text)


def _tell(directory: Directory, old: list[Stale]) -> None:
    for path in voice_tree.paths(open_words(), directory):
        click.echo(str(path))
    counts = Counter(one.why for one in old)
    click.echo("contacts never spoken: " + ", ".join(f"{n} {why}" for why, n in sorted(counts.items())))


def _is_error(fault: Fault | voice_tree.Fault) -> bool:
    return fault.is_error


def _as_json(place: Path, found: Found, old: list[Stale]) -> str:
    told = {
        "file": str(place),
        "ok": not any(map(_is_error, found)),
        "faults": [_fault(fault) for fault in found],
        "stale": [
            {"path": in_words(one.place), "value": one.value, "why": one.why, "checked_on": one.checked_on}
            for one in old
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1, default=str)


def _fault(fault: Fault | voice_tree.Fault) -> dict[str, object]:
    level = "error" if fault.is_error else "warning"
    if isinstance(fault, Fault):
        said = f"{fault.what}; {fault.write}"
        return {
            "line": fault.line,
            "column": fault.column,
            "path": fault.path,
            "message": said,
            "level": level,
        }
    return {"line": None, "column": None, "path": fault.where, "message": fault.what, "level": level}


def _annotation(place: Path, fault: Fault | voice_tree.Fault) -> str:
    """A workflow command of GitHub; what would end it is written as GitHub wants it."""
    one = _fault(fault)
    spot = f",line={one['line']},col={one['column']}" if one["line"] else ""
    said = f"{one['path']} {one['message']}".strip()
    for sign, code in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A")):
        said = said.replace(sign, code)
    return f"::{one['level']} file={place}{spot}::{said}"


@click.command()
@click.argument("before")
@click.argument("after")
def diff(before: str, after: str) -> None:
    """What callers hear differently with AFTER than with BEFORE: two files, or numbers of `telverde revisions`.

    "~" an option that moved to another key, "-" no longer heard, "+" new, "?" a sentence that leads elsewhere.
    """
    settings = Settings.from_env()
    now = settings.clock()().astimezone(settings.timezone)
    old, new = _revision(before, settings), _revision(after, settings)
    for line in difference(old, new, open_words(), now):
        click.echo(line)


def _revision(named: str, settings: Settings) -> Revision:
    if not named.isdecimal():
        return Revision(0, read_routing(Path(named)))
    with work(open_store(settings.database_url)) as unit:
        text = routing.text_of(unit.conn, int(named))
    if text is None:
        sys.exit(f"telverde: there is no revision {named}")
    return Revision(int(named), read(text))


@click.command()
@click.argument("file", required=False, type=FILE)
@click.option("--language", default="ro", help="ro, hu or en")
@click.option("--svg", type=click.Path(dir_okay=False, path_type=Path), help="draw it into this picture")
def tree(file: Path | None, language: str, svg: Path | None) -> None:
    """Draw what callers go through, key by key, with the routing file or FILE."""
    settings = Settings.from_env()
    directory = read_routing(file or settings.routing_file)
    now = settings.clock()().astimezone(settings.timezone)
    words = open_words()
    if language not in words:
        sys.exit(f"telverde: there is no language {language}")
    drawn = rows(rehearsed(Revision(0, directory), words, language, now))
    if svg:
        svg.write_text(as_svg(drawn, directory.name["ro"]), "utf-8")
    else:
        click.echo(as_text(drawn))


@click.command()
@click.argument("sentence", required=False)
@click.option("--county", help="the caller's county, for example CJ")
@click.option("--file", type=FILE, help="a TSV, sentence first; with or without a row of names")
@click.option("--json", "as_json", is_flag=True, help="one object a line")
def competent(sentence: str | None, county: str | None, file: Path | None, as_json: bool) -> None:
    """Which institution is competent for SENTENCE, or for each sentence of a file."""
    directory = read_routing(Settings.from_env().routing_file)
    if county is not None and county not in directory.counties:
        sys.exit(f"telverde: there is no county {county}; there are {', '.join(directory.counties)}")
    book = book_of(directory)
    for one in _sentences(file) if file else [sentence or ""]:
        found = finding(book, one, county)
        told = [{"id": each.id, "topic": each.topic, "score": round(each.score)} for each in found.candidates]
        if as_json:
            line = {"sentence": one, "verdict": found.verdict, "candidates": told}
            click.echo(json.dumps(line, ensure_ascii=False))
        else:
            click.echo(f"{found.verdict:7} {one}")
            for each in told:
                click.echo(f"        {each['score']:3}  {each['id']} {each['topic']}")


def _sentences(file: Path) -> list[str]:
    """The first column; the first row is left out only if it says what the columns are."""
    try:
        rows = [row.split("\t")[0] for row in text_in(file).splitlines()]
    except Faults as faults:
        sys.exit(str(faults))
    return rows[1:] if rows and rows[0].strip().lower() in COLUMN else rows
