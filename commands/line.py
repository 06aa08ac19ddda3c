"""What most commands begin with: the line as the environment describes it, or its routing file."""

import sys
from pathlib import Path

from app import open_hotline
from routing.directory import Directory, Faults, read
from settings import Settings
from web.hotline import Hotline


def the_line() -> Hotline:
    return open_hotline(Settings.from_env())


def read_routing(file: Path) -> Directory:
    """The routing file; its mistakes, or why it cannot be read, are told as they are."""
    try:
        return read(file.read_text("utf-8"))
    except OSError as error:
        sys.exit(f"telverde: {file} cannot be read: {error.strerror}")
    except Faults as faults:
        sys.exit(str(faults))
