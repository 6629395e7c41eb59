"""``rapporteur run``, ``invite`` and ``demo`` from the shell."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest

from bot.cli import PERMISSIONS
from bot.demo import staged
from bot.settings import UNSET

from ..index.shell import program, refused
from ..index.shipped import CORPUS_FOLDER, shipped_index

if TYPE_CHECKING:
    from pathlib import Path

    from ..index.shell import Run

ID = "123456789012345678"
TOKEN = f"MTIzNDU2Nzg5MDEyMzQ1Njc4.{'x' * 6}.{'y' * 27}"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs the program in an empty folder, without a token; what it sets in the environment goes with it."""
    monkeypatch.chdir(tmp_path)
    for name in ("DISCORD_TOKEN", "RAPPORTEUR_INDEX"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    return program(monkeypatch, capsys)


def test_run_without_a_token(run: Run) -> None:
    """One line says what is missing and where to find it."""
    refused(run("run"), UNSET)


def test_run_with_a_setting_that_cannot_be(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line names the setting, its value and what is wrong with it."""
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    monkeypatch.setenv("QUESTIONS_PER_MINUTE", "many")
    message = "Input should be a valid integer, unable to parse string as an integer"
    refused(run("run"), f"QUESTIONS_PER_MINUTE=many: {message}; see .env.example")


def test_the_file_of_settings_holds_for_every_command(run: Run, tmp_path: Path) -> None:
    """What .env says of the index is heard by commands that need no Discord too; an option goes before it."""
    (tmp_path / ".env").write_text("RAPPORTEUR_INDEX=elsewhere\n")
    refused(run("documents"), "elsewhere/index.sqlite3: no index here; run `rapporteur build`")
    refused(run("documents", "--index", "x"), "x/index.sqlite3: no index here; run `rapporteur build`")


@pytest.mark.parametrize("way", ["argument", "environment", ".env"])
def test_invite(run: Run, way: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The link has the application's id, given or from the token, and no more permissions than are used."""
    if way == "environment":
        monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    if way == ".env":
        (tmp_path / ".env").write_text(f"DISCORD_TOKEN={TOKEN}\n")
    done = run("invite", *([ID] if way == "argument" else []))
    found = re.fullmatch(
        r"https://discord\.com/oauth2/authorize\?client_id=(\d+)&scope=bot\+applications\.commands&permissions=(\d+)\n",
        done.out,
    )
    import discord

    granted = {name for name, on in discord.Permissions(int(found[2])) if on}
    assert (found[1], granted) == (ID, {*PERMISSIONS} - {"view_channel"} | {"read_messages"})


@pytest.mark.parametrize(("argument", "named"), [(["abc"], "abc"), ([], "no id")])
def test_invite_without_an_id(run: Run, argument: list[str], named: str) -> None:
    """What is no id is refused with where to find it."""
    told = "give the Application ID from the developer portal (General Information), or set DISCORD_TOKEN"
    refused(run("invite", *argument), f"{named}: {told}", status=2)


async def test_the_stage_of_the_demo(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The real bot, in a server where a question needs no mention."""
    async with staged(shipped_index(tmp_path_factory), CORPUS_FOLDER) as stage:
        await stage.mention("What is fentanyl?")
        await stage.reader.send(stage.channel, "What happened to the yuan?")
        answers = [message.author.bot for message in stage.channel.history()]
        assert stage.bot.user.name == "Rapporteur"
    assert answers == [False, True, False, True]


def test_demo(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The demo prints an address on this machine, and serves a page there until it is told to end."""
    pytest.importorskip("markdown_it")
    index = shipped_index(tmp_path_factory)
    command = [
        sys.executable,
        "-c",
        "from bot.cli import main; main()",
        "demo",
        "--no-browser",
        "--corpus",
        CORPUS_FOLDER,
        "--index",
        index,
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        first = process.stdout.readline()
        address = re.search(r"(http://127\.0\.0\.1:\d+/)#\S+", first)
        with urlopen(address[1]) as page:  # noqa: S310
            assert b"<html" in page.read()
        process.terminate()
