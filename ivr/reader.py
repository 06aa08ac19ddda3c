"""The voice tree, read from the dialogues as they are written, without running a call.

Each step is followed through its branches: a variable holds everything it may hold, a helper of the same file is
read where it is called. What cannot be known so (`to(some_variable)`) is told as unreadable, never guessed.
"""

import ast
import inspect
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules

from ivr import dialogues
from ivr.held import NOTHING, Held, Named, Row, Scope, Thing, merged, side_by_side, unknown
from ivr.tree import ANY, Key, Outcome, Step, Target, Tree, Unreadable, Value
from ivr.wording import meaning

DEEPEST = 8  # helpers that call helpers


@lru_cache(maxsize=1)
def shipped() -> Tree:
    """The tree of our own dialogues."""
    names = [one.name for one in iter_modules(dialogues.__path__)]
    modules = {name: import_module(f"{dialogues.__name__}.{name}") for name in names}
    return tree_of({name: inspect.getsource(module) for name, module in modules.items()})


def tree_of(sources: Mapping[str, str]) -> Tree:
    """The tree of dialogues given as source text, by the name of their file without .py."""
    files = [_File.opened(name, source) for name, source in sources.items()]
    steps = {step.name: step for file in files for step in file.steps()}
    return Tree(steps, tuple(dict.fromkeys(one for file in files for one in file.unreadable)))


@dataclass
class _File:
    """One dialogue under reading. `words` maps the names it imported from ivr.script to what they are there."""

    name: str
    functions: dict[str, ast.FunctionDef]
    constants: Scope
    words: dict[str, str]
    unreadable: list[Unreadable] = field(default_factory=list)
    at: str = ""
    depth: int = 0

    @classmethod
    def opened(cls, name: str, source: str) -> "_File":
        body = ast.parse(source).body
        functions = {node.name: node for node in body if isinstance(node, ast.FunctionDef)}
        imports = [node for node in body if isinstance(node, ast.ImportFrom) and node.module == "ivr.script"]
        words = {alias.asname or alias.name: alias.name for node in imports for alias in node.names}
        file = cls(name, functions, {}, words, at=name)
        _Reading(file, file.constants).through(body)
        return file

    def steps(self) -> list[Step]:
        return [self._step(node) for node in self.functions.values() if "step" in self.marks(node)]

    def marks(self, node: ast.FunctionDef) -> set[str]:
        """Its decorators, by their names in ivr.script."""
        return {
            self.words.get(mark.id, mark.id) for mark in node.decorator_list if isinstance(mark, ast.Name)
        }

    def _step(self, node: ast.FunctionDef) -> Step:
        self.at = f"{self.name}.{node.name}"
        takes = [arg.arg for arg in (*node.args.args, *node.args.kwonlyargs)][1:]
        optional = len(node.args.defaults) + sum(one is not None for one in node.args.kw_defaults)
        needs = takes[: len(takes) - optional]
        held = self.answer(node, {name: (Value(source=name),) for name in takes})
        outcomes = tuple(one for one in held if isinstance(one, Outcome))
        if len(outcomes) < len(held) or not held:
            self.cannot_read(
                node, "returns something that is no ask, listen, confirm, menu, go, dial or hang_up"
            )
        is_offered, part_of = "offered" in self.marks(node), self._part_of()
        return Step(self.at, frozenset(needs), frozenset(takes), outcomes, is_offered, part_of)

    def _part_of(self) -> str:
        """The service that the whole file belongs to, in a line `PART_OF = "..."`."""
        said = self.constants.get("PART_OF", ())
        return next((one.text for one in said if isinstance(one, Value)), "")

    def answer(self, node: ast.FunctionDef, given: Scope) -> Held:
        """Everything a function may return."""
        if self.depth >= DEEPEST:
            return (Value(source=node.name),)
        self.depth += 1
        reading = _Reading(self, dict(given))
        reading.through(node.body)
        self.depth -= 1
        return tuple(dict.fromkeys(reading.returned))

    def cannot_read(self, node: ast.expr | ast.stmt, what: str) -> None:
        self.unreadable.append(Unreadable(self.at, f"line {node.lineno} {what}"))


