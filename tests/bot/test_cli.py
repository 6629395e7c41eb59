"""``rapporteur run``, ``invite`` and ``demo`` from the shell."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest

from bot.cli import PERMISSIONS
from bot.memory.curated import Golden
from bot.memory.memory import Memory
from bot.settings import MALFORMED, UNSET
from index import Document, Engine

from ..index.shell import program, refused
from ..index.shipped import CORPUS_FOLDER, copied_index, shipped_index

if TYPE_CHECKING:
    from pathlib import Path

    from ..index.shell import Run

ID = "123456789012345678"
TOKEN = f"MTIzNDU2Nzg5MDEyMzQ1Njc4.{'x' * 6}.{'y' * 27}"


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    logged_as_before: None,
) -> Run:
    """Runs the program in an empty folder, without a token; what it sets in the environment goes with it."""
    monkeypatch.chdir(tmp_path)
    for name in ("DISCORD_TOKEN", "RAPPORTEUR_INDEX"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    return program(monkeypatch, capsys)


def test_run_without_a_token(run: Run) -> None:
    """One line says what is missing and where to find it."""
    refused(run("run"), UNSET)


@pytest.mark.parametrize("token", ["abc", "MTIz.only-two", "Bot MTIz.x.y", "f" * 64])
def test_run_with_what_cannot_be_a_token(run: Run, token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told before anything is built or connected to, and not repeated."""
    monkeypatch.setenv("DISCORD_TOKEN", token)
    refused(run("run"), MALFORMED)
    assert token not in MALFORMED


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


@pytest.mark.parametrize(
    ("argument", "named"), [(["abc"], "abc"), ([], "no id"), (["²"], "²"), (["9" * 5000], "9" * 100)]
)
def test_invite_without_an_id(run: Run, argument: list[str], named: str) -> None:
    """What is no id is refused with where to find it."""
    told = "give the Application ID from the developer portal (General Information), or set DISCORD_TOKEN"
    refused(run("invite", *argument), f"{named}: {told}", status=2)


@pytest.mark.parametrize("token", ["é.b.c", "abc", "_w.x.y"])
def test_invite_with_a_token_that_has_no_id(run: Run, token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands there is no base 64, or no text: the id has to be given."""
    monkeypatch.setenv("DISCORD_TOKEN", token)
    told = "give the Application ID from the developer portal (General Information), or set DISCORD_TOKEN"
    refused(run("invite"), f"no id: {told}", status=2)


@pytest.mark.parametrize("port", ["99999", "0", "-1", "many"])
def test_demo_on_a_port_that_cannot_be(run: Run, port: str) -> None:
    """It is told at once, as wrong usage."""
    done = run("demo", "--no-browser", "--port", port)
    assert done.status == 2
    assert "'--port'" in done.err
    assert "Traceback" not in done.err


def test_demo_on_a_port_in_use(run: Run, tmp_path_factory: pytest.TempPathFactory) -> None:
    """One line names it and what is in the way."""
    index = shipped_index(tmp_path_factory)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("demo", "--no-browser", "--port", str(port), "--corpus", CORPUS_FOLDER, "--index", index)
    assert done.status == 1
    assert re.fullmatch(rf"rapporteur: --port {port}: .*address already in use.*; choose another\n", done.err)


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


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A memory with two golden questions of server 7, and one of another."""
    path = tmp_path / "memory.sqlite3"
    with closing(Memory.open(path, create=True)) as memory:
        memory.add_golden(7, Golden("a", "What did the treasurer say about the fund?", "fund is EMPTY"))
        memory.add_golden(7, Golden("b", "How do I bake bread?", None))
        memory.add_golden(8, Golden("c", "What happened to the yuan?", "no such words"))
    return path


def test_eval_of_a_server(run: Run, tmp_path_factory: pytest.TempPathFactory, kept: Path) -> None:
    """Its golden questions are asked of its own articles too, and counted as eval does, without a floor."""
    index = copied_index(tmp_path_factory)
    with Engine.open(index, threads=1) as engine:
        words = "The treasurer said the fund is empty."
        engine.add(Document("minutes", "Minutes", words, collection="7"))
    asked = ("eval", "--index", index, "--corpus", CORPUS_FOLDER, "--memory", kept, "--server")
    done = run(*asked, 7)
    assert (done.status, done.err) == (0, "asking 2 questions of the embedded judge …\n")
    assert [line.split() for line in done.out.splitlines()] == [
        ["kind", "right", "answered", "of"],
        ["fact", "1", "1", "1"],
        ["near_miss", "1", "0", "1"],
        [],
        ["right", "100.0%,", "wrongly", "answered", "0.0%"],
    ]
    done = run(*asked, 8, "--json")
    assert (done.status, done.rows[0]["right"], done.rows[0]["floor"]) == (0, 0.0, None)


def test_eval_of_a_server_without_questions(run: Run, kept: Path, tmp_path: Path) -> None:
    """It is told, and so is a memory that isn't there."""
    refused(
        run("eval", "--server", 9, "--memory", kept),
        f"server 9 has no golden questions in {kept}; /desk makes them",
        status=2,
    )
    nowhere = tmp_path / "nowhere.sqlite3"
    refused(run("eval", "--server", 9, "--memory", nowhere), f"{nowhere}: no memory here; start the bot once")


def test_the_memory_moves_with_the_index(
    run: Run, kept: Path, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, database: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Into the database, whose golden questions `eval` then finds, and back into the folder."""
    with closing(Memory.open(kept)) as memory:
        memory.set(7, "threads", value=True)
    index = ("--index", copied_index(tmp_path_factory), "--memory", kept)
    told = "{}: 0 answers, 0 votes and 1 settings that the bot remembers"
    assert run("move", "--to", database, *index).out.splitlines()[1:] == [told.format("the database")]
    monkeypatch.setenv("RAPPORTEUR_DATABASE", database)
    refused(
        run("eval", "--server", 9, *index),
        "server 9 has no golden questions in the database; /desk makes them",
        status=2,
    )
    back = tmp_path / "back"
    moved = run("move", "--to", back, *index).out.splitlines()[1:]
    assert "".join(moved) == told.format(back / kept.name)
    with closing(Memory.open(back / kept.name)) as memory:
        assert ([g.key for g in memory.golden(7)], memory.settings(7)) == (["b", "a"], {"threads": True})
