"""What a reviewer reads: which rule is broken, where, and how."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One broken rule. An error blocks publishing, a warning does not. `where` is a step, or a language and a key."""

    rule: str
    is_error: bool
    where: str
    what: str

    def __str__(self) -> str:
        return f"{'E' if self.is_error else 'W'} {self.rule}  {self.where}: {self.what}"


def error(rule: int | str, where: str, what: str) -> Fault:
    """A fault that blocks publishing; a number is a voice rule."""
    return Fault(_named(rule), True, where, what)


def warning(rule: int | str, where: str, what: str) -> Fault:
    """A fault that does not block publishing."""
    return Fault(_named(rule), False, where, what)


def over(
    rule: int, where: str, what: str, measured: float, most: float, wanted: float | None = None
) -> list[Fault]:
    """An error above `most`, a warning above `wanted`; either may be infinite or left out. `what` holds `{}`."""
    said = f"{measured:.1f}".removesuffix(".0")
    if measured > most:
        return [error(rule, where, f"{what.format(said)}; at most {most:g}")]
    if wanted is not None and measured > wanted:
        return [warning(rule, where, f"{what.format(said)}; better at most {wanted:g}")]
    return []


def _named(rule: int | str) -> str:
    return f"voice-rule {rule}" if isinstance(rule, int) else rule