class _Reading:
    """One function followed through its branches; `scope` says what each name may hold at this point."""

    def __init__(self, file: _File, scope: Scope) -> None:
        self.file = file
        self.scope = scope
        self.returned: list[Thing] = []

    @property
    def file_name(self) -> str:
        return self.file.name

    def cannot_read(self, node: ast.expr | ast.stmt, what: str) -> None:
        self.file.cannot_read(node, what)

    def through(self, body: Iterable[ast.stmt]) -> bool:
        """Whether the end of these statements can be reached."""
        return all(self._statement(node) for node in body)

    def _statement(self, node: ast.stmt) -> bool:
        match node:
            case ast.Return(value):
                self.returned.extend(self.held(value) if value else (NOTHING,))
                return False
            case ast.Raise():
                return False
            case ast.Assign(targets, value):
                for target in targets:
                    self._bind(target, value)
            case ast.AnnAssign(target, _, value) if value:
                self._bind(target, value)
            case ast.If(test, body, orelse):
                self.held(test)
                return self._one_of([body, orelse])
            case ast.Match(_, cases):
                bodies = [one.body for one in cases]
                return self._one_of(bodies if any(map(_takes_all, cases)) else [*bodies, []])
            case ast.Try(body, handlers, orelse, final):
                return self._one_of([[*body, *orelse], *(one.body for one in handlers)]) and self.through(
                    final
                )
            case ast.For(body=body) | ast.While(body=body):
                return self._one_of([body, []])
            case ast.With(body=body):
                return self.through(body)
        return True

    def _one_of(self, bodies: list[list[ast.stmt]]) -> bool:
        """Reads each branch from the same point; afterwards a name may hold what any open branch gave it."""
        before, after = self.scope, list[Scope]()
        for body in bodies:
            self.scope = dict(before)
            if self.through(body):
                after.append(self.scope)
        self.scope = merged(after) if after else before
        return bool(after)

    def _bind(self, target: ast.expr, value: ast.expr) -> None:
        match target, value:
            case ast.Name(name), _:
                self.scope[name] = self.held(value)
            case ast.Tuple(targets), ast.Tuple(values) if len(targets) == len(values):
                held = [self.held(one) for one in values]
                self.scope |= {
                    one.id: what for one, what in zip(targets, held, strict=True) if isinstance(one, ast.Name)
                }
            case ast.Tuple(targets), _:
                self.scope |= {one.id: unknown(one) for one in targets if isinstance(one, ast.Name)}

    def held(self, node: ast.expr) -> Held:
        """Everything an expression may be."""
        match node:
            case ast.Constant(str(text)):
                return (Value(text=text),)
            case ast.Constant(None):
                return (NOTHING,)
            case ast.JoinedStr(parts):
                return (Value(text="".join(self._piece(part) for part in parts)),)
            case ast.Name(name):
                return self._named(name)
            case ast.IfExp(_, body, orelse):
                return tuple(dict.fromkeys((*self.held(body), *self.held(orelse))))
            case ast.BoolOp(ast.Or(), values):
                return tuple(dict.fromkeys(one for value in values for one in self.held(value)))
            case ast.NamedExpr(ast.Name(name), value):
                self.scope[name] = self.held(value)
                return self.scope[name]
            case ast.Tuple(items) | ast.List(items):
                return (self.row(items),)
            case ast.BinOp(left, ast.Add(), right):
                return self._joined(node, self.held(left), self.held(right))
            case ast.GeneratorExp(element, [each]) | ast.ListComp(element, [each]):
                return (self._each(element, each),)
            case ast.Call():
                return self._called(node)
        return unknown(node)

    def _piece(self, part: ast.expr) -> str:
        if isinstance(part, ast.Constant):
            return str(part.value)
        held = self.held(part.value) if isinstance(part, ast.FormattedValue) else ()
        return held[0].text if len(held) == 1 and isinstance(held[0], Value) and held[0].text else ANY

    def _named(self, name: str) -> Held:
        known = self.scope.get(name) or self.file.constants.get(name)
        return known or ((Named(name),) if name in self.file.functions else (Value(source=name),))

    def row(self, items: Iterable[ast.expr]) -> Row:
        places: list[Held] = []
        for item in items:
            if isinstance(item, ast.Starred):
                places.extend(side_by_side(self.held(item.value)))
            else:
                places.append(self.held(item))
        return Row(tuple(places))

    def _joined(self, node: ast.expr, left: Held, right: Held) -> Held:
        if all(isinstance(one, Row) for one in (*left, *right)):
            return (Row((*side_by_side(left), *side_by_side(right))),)
        return unknown(node)

    def _each(self, element: ast.expr, each: ast.comprehension) -> Row:
        """A comprehension: over a known row place by place, over anything else any number of times."""
        rows = self.held(each.iter)
        known = all(isinstance(row, Row) for row in rows) and isinstance(each.target, ast.Name)
        inner = _Reading(self.file, dict(self.scope))
        if not known or not isinstance(each.target, ast.Name):
            names = [one.id for one in ast.walk(each.target) if isinstance(one, ast.Name)]
            inner.scope |= {name: (Value(source=name),) for name in names}
            return Row(((*inner.held(element), NOTHING),))
        places = []
        for place in side_by_side(rows):
            inner.scope[each.target.id] = place
            places.append(inner.held(element))
        return Row(tuple(places))

    def _called(self, node: ast.Call) -> Held:
        match node.func:
            case ast.Attribute(attr="services"):
                return (Row(((Key("", f"{ANY}.topic", (Target(ANY),)),),)),)
            case ast.Name(name) if name in self.file.functions:
                return self.file.answer(
                    self.file.functions[name], self._given(self.file.functions[name], node)
                )
            case ast.Name("tuple" | "list") if len(node.args) == 1:
                return self.held(node.args[0])
            case ast.Name(name) if name in self.file.words:
                return meaning(self, self.file.words[name], node)
        return unknown(node)

    def _given(self, function: ast.FunctionDef, node: ast.Call) -> Scope:
        """What the parameters of a helper hold in this call of it."""
        names = [arg.arg for arg in function.args.args]
        defaults = function.args.defaults
        scope = {name: unknown(value) for name, value in zip(names[::-1], defaults[::-1], strict=False)}
        places = self.row(node.args).places
        scope |= dict(zip(names, places, strict=False))
        if function.args.vararg:
            scope[function.args.vararg.arg] = (Row(places[len(names) :]),)
        return scope | {one.arg: self.held(one.value) for one in node.keywords if one.arg}


def _takes_all(case: ast.match_case) -> bool:
    return isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None and case.guard is None
