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
from routing.parts import LINKED, NEXT, Part, alone, parts, rest
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
    if found:
        return Written(found.value, found.keys, found.values)
    return in_parts(text) or composed(text)


def in_parts(text: str) -> Written | None:
    """The same, but only the entries that are not plain are read by the full reader; None if that cannot be told."""
    pieces = parts(text)
    if pieces is None or is_too_deep(text):
        return None
    whole = Written({})
    whole.values[()] = (pieces[0].rows + (0 if pieces[0].under else 1), 1)
    for piece in pieces:
        try:
            one = _one(piece, text)
        except Faults:
            _fail_as_the_whole(text, piece)
            return None
        if one is None or not _added(whole, one, piece, text):
            return None
    return whole


def _one(piece: Part, text: str) -> Written | None:
    """What an entry says, in its place; None if it may say something about others."""
    above: Place = (piece.under,) if piece.under else ()
    if found := plain(piece.text):
        keys, values = (
            {(*above, *at): (row + piece.rows, column) for at, (row, column) in spots.items()}
            for spots in (found.keys, found.values)
        )
        return Written(found.value, keys, values)
    if LINKED.search(piece.text):
        return None
    one = composed(alone(text, piece))
    if not _is_apart(one.value, piece):
        return None
    one.value = one.value[piece.under] if above else one.value
    follows = (*above, NEXT) if piece.then > 1 else (NEXT,)
    if piece.then > 1 or not above:
        one.value.pop(NEXT, None)
    for spots in (one.keys, one.values):
        spots.pop(follows, None)
    return one


def _is_apart(value: Any, piece: Part) -> bool:
    """Whether nothing is there but the entry, in what it belongs to, and what follows."""
    wanted = {piece.under} if piece.under else set()
    wanted |= {NEXT} if piece.then == 1 else set()
    if not isinstance(value, dict):
        return False
    if not piece.under:
        return len(value) == 1 + (piece.then > 0) and wanted <= value.keys()
    inner = value.get(piece.under)
    return value.keys() == wanted and isinstance(inner, dict) and (NEXT in inner) == (piece.then > 1)


def _added(whole: Written, one: Written, piece: Part, text: str) -> bool:
    """Puts an entry to the others; False where only the whole text tells what it means."""
    above: Place = (piece.under,) if piece.under else ()
    if not isinstance(one.value, dict) or len(one.value) != 1:
        return False
    if above and not _opened(whole, one, piece, text):
        return False
    [(key, value)] = one.value.items()
    others, at = (whole.value[piece.under] if above else whole.value), (*above, key)
    if key in others:
        first = whole.keys[at][0]
        whole.faults.append(Fault(*one.keys[at], in_words(at), *_twice(first)))
        return True
    others[key] = value
    whole.keys |= {place: spot for place, spot in one.keys.items() if len(place) > len(above)}
    whole.values |= {place: spot for place, spot in one.values.items() if len(place) > len(above)}
    whole.faults += one.faults
    return True


def _opened(whole: Written, one: Written, piece: Part, text: str) -> bool:
    """The part an entry belongs to is there; False if another one of that name is."""
    spot = (text.count("\n", 0, piece.head) + 1, 1)
    if (piece.under,) not in whole.keys:
        whole.value[piece.under] = {}
        whole.keys[piece.under,], whole.values[piece.under,] = spot, one.values[piece.under,]
    return whole.keys[piece.under,] == spot


def _fail_as_the_whole(text: str, piece: Part) -> None:
    """Raises what the full reader would raise for the whole text, when what is above the piece is right."""
    try:
        YAML(typ="rt", pure=True).compose(rest(text, piece))
    except YAMLError as error:
        raise Faults([broken(error, text)]) from None
    except RecursionError:
        raise Faults([too_deep()]) from None


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
            found.faults.append(_fault(key, at, *_twice(found.keys[at][0])))
        else:
            found.keys[at] = _spot(key)
            yield key.value, part


def _twice(first: int) -> tuple[str, str]:
    return f"este deja pe rândul {first}", "ștergeți unul dintre ele"


def _scalar(node: ScalarNode) -> str | int | bool | None:
    text: str = node.value
    return scalar(text) if node.style is None else text


def _spot(node: Node) -> Spot:
    return (node.start_mark.line + 1, node.start_mark.column + 1)


def _fault(node: Node, place: Place, what: str, write: str) -> Fault:
    return Fault(*_spot(node), in_words(place), what, write)
