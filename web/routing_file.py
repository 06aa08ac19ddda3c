"""Who publishes in the console finds the same in the routing file, if nobody changed the file meanwhile."""

import os
import secrets
import shutil
from pathlib import Path
from typing import Literal

from routing.directory import Faults
from routing.encoding import decoded

Outcome = Literal["written", "same", "differs", "none"]


def text_in(file: Path | None) -> str | None:
    """What stands in the file, as the worker reads it; None if there is none, or it is no text."""
    try:
        return decoded(file.read_bytes()) if file else None
    except (OSError, Faults):
        return None


def stands(file: Path | None, published: str) -> Outcome:
    """Whether the file holds what is published."""
    text = text_in(file)
    return "none" if text is None else "same" if text == published else "differs"


def follow(file: Path | None, base: str, published: str) -> Outcome:
    """The file becomes what was published, if it still held the text that was published before.

    After the publication, never before it: the worker that watches the file then finds nothing new in it.
    """
    text = text_in(file)
    if file is None or text != base or text == published:
        return stands(file, published)
    try:
        _replace(file.resolve(), published)
    except OSError:
        return "differs"
    return "written"


def _replace(file: Path, text: str) -> None:
    """All of it or nothing; the ends of rows stay as they were."""
    ends = "\r\n" if b"\r\n" in file.read_bytes() else "\n"
    beside = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        with beside.open("w", encoding="utf-8", newline=ends) as written:
            written.write(text)
            written.flush()
            os.fsync(written.fileno())
        shutil.copymode(file, beside)
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
