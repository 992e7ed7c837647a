"""Every place in the code that gives words to a person beside an error's message: hints, and why a list is not read.

Found by the code's grammar, so that a new one is found as the old ones are. What is given is followed through names,
conditions, parameters and constants to the words themselves.
"""

from __future__ import annotations

import ast
import functools
import importlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import inset
import inset.errors
import inset_build
from inset.words.sentences import Sentence

FOLDERS = {package.__name__: Path(next(iter(package.__path__))) for package in (inset, inset_build)}

HERE = FOLDERS["inset"] / "errors"
"""Here errors take what they are given."""

POSITIONS: Mapping[str, Sequence[int]] = {"Refusal": (0, 1), "unreadable": (1, 2), "add": (1,)}
"""Which arguments of these are such words: of a refusal, of a source that nobody can read, of what is passed over."""

TELLING = frozenset({"sentence", "known", "listed", "with_commas", "either", "one_after_another", "retold"})
"""What makes sentences that know their messages."""

HANDED_ON = frozenset({"hint", "reason", "why", "told", "unreadable"})
"""Attributes and keys that hold words which were given elsewhere, where they are looked at themselves."""


@dataclass(frozen=True)
class Given:
    """Words that are given somewhere, or what makes them where that is no sentence. `at`: file, and the code."""

    at: str
    words: str | None


@dataclass(frozen=True)
class File:
    """A module and its grammar, with the functions around each of its nodes."""

    path: Path
    name: str
    tree: ast.Module
    around: Mapping[ast.AST, ast.FunctionDef | ast.AsyncFunctionDef | None]

    @functools.cached_property
    def module(self) -> ModuleType:
        return importlib.import_module(self.name)


@functools.cache
def files() -> tuple[File, ...]:
    """Every file of the helper, the command line and the build."""
    found = []
    for package, folder in FOLDERS.items():
        for path in sorted(each for each in folder.rglob("*.py") if HERE not in each.parents):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            name = ".".join((package, *path.relative_to(folder).with_suffix("").parts)).removesuffix(".__init__")
            found.append(File(path, name, tree, dict(_around(tree, None))))
    return tuple(found)


def literals() -> set[str]:
    """Every text that stands in the code as it is, in one line or in several."""
    nodes = (node for file in files() for node in ast.walk(file.tree))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def given() -> Iterator[Given]:
    """Yield all words that are given."""
    for file in files():
        for node in ast.walk(file.tree):
            for value in _values(node):
                for words in _followed(value, file, ()):
                    yield Given(_place(file, value), words)


def messages() -> Iterator[Given]:
    """Yield the words of all errors: what says in one sentence what is wrong, and what to do."""
    errors = frozenset(inset.errors.__all__) - {"ExitStatus", "error_of"}
    for file in files():
        for node in ast.walk(file.tree):
            if isinstance(node, ast.Call) and _called(node) in errors:
                for value in [*node.args[:1], *(each.value for each in node.keywords if each.arg == "message")]:
                    for words in _followed(value, file, ()):
                        yield Given(_place(file, value), words)


def _place(file: File, value: ast.expr) -> str:
    package = file.name.partition(".")[0]
    return f"{package}/{file.path.relative_to(FOLDERS[package]).as_posix()}: {ast.unparse(value)}"


def _around(
    node: ast.AST, function: ast.FunctionDef | ast.AsyncFunctionDef | None
) -> Iterator[tuple[ast.AST, ast.FunctionDef | ast.AsyncFunctionDef | None]]:
    for child in ast.iter_child_nodes(node):
        yield child, function
        inner = child if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) else function
        yield from _around(child, inner)


def _values(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.Assign) and any(isinstance(to, ast.Attribute) and to.attr == "hint" for to in node.targets):
        yield node.value
    if not isinstance(node, ast.Call):
        return
    yield from (each.value for each in node.keywords if each.arg in ("hint", "reason"))
    called = _called(node)
    if called == "add" and "passed_over" not in ast.unparse(node.func):
        return
    if called == "unreadable" and len(node.args) == 2 and not isinstance(node.args[1], ast.Starred):
        return  # a file on the disk, and what the system said
    for position in POSITIONS.get(called, ()):
        yield from node.args[position : position + 1]


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _followed(value: ast.expr, file: File, seen: tuple[str, ...]) -> Iterator[str | None]:
    """The words that an expression may be; None for one that makes words itself, and nothing for a sentence."""
    if isinstance(value, ast.Constant):
        yield from [value.value] if isinstance(value.value, str) else []
    elif _is_a_message(value, file):
        return
    elif (choices := _choices(value)) is not None:
        for each in choices:
            yield from _followed(each, file, seen)
    elif isinstance(value, ast.Subscript | ast.Starred | ast.Name):
        named = value if isinstance(value, ast.Name) else value.value
        yield from _named(named.id, value, file, seen) if isinstance(named, ast.Name) else [None]
    elif isinstance(value, ast.Call) and (returned := _returned(_called(value), file)) is not None:
        for each, elsewhere in returned:
            yield from _followed(each, elsewhere, seen)
    else:
        yield None


