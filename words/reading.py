"""A translator's mistake is told with the file, the entry and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from words.patterns import Pattern, blanks, pattern


class BrokenWords(Exception):
    """A language file cannot be used."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One place in a language file: what stands there, and where it is."""

    file: str
    path: str
    value: object

    def broken(self, why: str) -> BrokenWords:
        return BrokenWords(f"{self.file}: {self.path or 'the file'}: {why}")

    def __getitem__(self, key: str | int) -> "Entry":
        """The entry below this one; BrokenWords if it is missing."""
        below = self.get(key)
        if below is None:
            raise Entry(self.file, self._below(key), None).broken("is missing")
        return below

    def get(self, key: str | int) -> "Entry | None":
        """The entry below this one, or None."""
        mapping = self.mapping()
        return Entry(self.file, self._below(key), mapping[key]) if key in mapping else None

    def entries(self) -> "dict[str | int, Entry]":
        """All entries below this one by their keys."""
        return {key: self[key] for key in self.mapping()}

    def mapping(self) -> Mapping[str | int, object]:
        if self.value is None:
            return {}
        if not isinstance(self.value, dict):
            raise self.broken("must be a list of entries `name: ...`")
        return self.value

    def text(self) -> str:
        if not isinstance(self.value, str) or not self.value:
            raise self.broken(f"must be a text, not {self.value!r}")
        return self.value

    def number(self) -> int:
        if not isinstance(self.value, int):
            raise self.broken(f"must be a number, not {self.value!r}")
        return self.value

    def texts(self, how_many: int | None = None) -> tuple[str, ...]:
        """A list of texts, of the length asked for."""
        if not isinstance(self.value, list) or not all(isinstance(item, str) for item in self.value):
            raise self.broken("must be a list of texts")
        if how_many not in (None, len(self.value)):
            raise self.broken(f"must have {how_many} texts, has {len(self.value)}")
        return tuple(self.value)

    def pattern(self) -> Pattern:
        """A text with blanks."""
        try:
            return pattern(self.text())
        except ValueError as wrong:
            raise self.broken(str(wrong)) from None

    def template(self, *names: str) -> str:
        """A text whose blanks may only be these, without forms; for str.format."""
        for blank in blanks(self.pattern()):
            if blank.name not in names or blank.form != "text":
                raise self.broken(f"unknown placeholder {{{blank.name}}}; here are {', '.join(names)}")
        return self.text()

    def choice(self, *allowed: str) -> str:
        if self.text() not in allowed:
            raise self.broken(f"must be one of {', '.join(allowed)}, not {self.value!r}")
        return self.text()

    def _below(self, key: str | int) -> str:
        return f"{self.path}.{key}" if self.path else str(key)


def read(path: Path) -> Entry:
    """The whole of a language file (YAML 1.2; a key written twice is a mistake)."""
    try:
        return Entry(path.name, "", YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")))
    except YAMLError as wrong:
        raise BrokenWords(f"{path.name}: {wrong}") from None
