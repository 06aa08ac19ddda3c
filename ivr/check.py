"""What a supervisor or developer is told before a caller can meet it: the voice rules, judged without a call."""

from collections.abc import Collection, Mapping
from datetime import datetime

from ivr.drawing import draw
from ivr.reader import shipped, tree_of
from ivr.rules import answers, entries, entry, journeys, menus, own_texts, sentences, texts, waiting, ways
from ivr.rules.fault import Fault
from ivr.rules.journeys import Path
from ivr.rules.spoken import Spoken
from ivr.rules.waiting import Waits
from ivr.tree import Tree
from routing.directory import Directory
from words.catalogue import Catalogue

__all__ = [
    "Fault",
    "Path",
    "Waits",
    "draw",
    "faults_in",
    "faults_of",
    "faults_of_answers",
    "paths",
    "services",
    "shipped",
    "tree_of",
]


def faults_of(words: Mapping[str, Catalogue], directory: Directory) -> list[Fault]:
    """Everything wrong with our dialogues, these catalogues and this routing file; errors first."""
    return faults_in(shipped(), words, directory)


def faults_in(
    tree: Tree, words: Mapping[str, Catalogue], directory: Directory, waits: Waits | None = None
) -> list[Fault]:
    """The same for any tree, and for other waits than those of ivr/twiml.py."""
    spoken = Spoken(words, directory)
    found = [
        *ways.faults(tree, directory),
        *entry.faults(tree, spoken),
        *menus.faults(tree, spoken),
        *entries.faults(tree, words),
        *sentences.faults(tree, spoken),
        *waiting.faults(tree, spoken, waits or Waits()),
        *journeys.faults(tree, words, directory),
        *texts.faults(words, directory),
        *own_texts.faults(spoken),
    ]
    return sorted(dict.fromkeys(found), key=lambda fault: not fault.is_error)


def faults_of_answers(words: Mapping[str, Catalogue], directory: Directory, now: datetime) -> list[Fault]:
    """What is wrong with the menus and answers this routing file makes at a moment (local, aware); takes seconds."""
    found = answers.faults(Spoken(words, directory), now)
    return sorted(found, key=lambda fault: not fault.is_error)


def services() -> Collection[str]:
    """The names a menu of the routing file may hold."""
    return tuple(shipped().services)


def paths(words: Mapping[str, Catalogue], directory: Directory) -> list[Path]:
    """The longest happy path of each service, in each language (voice rule 45)."""
    return journeys.paths(shipped(), words, directory)
