"""Every regular expression of the project: those its modules hold, and those written where they are used."""

from __future__ import annotations

import ast
import pkgutil
import re
from dataclasses import fields, is_dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import bot
import index

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(index.__file__).parents[1]
TRAINING = "index.training"
"""Never imported by what serves; it needs torch."""

USES = frozenset("compile search match fullmatch split findall finditer sub subn template".split())


class Found(NamedTuple):
    """A pattern, and where it is."""

    where: str
    pattern: re.Pattern[Any]


def held() -> list[Found]:
    """The patterns that modules hold, also inside of tables, mappings and dataclasses."""
    found: dict[int, Found] = {}
    for package in (index, bot):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.startswith(TRAINING) and not module.name.endswith("__main__"):
                for name, value in vars(import_module(module.name)).items():
                    for one in _inside(f"{module.name}.{name}", value):
                        found.setdefault(id(one.pattern), one)
    return list(found.values())


def _inside(where: str, value: Any) -> Iterator[Found]:
    if isinstance(value, re.Pattern):
        yield Found(where, value)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _inside(f"{where}[{key}]", inner)
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value):
            yield from _inside(f"{where}[{number}]", inner)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _inside(f"{where}.{field.name}", getattr(value, field.name))


def written() -> list[Found]:
    """The patterns that stand as literals in calls of ``re``, where no module holds them."""
    return [
        Found(where, re.compile(node.args[0].value))
        for where, node in _uses()
        if _is_literal(node) and (_inner(node) or where.startswith(TRAINING.replace(".", "/")))
    ]


def computed() -> list[str]:
    """Where a function makes up a pattern as it runs, which nobody can judge beforehand."""
    return [where for where, node in _uses() if not _is_literal(node) and _inner(node)]


def _is_literal(node: ast.Call) -> bool:
    return isinstance(node.args[0], ast.Constant)


def _inner(node: ast.Call) -> bool:
    return bool(getattr(node, "in_function", False))


@cache
def _uses() -> list[tuple[str, Any]]:
    """Each call of ``re``, told whether it stands in a function."""
    sources = sorted([*(ROOT / "index").rglob("*.py"), *(ROOT / "bot").rglob("*.py")])
    return [use for path in sources for use in _uses_in(path)]


def _uses_in(path: Path) -> Iterator[tuple[str, Any]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                node.in_function = True  # type: ignore[attr-defined]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_re(node.func):
            yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def _is_re(function: ast.Attribute) -> bool:
    return isinstance(function.value, ast.Name) and function.value.id == "re" and function.attr in USES
