"""What a reviewer reads: which rule is broken, where, and how."""

from dataclasses import dataclass
from typing import NamedTuple

from routing.said_at import About

SHORTER = "scrieți mai scurt"


class Theirs(NamedTuple):
    """What a supervisor is told of a rule that the routing file can break: what is wrong and what to do, in Romanian.

    `what` may hold `{}`, the place of what was measured. `about` is what of the file is said there, the most telling
    first: texts as they are said, or places.
    """

    what: str
    write: str
    about: tuple[About, ...] = ()


@dataclass(frozen=True)
class Fault:
    """One broken rule. An error blocks publishing, a warning does not. `where` is a step, or a language and a key.

    `theirs` is there if the routing file can be the reason.
    """

    rule: str
    is_error: bool
    where: str
    what: str
    theirs: Theirs | None = None

    def __str__(self) -> str:
        return f"{'E' if self.is_error else 'W'} {self.rule}  {self.where}: {self.what}"


def error(rule: int | str, where: str, what: str, theirs: Theirs | None = None) -> Fault:
    """A fault that blocks publishing; a number is a voice rule."""
    return Fault(_named(rule), True, where, what, theirs)


def warning(rule: int | str, where: str, what: str, theirs: Theirs | None = None) -> Fault:
    """A fault that does not block publishing."""
    return Fault(_named(rule), False, where, what, theirs)


def over(
    rule: int,
    where: str,
    what: str,
    measured: float,
    most: float,
    wanted: float | None = None,
    theirs: Theirs | None = None,
) -> list[Fault]:
    """An error above `most`, a warning above `wanted`; either may be infinite or left out. `what` holds `{}`."""
    said = f"{measured:.1f}".removesuffix(".0")
    if measured > most:
        told = theirs and theirs._replace(what=f"{_in(theirs, said)}; cel mult {most:g}")
        return [error(rule, where, f"{what.format(said)}; at most {most:g}", told)]
    if wanted is not None and measured > wanted:
        told = theirs and theirs._replace(what=f"{_in(theirs, said)}; mai bine cel mult {wanted:g}")
        return [warning(rule, where, f"{what.format(said)}; better at most {wanted:g}", told)]
    return []


def _in(theirs: Theirs, measured: str) -> str:
    return theirs.what.format(measured.replace(".", ","))


def _named(rule: int | str) -> str:
    return f"voice-rule {rule}" if isinstance(rule, int) else rule
