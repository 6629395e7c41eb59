"""Which module may import what."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from functools import cache
from typing import TYPE_CHECKING

import pytest

from .shipped import ROOT, verified_index

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEAVY = (
    "torch sentence_transformers transformers discord trafilatura pypdfium2 docx pydantic urllib3 openai "
    "httpx2 psycopg bot"
)
SERVED = """
import sys
from pathlib import Path
import index.cli.app
from index.engine import Engine
with Engine.open(Path(sys.argv[1])) as engine:
    print(type(engine.ask("What did Rubio say about Taiwan?")).__name__)
print(sorted(set(sys.argv[2].split()) & set(sys.modules)))
"""
EXPORT, SHIP = "models/compiling/export.py", "training/ship.py"
SOURCES = sorted((ROOT / "index").rglob("*.py"))


@cache
def imported(path: Path) -> tuple[str, ...]:
    """The full names of the modules that a source imports, wherever in it that stands."""
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.append(node.module)
    return tuple(names)


def importers(library: str) -> list[str]:
    return [
        str(path.relative_to(ROOT / "index"))
        for path in SOURCES
        if any(f"{name}.".startswith(f"{library}.") for name in imported(path))
    ]


def test_serving_loads_nothing_heavy(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Importing the engine and the commands and answering loads no torch, no Discord and no file readers."""
    index = verified_index(tmp_path_factory)
    done = subprocess.run(
        [sys.executable, "-c", SERVED, index, HEAVY], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["Answer", "[]"]


@pytest.mark.parametrize("library", ["discord", "bot", "simcord"])
def test_the_engine_knows_no_discord(library: str) -> None:
    """No source of the answer engine imports the bot or what it is made with."""
    assert len(SOURCES) > 30
    assert importers(library) == []


@pytest.mark.parametrize(
    ("library", "modules"),
    [
        ("faiss", ["storage/dense.py"]),
        ("sqlite3", ["storage/sqlite/database.py"]),
        (
            "psycopg",
            [
                f"storage/postgres/{name}.py"
                for name in ("absence", "database", "failures", "listener", "transaction")
            ],
        ),
        ("psycopg_pool", [f"storage/postgres/{name}.py" for name in ("database", "failures")]),
        ("sentence_transformers", ["models/compiling/encoder.py"]),
        ("torch", [EXPORT, "training/fit.py", "training/network.py", SHIP]),
        ("onnxruntime.quantization", [EXPORT, SHIP]),
        ("onnxruntime", [EXPORT, "models/session.py", SHIP]),
        ("openai", ["llm/endpoint.py"]),
        ("httpx2", ["llm/bounded_reply.py"]),
        ("trafilatura", ["sources/html_page.py"]),
        ("pypdfium2", ["sources/pdf.py"]),
        ("docx", ["sources/word.py"]),
    ],
)
def test_one_module_each(library: str, modules: list[str]) -> None:
    """Each library is imported in one place, where its errors become ours, or where models are made."""
    assert importers(library) == modules


@pytest.mark.parametrize("module", [EXPORT, SHIP])
def test_models_are_made_with_the_quantiser_alone(module: str) -> None:
    """Making models borrows onnxruntime's quantiser and runs nothing."""
    used = {name for name in imported(ROOT / "index" / module) if name.startswith("onnxruntime")}
    assert used <= {"onnxruntime.quantization", "onnxruntime.quantization.matmul_nbits_quantizer"}


def test_nothing_is_kept_outside_the_index(tmp_path: Path) -> None:
    """onnxruntime would keep the id of the device and its own events in the home folder."""
    home = {**os.environ, "HOME": str(tmp_path)}
    subprocess.run([sys.executable, "-c", "import index.models.session"], env=home, check=True)
    assert list(tmp_path.iterdir()) == []


def test_importing_the_package_loads_nothing() -> None:
    """What it offers is loaded when it is asked for: the commands that need no engine begin at once."""
    report = "import sys, index.cli; print(sorted({'numpy', 'faiss', 'index.engine'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", report], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


LAYERS = (
    "document bounds timings version",
    "answer text",
    "errors",
    "attribution llm models sources",
    "chronology",
    "storage",
    "search",
    "answering",
    "engine",
    "stand_in",
    "curated",
    "models.compiling",
    "building",
    "cli training",
)
"""What may be imported by what: a package or module knows those above its own line alone."""


def unit(module: str) -> str:
    """The package or module of the layers that a module belongs to."""
    name = module.removeprefix("index.")
    return "models.compiling" if name.startswith("models.compiling") else name.partition(".")[0]


def relative(path: Path) -> Iterator[str]:
    """The modules of ours that a source imports, type-checking imports included."""
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    package = module.split(".")[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = [*package[: len(package) - node.level + 1], *filter(None, [node.module])]
            yield from [".".join(base)] if node.module else (".".join([*base, a.name]) for a in node.names)


def test_imports_run_one_way() -> None:
    """No module knows one of its own layer's neighbours or of a layer below, not even for its types."""
    rank = {name: n for n, line in enumerate(LAYERS) for name in line.split()}
    wrong = []
    for path in SOURCES:
        own = unit(".".join(path.relative_to(ROOT).with_suffix("").parts))
        if own == "__init__":
            continue
        others = {other for other in map(unit, relative(path)) if other != own}
        wrong += [f"{path.relative_to(ROOT)}: {o}" for o in others if rank[o] >= rank[own]]
    assert wrong == []
