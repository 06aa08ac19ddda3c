"""One published routing file: what the line knows as long as nobody publishes another."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

from routing.directory import Directory
from routing.finder import book_of
from routing.phrasebook import Phrasebook


@dataclass(frozen=True)
class Revision:
    """`number` counts publications from 1; 0 is a file that nobody has published."""

    number: int
    directory: Directory
    before: Phrasebook | None = field(
        default=None, repr=False, compare=False
    )  # a book to make this one's from

    @cached_property
    def book(self) -> Phrasebook:
        """Which institution a caller means. Takes seconds to make, when first asked: so not in a turn."""
        return book_of(self.directory, self.before)

    @property
    def has_book(self) -> bool:
        return "book" in vars(self)

    def keep(self, book: Phrasebook) -> None:
        """A book of the same phrases, made before."""
        vars(self)["book"] = book

    def like(self, number: int, directory: Directory) -> Self:
        """Another revision; it shares the book with this one if no phrase differs, as after most edits."""
        return type(self)(number, directory, self.book if self.has_book else None)
