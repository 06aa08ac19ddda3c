"""What callers hear today: the languages and the routing file of the repository, read once for all tests."""

from pathlib import Path

from routing.directory import read
from words.catalogue import open_words

ROUTING_FILE = Path(__file__).parents[1] / "data" / "institutions.yaml"
ROUTING_TEXT = ROUTING_FILE.read_text("utf-8")
LIVE = read(ROUTING_TEXT)
WORDS = open_words()
