"""What the file says and where it says so: every key and value of a YAML text with its row and column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from routing.faults import Fault, Faults, Place, in_words
from routing.grammar import broken, is_too_deep, too_deep
from routing.plain import Spot, plain, scalar

START: Spot = (1, 1)


@dataclass
class Written:
    """`value` is made of dict, list, str, int, bool and None only. Spots are (row, column), from 1.

    YAML 1.2: `da`, `nu`, `no`, `on` and 08:00 are text. Numbers with a leading 0 or + stay text as well, so
    that a telephone number written without quotes is not lost.
    """

    value: Any = None
    keys: dict[Place, Spot] = field(default_factory=dict)
    values: dict[Place, Spot] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def key_spot(self, place: Place) -> Spot:
        """Where the key of `place` stands; for an item of a list where the item begins."""
        return self.keys.get(place) or self.values.get(place, START)

    def spot(self, place: Place) -> Spot:
        """Where the value of `place` begins."""
        return self.values.get(place) or self.key_spot(place)


def written(text: str) -> Written:
    """The content of a YAML text; raises Faults with one fault when its grammar is broken.

    Keys written twice and anchors do not stop the reading: they are in `faults`.
    """
    found = plain(text)
    return Written(found.value, found.keys, found.values) if found else composed(text)


def composed(text: str) -> Written:
    """The same by the full YAML reader, for texts that are not plain; slow, some 5,000 words a second."""
    if is_too_deep(text):
        raise Faults([too_deep()])
    try:
        root = YAML(typ="rt", pure=True).compose(text)
    except YAMLError as error:
        raise Faults([broken(error, text)]) from None
    except RecursionError:
        raise Faults([too_deep()]) from None
    result = Written()
    result.value = _value(root, (), result, set()) if root is not None else None
    return result


def _value(node: Node, place: Place, found: Written, seen: set[int]) -> Any:
    found.values[place] = _spot(node)
    if id(node) in seen:
        found.faults.append(
            _fault(node, place, "folosește o prescurtare cu steluță", "scrieți valoarea din nou")
        )
        return None
    seen.add(id(node))
    if isinstance(node, MappingNode):
        return {key: _value(part, (*place, key), found, seen) for key, part in _entries(node, place, found)}
    if isinstance(node, SequenceNode):
        return [_value(part, (*place, at), found, seen) for at, part in enumerate(node.value)]
    return _scalar(node) if isinstance(node, ScalarNode) else None


def _entries(node: MappingNode, place: Place, found: Written) -> Iterator[tuple[str, Node]]:
    for key, part in node.value:
        at = (*place, str(key.value))
        if not isinstance(key, ScalarNode):
            found.faults.append(_fault(key, place, "are o cheie care nu este un cuvânt", "scrieți un cuvânt"))
        elif at in found.keys:
            first = found.keys[at][0]
            found.faults.append(_fault(key, at, f"este deja pe rândul {first}", "ștergeți unul dintre ele"))
        else:
            found.keys[at] = _spot(key)
            yield key.value, part


def _scalar(node: ScalarNode) -> str | int | bool | None:
    text: str = node.value
    return scalar(text) if node.style is None else text


def _spot(node: Node) -> Spot:
    return (node.start_mark.line + 1, node.start_mark.column + 1)


def _fault(node: Node, place: Place, what: str, write: str) -> Fault:
    return Fault(*_spot(node), in_words(place), what, write)
