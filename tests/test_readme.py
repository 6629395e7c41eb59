"""The README, ``.env.example`` and the program tell of the same commands and settings."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import typer
from typer.testing import CliRunner

from bot.cli import commands
from bot.cogs.about import About
from bot.cogs.articles import Articles
from bot.cogs.ask import Ask
from bot.cogs.brief import Brief
from bot.cogs.desk import Desk
from bot.cogs.digests import Digests
from bot.cogs.documents import Documents
from bot.cogs.facts import Facts
from bot.cogs.moderation import Moderation
from bot.cogs.privacy import Privacy
from bot.settings import Settings
from index import LLMSettings

from .index.shell import program
from .index.shipped import verified_index

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .index.shell import Run

ROOT = Path(__file__).parents[1]
COMMANDS = typer.main.get_group(commands).commands
LLM = {
    "RAPPORTEUR_LLM",
    *(f"RAPPORTEUR_LLM_{name.upper()}" for name in LLMSettings.model_fields if name != "mode"),
}
SETTINGS = {name.upper() for name in Settings.model_fields} | {"RAPPORTEUR_CACHE"} | LLM


README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def text() -> str:
    return README


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the program in this process."""
    return program(monkeypatch, capsys)


@pytest.fixture
def verified(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index that is built by default."""
    return verified_index(tmp_path_factory)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command: str, text: str) -> None:
    """Whatever `rapporteur --help` lists, the README shows how to call."""
    assert command in CliRunner().invoke(commands, ["--help"]).output
    assert re.search(rf"\brapporteur {command}\b", text)


def test_every_documented_command_exists(text: str) -> None:
    """Each `rapporteur X` that the README has in code is a command or an option of the program."""
    code = "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL))
    named = set(re.findall(r"(?<![\w/.-])(?:\.venv/bin/)?rapporteur ([a-z]+)\b", code))
    assert named - set(COMMANDS) == set()


def test_every_documented_option_exists(text: str) -> None:
    """Each option that the README's table of commands names exists."""
    options = set(re.findall(r"`(--[a-z][a-z-]+)", text.split("## Commands")[1].split("\n## ")[0]))
    known = {
        option
        for command in COMMANDS.values()
        for param in command.params
        for option in (*param.opts, *param.secondary_opts)
    }
    assert options
    assert options - known - {"--help", "--version"} == set()


EXAMPLES = re.findall(
    r"^\$ rapporteur (.+)\n((?:(?!```|\$ ).*\n)+)",
    "".join(re.findall(r"```console\n(.*?)```", README, re.DOTALL)),
    re.MULTILINE,
)


@pytest.mark.parametrize(("command", "printed"), EXAMPLES)
def test_the_examples_are_what_is_printed(
    run: Run, verified: Path, monkeypatch: pytest.MonkeyPatch, command: str, printed: str
) -> None:
    """Each `$ rapporteur X` of the README prints what stands below it, but for "…" and the ends of lines."""
    monkeypatch.setenv("RAPPORTEUR_INDEX", str(verified))
    monkeypatch.setenv("RAPPORTEUR_CORPUS", str(ROOT / "corpus"))
    done = run(*command.split())
    shown = " ".join((done.out or done.err).split())
    parts = [re.escape(" ".join(part.split())) for part in printed.split("…")]
    assert re.fullmatch(".*".join(parts), shown)


def slash_commands() -> Iterator[str]:
    for cog in (Ask, Brief, Facts, Documents, About, Privacy, Desk):
        yield from (command.name for command in cog.__cog_app_commands__)
    yield from (cog.__cog_group_name__ for cog in (Articles, Moderation, Digests))


def test_the_slash_commands_are_those_of_the_bot(text: str) -> None:
    """The README's table lists each slash command once, and no other."""
    assert sorted(re.findall(r"^\| `/([\w-]+)` \|", text, re.MULTILINE)) == sorted(slash_commands())


def test_the_settings_are_those_of_the_program(text: str) -> None:
    """The README's table and `.env.example` name each setting once, and no other, with its default."""
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \| (?:`([^`]*)`)? ?\|", text, re.MULTILINE))
    example = dict(re.findall(r"^([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert set(rows) == set(example) == SETTINGS
    for name, default in example.items():
        assert default in (rows[name], ""), name


def test_the_example_settings_are_the_defaults(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A copy of `.env.example` with a token in it changes nothing."""
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(ROOT)
    plain = Settings(discord_token="x", _env_file=None)  # noqa: S106
    copied = (ROOT / ".env.example").read_text().replace("DISCORD_TOKEN=", "DISCORD_TOKEN=x")
    (tmp_path / ".env").write_text(copied)
    assert Settings(_env_file=tmp_path / ".env").model_dump() == plain.model_dump()
    assert LLMSettings(_env_file=tmp_path / ".env").model_dump() == LLMSettings(_env_file=None).model_dump()
