"""What most commands begin with: the line as the environment describes it, or its routing file."""

import sys
from pathlib import Path

from app import open_hotline
from jobs.bell import Bell
from jobs.send import Post
from routing.directory import Directory, Faults, read
from routing.encoding import decoded
from settings import Settings
from web.hotline import Hotline
from web.papers import writer_of


def the_line() -> Hotline:
    return open_hotline(Settings.from_env())


def post_of(line: Hotline) -> Post:
    """What messages go out with: the words, the carrier, and the name and number that are published now."""
    return Post(line.store, line.words, line.carrier, line.mail, writer_of(line))


def bell_of(line: Hotline) -> Bell:
    """What telephones are rung with at the hour of a ticket."""
    return Bell(line.store, line.carrier, line.base_url, line.directory.tickets, line.zone)


def read_routing(file: Path) -> Directory:
    """The routing file; its mistakes, or why it cannot be read, are told as they are."""
    try:
        return read(text_in(file))
    except Faults as faults:
        sys.exit(str(faults))


def text_in(file: Path) -> str:
    """What a supervisor has saved. Raises Faults if it is not UTF-8; why there is nothing is told as it is."""
    try:
        return decoded(file.read_bytes())
    except OSError as error:
        sys.exit(f"telverde: {file} cannot be read: {error.strerror}")
