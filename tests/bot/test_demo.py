"""The simulated Discord of ``rapporteur demo``."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import Any, Self

import aiohttp
import pytest

from bot.demo import page as page_of_the_demo
from bot.demo.page import run_clock
from bot.demo.stage import ARTICLE, Stage, staged
from index import Engine

from ..index.shipped import CORPUS_FOLDER, shipped_index
from .stage import said, shown

LIMA = "What did Ana Lima say?"


Play = Callable[[], AbstractAsyncContextManager[Stage]]


@pytest.fixture
def play(tmp_path_factory: pytest.TempPathFactory) -> Play:
    """Sets the stage."""
    return partial(staged, shipped_index(tmp_path_factory), CORPUS_FOLDER)


def last(demo: Stage, viewer: Any = None) -> str:
    """What stands in the newest message of the channel."""
    return shown(demo.channel.history(viewer=viewer)[-1])


class Wire:
    """What a browser that has the page open sends to it."""

    def __init__(self, address: str) -> None:
        self._origin, _, capability = address.partition("/#")
        self._session = aiohttp.ClientSession(headers={"X-Simcord-Capability": capability})
        self._sent = 0

    async def __aenter__(self) -> Self:
        page = await self._post("pages", {})
        self._session.headers["X-Simcord-Context"] = page["context"]["id"]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()

    async def send(self, content: str) -> dict[str, Any]:
        """Send a message in the channel; gives what the page is told of it."""
        self._sent += 1
        async with self._session.get(f"{self._origin}/api/state") as response:
            state = await response.json()
        return await self._post("action", {
            "protocol_version": 3, "sequence": self._sent, "request_id": str(self._sent),
            "generation": state["context"]["generation"], "bot_generation": state["botGeneration"],
            "published_revision": state["publishedRevision"], "kind": "send_message", "content": content,
        })  # fmt: skip

    async def _post(self, what: str, body: dict[str, Any]) -> dict[str, Any]:
        async with self._session.post(f"{self._origin}/api/{what}", json=body) as response:
            return await response.json()


async def test_a_question_needs_no_mention(play: Play) -> None:
    """The bot listens in the channel, and is called by its own name."""
    async with play() as demo:
        await demo.reader.send(demo.channel, "What happened to the yuan?")
        assert "yuan" in last(demo)
        assert demo.bot.user.name == "Rapporteur"


async def test_what_is_typed_as_a_mention_is_one(play: Play) -> None:
    """Also when it is edited into a message, or in small letters."""
    async with play() as demo:
        elsewhere = demo.reader.guild.create_text_channel("elsewhere")
        asked = await demo.reader.send(elsewhere, "@rapporteur What is fentanyl?")
        assert asked.content == f"{demo.bot.user.mention} What is fentanyl?"
        assert elsewhere.history()[-1].author == demo.bot.user
        await demo.reader.edit(asked, "@Rapporteur What happened to the yuan?")
        assert "yuan" in shown(elsewhere.history()[-1])


async def test_a_moderator_adds_what_a_reader_may_not(play: Play) -> None:
    """It is answered from at once."""
    async with play() as demo:
        refused = await demo.reader.slash(demo.channel, "articles add", file=ARTICLE)
        added = await demo.moderator.slash(demo.channel, "articles add", file=ARTICLE)
        await demo.mention(LIMA)
        assert "Added." not in said(refused)
        assert "Added." in said(added)
        assert "a second boat will sail" in last(demo)


async def test_a_reply_chooses_from_the_menu_of_a_message(play: Play) -> None:
    """A reply that is the name of an entry stands for it; any other is a reply."""
    async with play() as demo:
        posted = await demo.attach()
        assert posted.content.startswith("An article of ours. For moderators: reply “Add to the articles”")
        await demo.moderator.send(demo.channel, "Add to the articles", reply_to=posted)
        assert "Added." in last(demo, demo.moderator)
        assert "Add to the articles" not in [message.content for message in demo.channel.history()]
        replied = await demo.reader.send(demo.channel, "Thank you", reply_to=posted)
        assert replied.reference.message_id == posted.id


async def test_the_index_stays_as_it_is(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What is added in the demo goes into a copy."""
    index = shipped_index(tmp_path_factory)
    async with staged(index, CORPUS_FOLDER) as stage:
        await stage.moderator.slash(stage.channel, "articles add", file=ARTICLE)
        collection = str(stage.channel.guild.id)
        assert len(stage.engine.documents([collection])) == 1
    with Engine.open(index) as engine:
        assert engine.documents([collection]) == []


async def test_the_clock(play: Play) -> None:
    """Time passes by itself, from the machine's own on; what the bot then does is shown."""
    async with play() as demo:
        pytest.importorskip("markdown_it")
        began = demo.env.now()
        async with demo.env.preview(demo.channel, viewers=[demo.reader], layout="channel") as page:
            clock = asyncio.create_task(run_clock(demo, page))
            await asyncio.wait({clock}, timeout=1.3)
            assert 1 <= (demo.env.now() - began).total_seconds() < 60
            assert not clock.done()
            clock.cancel()


async def test_an_action_of_the_page_waits_for_the_clock(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whenever somebody writes, it is sent, though the clock is put forward all the time."""
    pytest.importorskip("markdown_it")
    monkeypatch.setattr(page_of_the_demo, "TICK_SECONDS", 0.0)
    async with (
        play() as demo,
        demo.env.preview(demo.channel, viewers=[demo.reader], layout="channel") as page,
    ):
        clock = asyncio.create_task(run_clock(demo, page))
        try:
            async with Wire(page.url) as wire:
                answers = [await wire.send(f"hello {n}") for n in range(8)]
        finally:
            clock.cancel()
            await asyncio.wait({clock})
        assert [answer.get("dispatch") for answer in answers] == ["dispatched"] * 8
        assert len(demo.channel.history()) == 8
