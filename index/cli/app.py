"""The program: its commands, as `rapporteur --help` lists them, and what becomes of an error."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Annotated

import typer
from dotenv import dotenv_values

from ..errors import RapporteurError, UsageError
from ..version import __version__
from .asking import ask, brief
from .building import build
from .checking import doctor, evaluate
from .documents import add, documents, remove
from .facts import facts
from .moving import move
from .people import quotes, who
from .terminal import complain, out
from .timeline import timeline

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Answers questions from the articles it was given, word for word and with their source.",
)

PANELS: dict[str, dict[str, Callable[..., None]]] = {
    "Ask": {
        "ask": ask, "brief": brief, "quotes": quotes, "who": who, "timeline": timeline, "facts": facts,
    },
    "Articles": {"build": build, "documents": documents, "add": add, "remove": remove, "move": move},
    "Check": {"doctor": doctor, "eval": evaluate},
}  # fmt: skip
"""The commands by what they are for; importing them loads neither the engine nor a library of its."""

for _panel, _commands in PANELS.items():
    for _name, _command in _commands.items():
        app.command(_name, rich_help_panel=_panel)(_command)


def main() -> None:
    """Run the command line; a known error is one line on stderr. What .env sets holds for every command."""
    for name, value in dotenv_values(".env").items():
        if value:
            os.environ.setdefault(name, value)
    try:
        app()
    except RapporteurError as error:
        complain(error)
        sys.exit(2 if isinstance(error, UsageError) else 1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def _version(wanted: bool) -> None:
    if wanted:
        out.print(f"rapporteur {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass
