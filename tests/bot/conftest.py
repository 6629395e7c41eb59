"""The real bot in a Discord simulated in memory; its requests are held to Discord's own description."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
import structlog
from pydantic import SecretStr

from bot.assembly import assemble
from bot.settings import Settings
from index import Engine

from ..index.shipped import CORPUS_FOLDER, shipped_index
from .openapi import load, sent_files
from .stage import Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import simcord

    from bot.client import Rapporteur
    from bot.watching.course import Watch


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The shipped article's engine, to be asked only."""
    with Engine.open(shipped_index(tmp_path_factory), threads=1) as engine:
        yield engine


@pytest.fixture
def logged_as_before() -> Iterator[None]:
    """Puts back what the program does to the log of this process."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = before
    structlog.reset_defaults()


@pytest.fixture
def make_bot(tmp_path: Path, engine: Engine) -> Iterator[Callable[..., Rapporteur]]:
    """Makes bots over one memory; settings and another engine are given by name."""
    made: list[Rapporteur] = []

    def make(over: Engine = engine, *, watch: Watch | None = None, **settings: object) -> Rapporteur:
        usual = {"rapporteur_corpus": CORPUS_FOLDER, "rapporteur_memory": tmp_path / "memory.sqlite3"}
        chosen = Settings(discord_token=SecretStr("none"), **usual | settings)
        made.append(assemble(chosen, over, watch=watch, shard_count=1))
        return made[-1]

    yield make
    for bot in made:
        bot.services.close()


@pytest.fixture
def simcord_bot(make_bot: Callable[..., Rapporteur], request: pytest.FixtureRequest) -> Rapporteur:
    """The bot of ``simcord_env``; ``@pytest.mark.settings(…)`` sets what it is started with."""
    marker = request.node.get_closest_marker("settings")
    return make_bot(**(marker.kwargs if marker else {}))


@pytest.fixture
def stage(simcord_env: simcord.Env) -> Iterator[Stage]:
    """A server with a channel and two members."""
    yield Stage(simcord_env)
    assert load().check(simcord_env.http_requests, sent_files(simcord_env)) == []
