"""Articles are changed while others are embedded, and nothing is lost by that."""

from __future__ import annotations

import asyncio
import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from bot.collecting.articles import GONE
from bot.collecting.given import Given
from bot.collecting.outcomes import Stored
from bot.errors import ArticleRefused
from index import Engine, Received

from ...index.shipped import copied_index
from ..article_stage import FERRY, HARBOR, titles

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from bot.client import Rapporteur
    from bot.collecting.articles import Articles
    from bot.collecting.lane import Lane

    from ..stage import Stage

fcntl = pytest.importorskip("fcntl", reason="no signal stops a process there")
termios = pytest.importorskip("termios")

WITHIN = 60.0  # seconds, however busy the machine
FILES = {"harbor": HARBOR, "ferry": FERRY}


@contextmanager
def held_up(lane: Lane) -> Iterator[None]:
    """The process that embeds for a lane stands still."""
    child = lane.ingesting._child  # noqa: SLF001
    assert child is not None
    child.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        child.send_signal(signal.SIGCONT)


def waiting(lane: Lane) -> int:
    """Bytes that a lane's process hasn't read yet."""
    child = lane.ingesting._child  # noqa: SLF001
    assert child is not None
    assert child.stdin is not None
    return int.from_bytes(fcntl.ioctl(child.stdin, termios.FIONREAD, bytes(4)), sys.byteorder)


class Desk:
    """The articles of a server, changed without Discord."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.guild, self.now = stage.guild.id, stage.env.now().timestamp()
        self.articles: Articles = stage.bot.services.articles
        self.articles.fetch = lambda name: Received("article.md", FILES[name])

    async def add(self, name: str) -> Stored:
        stored = await self.articles.add(Given(self.guild, name, "", self.now))
        assert isinstance(stored, Stored)
        return stored

    async def remove(self, title: str) -> str:
        return (await self.articles.remove(self.guild, title, self.now)).key

    async def undo(self, key: str) -> Stored:
        stored = await self.articles.resume(self.guild, key, self.now, how="undo")
        assert isinstance(stored, Stored)
        return stored

    async def retitle(self, title: str, new: str) -> Stored:
        return await self.articles.edit(self.guild, title, {"title": new})

    @property
    def lanes(self) -> list[Lane]:
        """That of uploads, and that of changes."""
        return [self.articles._uploads, self.articles._changes]  # noqa: SLF001

    async def begun(self, lane: Lane) -> None:
        """Wait until a document lies before the process of a lane, which stands still."""
        async with asyncio.timeout(WITHIN):
            while not waiting(lane):
                await asyncio.sleep(0)


@pytest.fixture
async def desk(
    stage: Stage, make_bot: Callable[..., Rapporteur], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Desk]:
    """Over an index whose own models embed, in processes."""
    index = copied_index(tmp_path_factory)
    with Engine.open(index, threads=1) as engine:
        await stage.restarted(make_bot(engine, rapporteur_index=index))
        yield Desk(stage)


async def test_changes_do_not_wait_for_uploads(desk: Desk) -> None:
    """Removed, undone and changed while the next article is embedded, however long that takes."""
    await desk.add("harbor")
    with held_up(desk.lanes[0]):
        upload = asyncio.create_task(desk.add("ferry"))
        await desk.begun(desk.lanes[0])
        async with asyncio.timeout(WITHIN):
            key = await desk.remove("Harbor opens")
            assert titles(desk.stage) == []
            await desk.undo(key)
            await desk.retitle("Harbor opens", "The harbor")
        assert (titles(desk.stage), upload.done()) == (["The harbor"], False)
    await upload
    assert sorted(titles(desk.stage)) == ["Ferry stops", "The harbor"]


async def test_what_is_removed_while_it_is_changed(desk: Desk) -> None:
    """Stays removed, and who changes it is told."""
    await desk.add("harbor")
    await desk.retitle("Harbor opens", "The harbor")
    with held_up(desk.lanes[1]):
        change = asyncio.create_task(desk.retitle("The harbor", "Harbor"))
        await desk.begun(desk.lanes[1])
        await desk.remove("The harbor")
    with pytest.raises(ArticleRefused, match=GONE):
        await change
    assert titles(desk.stage) == []


async def test_what_comes_back_while_another_of_its_name_is_added(desk: Desk) -> None:
    """Neither takes the place of the other."""
    await desk.add("harbor")
    key = await desk.remove("Harbor opens")
    with held_up(desk.lanes[0]):
        upload = asyncio.create_task(desk.add("ferry"))
        await desk.begun(desk.lanes[0])
        assert (await desk.undo(key)).stored.document.id == "article"
    assert (await upload).stored.document.id == "article-2"
    assert sorted(titles(desk.stage)) == ["Ferry stops", "Harbor opens"]


async def test_what_is_added_to_a_server_that_is_left_meanwhile(desk: Desk) -> None:
    """Isn't stored."""
    await desk.add("harbor")
    with held_up(desk.lanes[0]):
        upload = asyncio.create_task(desk.add("ferry"))
        await desk.begun(desk.lanes[0])
        await desk.articles.leave(desk.guild)
    with pytest.raises(ArticleRefused, match="no longer in that server"):
        await upload
    assert titles(desk.stage) == []
