"""What can be done wrong in a module: one small change, inside one function, at a time."""

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from inspect import CO_OPTIMIZED
from itertools import takewhile
from pathlib import Path
from types import CodeType
from typing import Any, cast

OTHER: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.And: ast.Or,
    ast.Or: ast.And,
}
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}

Place = tuple[str, int]
"""A function or method: its name within the module, and its first line."""
Told = tuple[str, str, str]
SHOWN = 30
MOST_SHOWN = 100
"""Characters around a change that are told, and in all."""


@dataclass(frozen=True)
class Mutant:
    file: str
    lines: range
    """Of the statement that was changed, without the statements inside it."""
    place: Place
    code: CodeType
    """The function made wrong."""
    before: str
    after: str

    @property
    def told(self) -> Told:
        """As a list names it: lines move, words do not."""
        return self.file, self.before, self.after

    def __str__(self) -> str:
        return f"{self.file}:{self.lines.start}: {self.before}  ->  {self.after}"


def mutants(path: Path) -> Iterator[Mutant]:
    whole = ast.parse(path.read_text("utf-8"))
    right = functions(compile(whole, str(path), "exec"))
    for number, (node, statement, outer) in enumerate(_inside(whole)):
        for way in range(len(_ways(node))):
            twin = copy.deepcopy(whole)
            found, changed, _ = _inside(twin)[number]
            _ways(found)[way]()
            before, after = _told(_own_line(statement), _own_line(changed))
            wrong = functions(compile(ast.fix_missing_locations(twin), str(path), "exec"))
            place = next(p for p in wrong if p[1] in _lines(outer, with_decorators=True))
            if wrong[place].co_freevars == right[place].co_freevars:  # as its function needs
                yield Mutant(str(path), _lines(statement), place, wrong[place], before, after)


def functions(code: CodeType) -> dict[Place, CodeType]:
    """The functions and methods of a compiled module; not those inside of them."""
    found: dict[Place, CodeType] = {}
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            if inner.co_flags & CO_OPTIMIZED:
                found[inner.co_qualname, inner.co_firstlineno] = inner
            else:
                found |= functions(inner)
    return found


Inside = tuple[ast.AST, ast.stmt, ast.FunctionDef]


def _inside(module: ast.Module) -> list[Inside]:
    """The bodies of functions, where every line decides something, each node with its statement and
    the outermost function."""
    found: list[Inside] = []

    def walk(node: ast.AST, statement: ast.stmt | None, outer: ast.FunctionDef | None) -> None:
        if isinstance(node, ast.stmt):
            statement = node
        if statement is not None and outer is not None:
            found.append((node, statement, outer))
        if isinstance(node, ast.FunctionDef):
            outer = outer or node
        for child in _children(node):
            walk(child, statement, outer)

    walk(module, None, None)
    return found


def _children(node: ast.AST) -> list[ast.AST]:
    """What is done there: no types, no defaults, and not the safeguards of ``zip``."""
    match node:
        case ast.FunctionDef():
            return list(node.body)
        case ast.AnnAssign():
            return [node.value or node.target]
        case ast.keyword(arg="strict"):
            return []
    return list(ast.iter_child_nodes(node))


def _lines(node: ast.stmt, with_decorators: bool = False) -> range:
    """Where a statement stands, up to the first statement inside it."""
    inside = getattr(node, "body", None) or getattr(node, "cases", None)
    decorators = getattr(node, "decorator_list", []) if with_decorators else []
    first = decorators[0].lineno if decorators else node.lineno
    if not inside:
        return range(first, (node.end_lineno or node.lineno) + 1)
    start = getattr(inside[0], "lineno", node.lineno + 1)
    return range(first, max(start, node.lineno + 1))


def _own_line(statement: ast.stmt) -> str:
    """A statement without those inside it."""
    text = ast.unparse(statement)
    return text.partition("\n")[0] if hasattr(statement, "body") else text


def _told(before: str, after: str) -> tuple[str, str]:
    """What differs, and a little around it."""
    head = _alike(before, after)
    tail = _alike(before[head:][::-1], after[head:][::-1])
    start = max(0, head - SHOWN)
    shown = [text[start : len(text) - tail + SHOWN] for text in (before, after)]
    return shown[0][:MOST_SHOWN], shown[1][:MOST_SHOWN]


def _alike(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


Deed = Callable[[], object]


def _ways(node: ast.AST) -> list[Deed]:
    """What can be done wrong at a node."""
    match node:
        case ast.Compare():
            return [partial(_compare, node, place) for place in range(len(node.ops))]
        case ast.BinOp() | ast.AugAssign() | ast.BoolOp():
            return [partial(_turn, node)] if type(node.op) in OTHER else []
        case ast.UnaryOp(op=ast.Not()):
            return [partial(setattr, node, "operand", ast.UnaryOp(ast.Not(), node.operand))]
        case ast.Constant(value=bool() | int()):
            other = not node.value if isinstance(node.value, bool) else int(node.value) + 1
            return [partial(setattr, node, "value", other)]
        case ast.Call(func=ast.Name(id="min" | "max" | "any" | "all") as function):
            return [partial(setattr, function, "id", NAMES[function.id])]
        case ast.If() | ast.IfExp():
            return [partial(setattr, node, "test", ast.UnaryOp(ast.Not(), node.test))]
        case ast.Return(value=ast.expr() as value) | ast.Expr(value=ast.Call() as value) if (
            not _is_nothing(value)
        ):
            return [partial(setattr, node, "value", ast.Constant(None))]
    return []


def _compare(node: ast.Compare, place: int) -> None:
    node.ops[place] = cast(ast.cmpop, OTHER[type(node.ops[place])]())


def _turn(node: ast.BinOp | ast.AugAssign | ast.BoolOp) -> None:
    node.op = cast(Any, OTHER[type(node.op)]())


def _is_nothing(value: ast.expr) -> bool:
    """None; or false, which is as good: that it is turned into true is a mutant already."""
    return isinstance(value, ast.Constant) and (value.value is None or value.value is False)
