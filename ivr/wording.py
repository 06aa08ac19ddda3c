"""What the words of ivr/script.py mean to a reader: `say(...)` in a dialogue becomes a sentence of the tree."""

import ast
from collections.abc import Iterable
from typing import Protocol

from ivr.held import NOTHING, Held, Named, Row, side_by_side, unknown
from ivr.tree import ANY, MAIN, Key, Outcome, Sentence, Slot, Target, Value


class Source(Protocol):
    """A dialogue under reading, at one point of it."""

    @property
    def file_name(self) -> str:
        """The dialogue, without .py."""

    def held(self, node: ast.expr) -> Held:
        """Everything an expression may be."""

    def row(self, items: Iterable[ast.expr]) -> Row:
        """Arguments or items in their order, `*` taken apart."""

    def cannot_read(self, node: ast.expr | ast.stmt, what: str) -> None:
        """Tells of a place that only a running call understands."""


def meaning(source: Source, word: str, node: ast.Call) -> Held:
    """What a call of a word of ivr.script may stand for."""
    match word:
        case "say" | "Say":
            return _sentences(source, node)
        case "to" | "To":
            return _targets(source, node)
        case "to_service":
            return (Target(ANY),)
        case "option" | "Option":
            return (_key(source, node),)
        case "choice":
            return (_choice(source, node),)
        case "numbered":
            return (source.row(node.args),)
        case "ask" | "listen" | "confirm" | "menu" | "go" | "dial" | "hang_up":
            return (_outcome(source, word, node),)
        case "Missed":
            return (Outcome("missed", node.lineno),)
        case "resume":  # to any question that was open; read as the first of them
            return (Outcome("go", node.lineno, then=(Target(MAIN),)),)
    return unknown(node)


def _sentences(source: Source, node: ast.Call) -> Held:
    language = _argument(source, node, 2, "language")
    named = {
        one.arg: one.value for one in node.keywords if one.arg not in (None, "language", "key", "values")
    }
    if len(node.args) > 1 and isinstance(node.args[1], ast.Dict):
        named |= {
            _text(key): value for key, value in zip(node.args[1].keys, node.args[1].values, strict=True)
        }
    values = tuple((str(name), _value(source, value)) for name, value in named.items())
    keys = _texts(source, node, 0, "key", "a sentence")
    return tuple(Sentence(key, values, ANY if language else "") for key in keys)


def _value(source: Source, node: ast.expr) -> Value:
    held = source.held(node)
    texts = {one.text for one in held if isinstance(one, Value) and one.text}
    sources = dict.fromkeys(one.source for one in held if isinstance(one, Value) and one.source)
    return Value(texts.pop() if len(texts) == 1 else ANY if texts else "", " | ".join(sources))


def _targets(source: Source, node: ast.Call) -> Held:
    given = {one.arg for one in node.keywords if one.arg}
    if len(node.args) > 1 and isinstance(node.args[1], ast.Dict):
        given |= {_text(key) for key in node.args[1].keys}
    is_open = any(one.arg is None for one in node.keywords)
    steps = _texts(source, node, 0, "step", "a step")
    return tuple(Target(step, frozenset(given), is_open) for step in steps)


def _texts(source: Source, node: ast.Call, place: int, name: str, what: str) -> list[str]:
    """The literal names an argument may hold; a fault if it holds anything else."""
    argument = _argument(source, node, place, name)
    texts = []
    for one in source.held(argument) if argument else ():
        if isinstance(one, Named):
            texts.append(f"{source.file_name}.{one.name}")
        elif isinstance(one, Value) and one.text.strip(ANY + "."):
            texts.append(one.text)
        else:
            source.cannot_read(node, f"names {what} that only a running call knows: {ast.unparse(node)}")
    return texts


def _argument(source: Source, node: ast.Call, place: int, name: str) -> ast.expr | None:
    if len(node.args) > place:
        return node.args[place]
    return next((one.value for one in node.keywords if one.arg == name), None)


def _key(source: Source, node: ast.Call) -> Key:
    key, topic = (_argument(source, node, place, name) for place, name in ((0, "key"), (1, "topic")))
    target = _argument(source, node, 2, "to") or _argument(source, node, 2, "target")
    silent = _argument(source, node, 3, "silent")
    return Key(
        _value(source, key).text if key else "",
        _value(source, topic).text or ANY if topic else ANY,
        _way(source, target),
        isinstance(silent, ast.Constant) and bool(silent.value),
    )


def _choice(source: Source, node: ast.Call) -> Key:
    topic, called = _argument(source, node, 0, "topic"), _argument(source, node, 2, "called")
    target = _argument(source, node, 1, "target")
    name = _value(source, topic).text if topic else ANY
    return Key("", name, _way(source, target), called=called is not None)


def _way(source: Source, node: ast.expr | None) -> tuple[Target, ...]:
    """The targets an argument may hold."""
    if node is None:
        return ()
    held = source.held(node)
    found = tuple(one for one in held if isinstance(one, Target))
    if len(found) < len(held):
        source.cannot_read(node, "goes somewhere that only a running call knows")
    return found


def _outcome(source: Source, word: str, node: ast.Call) -> Outcome:
    named = {one.arg: one.value for one in node.keywords if one.arg}
    says = _slots(source, node, (source.row(node.args),))
    shape = _value(source, named["shape"]).text if "shape" in named else ""
    firm = _slots(source, node, source.held(named["firm"])) if "firm" in named else ()
    back = _way(source, named.get("back")) or (Target(MAIN),)
    then = _way(source, named.get("then") or named.get("to"))
    match word:
        case "ask":
            return Outcome("ask", node.lineno, says, then=then, back=back, shape=shape)
        case "listen":
            keys = _keys(source, node, named.get("options"))
            return Outcome(
                "listen", node.lineno, says, keys=keys, then=then, back=back, shape=shape or "sentence"
            )
        case "confirm":
            yes = Key("1", "confirm.yes", _way(source, named.get("yes")), silent=True)
            no = Key("2", "confirm.no", _way(source, named.get("no")), silent=True)
            said = (*says, Slot((Sentence("confirm.keys"),)))
            return Outcome("confirm", node.lineno, said, keys=((yes,), (no,)), back=back)
        case "menu":
            keys = _keys(source, node, named.get("options"))
            return Outcome("menu", node.lineno, says, keys=keys, back=back)
        case "go":
            return Outcome("go", node.lineno, says, firm, then=then)
        case "dial":
            return Outcome("dial", node.lineno, says, then=then)
    return Outcome("hang_up", node.lineno, says)


def _slots(source: Source, node: ast.Call, rows: Held) -> tuple[Slot, ...]:
    slots = []
    for place in side_by_side(rows):
        said = tuple(one for one in place if isinstance(one, Sentence))
        if any(one != NOTHING and not isinstance(one, Sentence) for one in place):
            source.cannot_read(node, "says something that is no say()")
        if said:
            slots.append(Slot(said, NOTHING in place))
    return tuple(slots)


def _keys(source: Source, node: ast.Call, options: ast.expr | None) -> tuple[tuple[Key, ...], ...]:
    places = side_by_side(source.held(options)) if options else []
    if any(one != NOTHING and not isinstance(one, Key) for place in places for one in place):
        source.cannot_read(node, "offers something that is no option()")
    return tuple(tuple(one for one in place if isinstance(one, Key)) for place in places)


def _text(node: ast.expr | None) -> str:
    return str(node.value) if isinstance(node, ast.Constant) else ANY
