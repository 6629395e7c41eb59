"""The commands that need Discord, beside those of the engine: ``rapporteur run``, ``invite`` and ``demo``."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import os
from pathlib import Path
from typing import Annotated

import typer

from index import LLMSettings, Question, UsageError, is_database
from index.cli import (
    DEFAULT_INDEX,
    DEFAULT_MEMORY,
    CorpusOption,
    IndexOption,
    MemoryOption,
    build_if_missing,
    commands,
    main,
    move_memory_with,
    out,
    read_server_questions_with,
)

__all__ = ["main"]

PERMISSIONS = (
    "view_channel",
    "send_messages",
    "send_messages_in_threads",
    "create_public_threads",
    "read_message_history",
    "add_reactions",
)
"""What the bot does in a server: read what mentions it, reply there or in a thread, and react with ⏳."""

PANEL = "Discord"
"""Under which `rapporteur --help` lists these."""

MB = 1_000_000

LONGEST_ID = 20
"""Digits of an id of Discord's, a number of 64 bits."""


@commands.command(rich_help_panel=PANEL)
def run() -> None:
    """Run the Discord bot, with the settings of .env and the environment: DISCORD_TOKEN at least."""
    from .logs import log_to_stderr
    from .run import serve
    from .settings import Settings

    settings = Settings.read()
    log_to_stderr(settings.log_level, settings.token(), LLMSettings.read().key.get_secret_value())
    build_if_missing(settings.rapporteur_index, settings.rapporteur_corpus, settings.database())
    asyncio.run(serve(settings))


@commands.command(rich_help_panel=PANEL)
def invite(
    application: Annotated[
        str | None,
        typer.Argument(
            help="The application's id; read from DISCORD_TOKEN if not given.", show_default=False
        ),
    ] = None,
) -> None:
    """Print the link that adds the bot to a server, with the least permissions that it needs."""
    import discord

    number = application or _application()
    if not (number.isdecimal() and len(number) <= LONGEST_ID):
        raise UsageError(
            f"{number[:100] or 'no id'}: give the Application ID from the developer portal (General "
            "Information), or set DISCORD_TOKEN"
        )
    permissions = discord.Permissions(**dict.fromkeys(PERMISSIONS, True))
    scopes = ("bot", "applications.commands")
    out.print(discord.utils.oauth_url(int(number), permissions=permissions, scopes=scopes), soft_wrap=True)


@commands.command(rich_help_panel=PANEL)
def demo(
    corpus: CorpusOption,
    question: Annotated[str | None, typer.Argument(help="The first question.", show_default=False)] = None,
    index: IndexOption = DEFAULT_INDEX,
    port: Annotated[
        int | None,
        typer.Option(
            min=1, max=65535, help="The port on 127.0.0.1; any free one if not given.", show_default=False
        ),
    ] = None,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
) -> None:
    """Try the bot in a Discord simulated on this machine: no account, no token."""
    import webbrowser

    from .demo.page import demo as play
    from .logs import log_to_stderr

    def announce(url: str) -> None:
        out.print(
            f"A local Discord with the bot in it: {url}\nClose it there, or with Ctrl-C.", soft_wrap=True
        )
        if browser:
            webbrowser.open(url)

    log_to_stderr("ERROR")
    build_if_missing(index, corpus)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(play(index, corpus, question, port, announce))


PANEL_KEEP = "Keep"
"""Under which `rapporteur --help` lists what keeps the data safe."""

ForceOption = Annotated[bool, typer.Option("--force", help="Replace what is there.")]
BackupFile = Annotated[Path, typer.Argument(metavar="FILE", help="The file of the backup.")]


@commands.command(rich_help_panel=PANEL_KEEP)
def backup(
    file: BackupFile,
    index: IndexOption = DEFAULT_INDEX,
    memory: MemoryOption = DEFAULT_MEMORY,
    force: ForceOption = False,
) -> None:
    """Copy the index and the bot's memory into one file, as they are at one moment; the bot may run."""
    from .backup.saving import save

    _embedded('pg_dump --format=custom --file=FILE "$RAPPORTEUR_DATABASE"')
    save(index, memory, file, force=force)
    out.print(f"{file}: {file.stat().st_size / MB:.1f} MB", markup=False, soft_wrap=True)


@commands.command(rich_help_panel=PANEL_KEEP)
def restore(
    file: BackupFile,
    index: IndexOption = DEFAULT_INDEX,
    memory: MemoryOption = DEFAULT_MEMORY,
    force: ForceOption = False,
) -> None:
    """Put a backup in the place of the index and the bot's memory; the bot must not run."""
    from .backup.restoring import restore as put_back

    _embedded('pg_restore --clean --if-exists --dbname="$RAPPORTEUR_DATABASE" FILE')
    put_back(file, index, memory, force=force)


def _embedded(tool: str) -> None:
    """Leave a database to its own tools.

    Raises:
        UsageError: the index and the memory are in PostgreSQL.
    """
    if os.environ.get("RAPPORTEUR_DATABASE"):
        raise UsageError(
            f"the index and the memory are in PostgreSQL, which has its own command: {tool}; see "
            "docs/backup.md"
        )


def golden_questions(memory: Path | str, server: int) -> list[Question]:
    """The golden questions that a server keeps, for ``rapporteur eval --server``.

    Raises:
        MemoryCorrupt: there is no memory there.
    """
    from .memory.opening import open_memory

    with contextlib.closing(open_memory(memory)) as opened:
        kept = opened.golden(server)
    return [Question(g.text, "fact", (g.quote,)) if g.quote else Question(g.text, "near_miss") for g in kept]


def moved_memory(memory: Path, database: str | None, to: str) -> str | None:
    """Move the memory for ``rapporteur move``: from the database, if there is one, else from its file, to
    another database or into the folder of an index; gives a line that tells what was moved, None when there
    is none.

    Raises:
        RapporteurError: it can't be moved, or there is another already.
    """
    from .memory.moving import move_memory

    target = to if is_database(to) else Path(to) / memory.name
    counts = move_memory(database or memory, target)
    if counts is None:
        return None
    where = "the database" if is_database(to) else target
    answers, votes, settings = (counts[table] for table in ("answer", "vote", "setting"))
    return f"{where}: {answers} answers, {votes} votes and {settings} settings that the bot remembers"


read_server_questions_with(golden_questions)
move_memory_with(moved_memory)


def _application() -> str:
    """The id that the bot's token begins with, in base 64; "" when there is none."""
    from .errors import SettingsError
    from .settings import Settings

    try:
        head = Settings.read().discord_token.get_secret_value().partition(".")[0]
        return base64.b64decode(head + "=" * (-len(head) % 4), validate=True).decode("ascii")
    except (SettingsError, ValueError):  # what is no base 64, or stands for no text, is a ValueError
        return ""
