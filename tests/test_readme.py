"""The README and the program tell of the same commands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from index.cli import app

README = Path(__file__).parents[1] / "README.md"
COMMANDS = typer.main.get_group(app).commands


@pytest.fixture(scope="module")
def text() -> str:
    return README.read_text(encoding="utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command: str, text: str) -> None:
    """Whatever `rapporteur --help` lists, the README shows how to call."""
    assert command in CliRunner().invoke(app, ["--help"]).output
    assert re.search(rf"\brapporteur {command}\b", text)


def test_every_documented_command_exists(text: str) -> None:
    """Each `rapporteur X` that the README has in code is a command or an option of the program."""
    code = "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL))
    named = set(re.findall(r"(?<![\w/.-])(?:\.venv/bin/)?rapporteur ([a-z]+)\b", code))
    assert named - set(COMMANDS) == set()


def test_every_documented_option_exists(text: str) -> None:
    """Each option that the README's table of commands names exists."""
    options = set(re.findall(r"`(--[a-z][a-z-]+)", text.split("## Commands")[1].split("\n## ")[0]))
    known = {option for command in COMMANDS.values() for param in command.params for option in param.opts}
    assert options
    assert options - known - {"--help", "--version"} == set()
