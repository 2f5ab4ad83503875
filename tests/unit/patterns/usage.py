"""Reads from the source of the program where it calls `re`, and how what it compiles is applied."""

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

DIRECT = frozenset({"compile", "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"})
ANCHORED = frozenset({"match", "fullmatch"})
EVERY = frozenset({"fullmatch", "match", "search"})
"""How a pattern may be applied of which the source does not tell; `search` stands for all that search."""
_FLAGS = {"compile": 1, "split": 3, "sub": 4, "subn": 4}
"""Where the flags stand among the arguments; third elsewhere."""
_THROUGH = frozenset({"items", "values"})


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a function of `re`; `kept` is the name its pattern is kept under, empty where it has none."""

    file: str
    first: int
    last: int
    function: str
    kept: str
    arguments: tuple[ast.expr, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """One module with, for each node, the node around it, and its nodes by what they name: it is walked only once."""

    file: str
    nodes: tuple[ast.AST, ...] = field(repr=False)
    around: Mapping[ast.AST, ast.AST] = field(repr=False)
    named: Mapping[str, Sequence[ast.AST]] = field(repr=False)
    handed: Mapping[str, Sequence[str]] = field(repr=False)
    imported: frozenset[tuple[str, str]] = field(repr=False)

    @classmethod
    def read(cls, file: str, text: str) -> "Source":
        """Give the source of a file."""
        nodes: list[ast.AST] = [ast.parse(text)]
        around: dict[ast.AST, ast.AST] = {}
        # The list grows while it is read: the order of `ast.walk`, with what is around each node in the same pass.
        for node in nodes:
            for child in ast.iter_child_nodes(node):
                # Whether a name is read or written is asked of the name: half of all nodes say only that.
                if not isinstance(child, ast.expr_context):
                    around[child] = node
                    nodes.append(child)
        named: dict[str, list[ast.AST]] = {}
        handed: dict[str, list[str]] = {}
        for node in nodes:
            if name := _name(node):
                named.setdefault(name, []).append(node)
            if isinstance(node, ast.keyword) and node.arg:
                handed.setdefault(_name(node.value), []).append(node.arg)
        origins = (node for node in nodes if isinstance(node, ast.ImportFrom))
        imported = frozenset((node.module or "", one.name) for node in origins for one in node.names)
        return cls(file, tuple(nodes), around, named, handed, imported)

    def calls(self) -> Iterator[Call]:
        """Give the calls of functions of `re` that take a pattern."""
        for node in self.nodes:
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "re"
                and node.func.attr in DIRECT
            ):
                flags = [one.value for one in node.keywords if one.arg == "flags"]
                place = _FLAGS.get(node.func.attr, 2)
                given = flags or node.args[place : place + 1]
                last = node.end_lineno or node.lineno
                kept = self._kept(node)
                yield Call(self.file, node.lineno, last, node.func.attr, kept, (node.args[0], *given))

    def _kept(self, node: ast.AST) -> str:
        """Give the name under which the pattern of a call is kept: of a variable, an attribute or a field."""
        while (outer := self.around.get(node)) is not None and not isinstance(outer, ast.FunctionDef):
            if isinstance(outer, ast.keyword):
                return outer.arg or ""
            if isinstance(outer, ast.Assign | ast.AnnAssign):
                return _name(outer.targets[0] if isinstance(outer, ast.Assign) else outer.target)
            if isinstance(outer, ast.Call) and not _is_container(outer):
                return ""
            node = outer
        return _name(node.targets[0]) if isinstance(node, ast.Assign) else ""

    def sees(self, call: Call) -> bool:
        """Whether what a call keeps can be reached from here: in its own module, by import, or as an attribute."""
        if self.file == call.file:
            return True
        module = call.file.removesuffix(".py").replace("/", ".")
        return (module, call.kept) in self.imported or any(
            isinstance(node, ast.Attribute) and _of(node.value, call)
            for node in self.named.get(call.kept, ())
        )

    def handed_on_as(self, name: str) -> Sequence[str]:
        """Give the names of the arguments as which something is handed on."""
        return self.handed.get(name, ())

    def applied(self, name: str) -> Iterator[str]:
        """Give the methods called of what a name keeps; all where it is handed on to somebody else."""
        for node in self.named.get(name, ()):
            if not isinstance(getattr(node, "ctx", None), ast.Store):
                yield from self._applied_at(node)

    def _applied_at(self, node: ast.AST) -> Iterable[str]:
        outer = self.around[node]
        while isinstance(outer, ast.Subscript) and outer.value is node:
            node, outer = outer, self.around[outer]
        if isinstance(outer, ast.Attribute) and outer.attr in _THROUGH:
            outer = self.around[self.around[outer]]
        if isinstance(outer, ast.keyword) and outer.arg:
            return ()
        if isinstance(outer, ast.For | ast.comprehension):
            taken = {_name(one) for one in ast.walk(outer.target)} - {""}
            return self.called_of(taken) or EVERY
        if isinstance(outer, ast.Attribute):
            return {outer.attr if outer.attr in ANCHORED else "search"}
        return EVERY

    def called_of(self, names: set[str]) -> set[str]:
        """Give the methods called of what bears one of some names, or of each part of it."""
        outer = [(node, self.around[node]) for name in names for node in self.named.get(name, ())]
        called = {one.attr for _, one in outer if isinstance(one, ast.Attribute) and one.attr in DIRECT}
        parts = {
            _name(one)
            for node, loop in outer
            if isinstance(loop, ast.For | ast.comprehension) and loop.iter is node
            for one in ast.walk(loop.target)
        }
        deeper = self.called_of(parts - {""} - names) if parts - {""} - names else set()
        return {method if method in ANCHORED else "search" for method in called} | deeper


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""


def _of(owner: ast.AST, call: Call) -> bool:
    """Whether what is named before a dot may hold what a call keeps: its module, or a value where it is a field."""
    return call.kept.islower() or _name(owner) == call.file.removesuffix(".py").rsplit("/", maxsplit=1)[-1]


def _is_container(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id in {"tuple", "dict", "frozenset", "list"}


def methods(call: Call, sources: Iterable[Source]) -> frozenset[str]:
    """Give how the pattern of a call is applied, anywhere in the program."""
    if call.function != "compile":
        return frozenset({call.function if call.function in ANCHORED else "search"})
    if not call.kept:
        return EVERY
    # Where nothing bears the name, nothing is applied or handed on: most modules need not be asked what they see.
    near = [source for source in sources if call.kept in source.named and source.sees(call)]
    names = {name for source in near for name in source.handed_on_as(call.kept)}
    told = {method for source in near for method in source.applied(call.kept)}
    if names:
        # Another value may have the name of the argument too; what is called of it tells them apart.
        called = {method for source in sources for method in source.called_of(names)}
        told |= called or EVERY
    return frozenset(told) or EVERY
