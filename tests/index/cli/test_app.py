"""The program as a whole: its version, its help, and wrong usage."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from index.version import __version__

from ..shell import Done

if TYPE_CHECKING:
    from ..shell import Run


def test_version(run: Run) -> None:
    """--version prints the version and nothing else."""
    assert run("--version") == Done(0, f"rapporteur {__version__}\n", "")


@pytest.mark.parametrize(
    "args", [["nosuch"], ["ask", "--nosuch"], ["ask", "who?", "--passages", "11"], ["add"], ["remove"]]
)
def test_wrong_usage(run: Run, args: list[str]) -> None:
    """An unknown command or option, a value out of range or a missing argument is exit status 2."""
    done = run(*args)
    assert (done.status, done.out) == (2, "")
    assert "Usage: " in done.err


def test_without_arguments_the_help_is_shown(run: Run) -> None:
    """The bare program shows its commands."""
    done = run()
    assert done.status == 2
    assert all(command in done.out + done.err for command in ("build", "ask", "eval", "doctor"))


def test_the_help_lists_the_commands_by_what_they_are_for(run: Run) -> None:
    """A panel for each purpose, and in it the most used command first."""
    text = run("--help").out
    places = [
        text.index(f" {word} ") for word in ("Ask", "ask", "brief", "facts", "Articles", "build", "Check")
    ]
    assert places == sorted(places)


def test_asking_for_help_loads_nothing_heavy() -> None:
    """Neither the engine nor what only some commands print with: --help comes at once."""
    heavy = "{'numpy', 'faiss', 'onnxruntime', 'index.engine', 'rich.progress', 'index.cli.show'}"
    report = f"import sys, index.cli; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", report], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
