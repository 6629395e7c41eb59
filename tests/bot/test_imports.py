"""Which module of the bot may import what."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

import pytest

import index
import index.cli

from ..index.shipped import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OFFERED = {"index": set(index.__all__), "index.cli": set(index.cli.__all__)}
"""The modules of the engine that the bot may know, and what each offers."""


def name_of(path: Path) -> str:
    """The name by which the module in a file is imported."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


SOURCES = {name_of(path): path for path in sorted((ROOT / "bot").rglob("*.py"))}


def imports(name: str, source: str, *, package: bool = False) -> Iterator[tuple[str, str]]:
    """Each module that a source imports from, wherever in it, and which name ("" for the module itself)."""
    here = name.split(".") if package else name.split(".")[:-1]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = here[: len(here) + 1 - node.level] if node.level else []
            module = ".".join([*above, *(node.module or "").split(".")]).strip(".")
            yield from ((module, alias.name) for alias in node.names)


def imported_by(name: str) -> Iterator[tuple[str, str]]:
    path = SOURCES[name]
    return imports(name, path.read_text(encoding="utf-8"), package=path.stem == "__init__")


def forbidden(found: Iterator[tuple[str, str]]) -> list[tuple[str, str]]:
    """What is imported of the engine that it doesn't offer."""
    return [
        (module, name)
        for module, name in found
        if module.split(".")[0] == "index" and name not in OFFERED.get(module, ())
    ]


@cache
def graph() -> dict[str, set[str]]:
    """Each module of the bot, and those that it imports, for type checking alone included."""
    return {
        name: {f"{m}.{n}" if f"{m}.{n}" in SOURCES else m for m, n in imported_by(name)} & set(SOURCES)
        for name in SOURCES
    }


@pytest.mark.parametrize("name", SOURCES)
def test_the_bot_imports_what_the_engine_offers(name: str) -> None:
    """No module of the bot reaches into one of the engine's."""
    assert forbidden(imported_by(name)) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from index import Engine\nfrom index.cli import main\nimport json", []),
        ("def f():\n    from index.engine import Engine", [("index.engine", "Engine")]),
        ("import index.engine as e", [("index.engine", "")]),
        ("import index", [("index", "")]),
        ("from index import engine", [("index", "engine")]),
        ("if TYPE_CHECKING:\n    from index.cli.app import app", [("index.cli.app", "app")]),
    ],
)
def test_what_is_not_offered_is_found(source: str, found: list[tuple[str, str]]) -> None:
    """However it is imported."""
    assert forbidden(imports("bot.run", source)) == found


def test_everything_that_is_offered_is_there() -> None:
    """Each name that the engine lists can be had, and is loaded only when it is asked for."""
    assert {name for name in OFFERED["index"] if not hasattr(index, name)} == set()


def test_no_module_imports_one_that_imports_it_back() -> None:
    """Type-checking imports included: the modules of the bot stand in an order."""
    order = [*TopologicalSorter(graph()).static_order()]
    assert order.index("bot.saying.reply") < order.index("bot.answers") < order.index("bot.run")
    assert set(order) == set(SOURCES)


def test_a_circle_is_found() -> None:
    """One that types alone need would be one too."""
    assert "bot.services" in graph()["bot.client"]
    with pytest.raises(CycleError):
        TopologicalSorter({**graph(), "bot.services": {"bot.client"}}).prepare()


def test_a_memory_in_a_file_needs_no_database() -> None:
    """The bot is put together without what PostgreSQL needs."""
    report = "import sys, bot.run; print(sorted({'psycopg', 'psycopg_pool'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", report], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", [name for name in SOURCES if name.startswith(("bot.saying", "bot.hearing"))])
def test_what_is_said_needs_no_bot(name: str) -> None:
    """What is heard and said is worked out without a client, a cog or a worker."""
    own = ("bot.saying", "bot.hearing", "bot.memory", "bot.worker", "bot.errors")
    reached, waiting = set[str](), [name]
    while waiting:
        module = waiting.pop()
        reached.add(module)
        waiting += graph()[module] - reached
    assert [module for module in reached if not module.startswith(own)] == []
