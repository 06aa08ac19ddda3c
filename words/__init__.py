"""Every sentence ever said, texted or printed; one file per language, read by one small grammar."""

from words.catalogue import BrokenWords, Catalogue, faults, open_words

__all__ = ["BrokenWords", "Catalogue", "faults", "open_words"]