def _is_a_message(value: ast.expr, file: File) -> bool:
    """Whether it makes a sentence, or hands on words that were given elsewhere, where they are looked at themselves."""
    match value:
        case ast.Call():
            return _called(value) in TELLING
        case ast.Attribute(attr=name) | ast.Subscript(slice=ast.Constant(value=name)) if name in HANDED_ON:
            return True
        case ast.Attribute(value=ast.Name(id="error" | "damage"), attr="message"):
            # A message is handed on as a reason where lists are read: all messages there are sentences.
            return file.name.startswith("inset_build.readers")
    return False


def _choices(value: ast.expr) -> list[ast.expr] | None:
    """The expressions of which one is taken."""
    match value:
        case ast.IfExp():
            return [value.body, value.orelse]
        case ast.BoolOp():
            return value.values
        case ast.Call(func=ast.Name(id="next"), args=[ast.GeneratorExp(elt=each), *others]):
            return [each, *others]
    return None


def _returned(called: str, file: File) -> list[tuple[ast.expr, File]] | None:
    """What a function of ours returns; None where it is not ours."""
    home = getattr(getattr(file.module, called, None), "__module__", file.name)
    for each in files():
        if each.name == home:
            functions = (node for node in ast.walk(each.tree) if isinstance(node, ast.FunctionDef))
            for function in (function for function in functions if function.name == called):
                nodes = (node for node in ast.walk(function) if isinstance(node, ast.Return))
                return [(node.value, each) for node in nodes if node.value is not None]
    return None


def _messages(file: File) -> Iterator[str | None]:
    """A message is handed on as a reason where lists are read: all messages there are sentences."""
    if not file.name.startswith("inset_build.readers"):
        yield None


def _named(name: str, value: ast.expr, file: File, seen: tuple[str, ...]) -> Iterator[str | None]:
    function = file.around.get(value)
    if (mark := f"{file.name}:{function and function.name}:{name}") in seen:
        return
    seen = (*seen, mark)
    while function is not None:
        assigned = list(_assigned(name, function))
        if assigned:
            for each in assigned:
                yield from _followed(each, file, seen)
            return
        if _explains(name, function):
            return
        if (looped := _looped(name, function)) is not None:
            constant, place = looped
            yield from _plain([each[place] for each in getattr(file.module, constant)])
            return
        names = [each.arg for each in (*function.args.args, *function.args.kwonlyargs)]
        if name in names:
            yield from _from_callers(function, name, names, seen)
            return
        function = file.around.get(function)
    yield from _plain(getattr(file.module, name, None))


def _assigned(name: str, function: ast.AST) -> Iterator[ast.expr]:
    """What a name is made of; of several that are taken out of one thing, that thing."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            targets = [each for target in node.targets for each in getattr(target, "elts", [target])]
            if any(getattr(each, "id", "") == name for each in targets):
                yield node.value
        elif isinstance(node, ast.NamedExpr) and node.target.id == name:
            yield node.value


def _looped(name: str, function: ast.AST) -> tuple[str, int] | None:
    """The module's constant whose parts a loop goes through, and which part of each the name is."""
    for node in ast.walk(function):
        if isinstance(node, ast.For | ast.comprehension) and isinstance(node.iter, ast.Name):
            names = [getattr(each, "id", "") for each in getattr(node.target, "elts", [])]
            if name in names:
                return node.iter.id, names.index(name)
    return None


def _explains(name: str, function: ast.AST) -> bool:
    """Whether a name stands for one sentence after another of an explanation."""
    loops = (node for node in ast.walk(function) if isinstance(node, ast.For))
    return any(
        getattr(loop.target, "id", "") == name and ast.unparse(loop.iter).endswith(".explanation") for loop in loops
    )


def _from_callers(
    function: ast.FunctionDef | ast.AsyncFunctionDef, name: str, names: Sequence[str], seen: tuple[str, ...]
) -> Iterator[str | None]:
    """What is given for a parameter: by position here, by name where all words are looked at."""
    place = names.index(name) - (names[0] in ("self", "cls"))
    called = function.name
    for file in files():
        for node in ast.walk(file.tree):
            if isinstance(node, ast.Call) and _called(node) == called and called not in POSITIONS:
                for value in node.args[place : place + 1]:
                    yield from _followed(value, file, seen)


def _plain(value: object) -> Iterator[str | None]:
    """The words of a constant."""
    if isinstance(value, Sentence):
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _plain(list(value.values()))
    elif isinstance(value, Sequence):
        for each in value:
            yield from _plain(each)
    elif type(value).__name__ != "Refusal":
        yield None
