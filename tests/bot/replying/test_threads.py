"""Threads for answers: named after their questions, and gone with them where nobody else wrote."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import discord
import pytest

from bot.replying.threads import MOST_READ, Threads, thread_name

from ..stage import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.client import Rapporteur
    from bot.memory.stored_answer import StoredAnswer

    from ..stage import Stage

YUAN, FENTANYL = "What happened to the yuan?", "What is fentanyl?"
CUT = "What did Bessent say on soybeans, on rare earths, on the framework of the two leaders, and on"
LONG = f"{CUT} everything else?"


@pytest.mark.parametrize(
    ("question", "name"),
    [
        (YUAN, YUAN),
        (LONG, f"{CUT}…"),
        ("x" * 101, f"{'x' * 99}…"),
        ("what\n is\u202e this", "what is this"),
        (" \x1b ", ""),
    ],
)
def test_a_thread_is_named_after_its_question(question: str, name: str) -> None:
    """By its whole words on one line, with an ellipsis where some are left out."""
    assert thread_name(question) == name
    assert len(name) <= 100


@pytest.fixture
async def threaded(stage: Stage) -> Stage:
    """A server that wants threads for answers."""
    await stage.bot.services.servers.set(stage.guild.id, "threads", value=True)
    return stage


async def opened(stage: Stage, question: str = YUAN) -> discord.Message:
    """Ask, and have the answer in a thread."""
    asked = await stage.mention(question)
    assert kept(stage, asked).channel == asked.id
    return asked


def kept(stage: Stage, asked: discord.Message) -> StoredAnswer | None:
    return stage.memory.to_question(asked.id)


def thread(stage: Stage, asked: discord.Message) -> Any:
    """The thread on a message, as the bot sees it; None when it is gone."""
    return stage.bot.get_channel(asked.id)


async def answers(stage: Stage, asked: discord.Message) -> list[discord.Message]:
    """What the bot said in a thread."""
    messages = [m async for m in thread(stage, asked).history() if m.author.id == stage.bot.user.id]
    return [message for message in messages if not message.is_system()]


# ---------------------------------------------------------------------- names


async def test_a_thread_has_the_words_of_its_question(threaded: Stage) -> None:
    """Cut at a word."""
    asked = await opened(threaded, LONG)
    assert thread(threaded, asked).name == f"{CUT}…"


async def test_a_thread_follows_an_edit(threaded: Stage, make_bot: Callable[..., Rapporteur]) -> None:
    """Of its question, after a restart too; an edit that changes no word changes no name."""
    asked = await opened(threaded)
    await threaded.alice.edit(asked, f"{threaded.me} {FENTANYL}")
    assert thread(threaded, asked).name == FENTANYL
    await threaded.restarted(make_bot())
    await threaded.alice.edit(asked, f"{threaded.me} {YUAN}")
    assert thread(threaded, asked).name == YUAN
    (reply,) = await answers(threaded, asked)
    assert "China’s yuan rose" in shown(reply)


@pytest.mark.parametrize("status", [403, 429, 500])
async def test_a_name_that_is_refused(threaded: Stage, status: int) -> None:
    """The question is answered all the same, and the thread keeps its name."""
    asked = await opened(threaded)
    threaded.env.inject_error("PATCH", f"/channels/{asked.id}", status=status, code=50013)
    await threaded.alice.edit(asked, f"{threaded.me} {FENTANYL}")
    (reply,) = await answers(threaded, asked)
    assert "a synthetic opioid" in shown(reply)
    assert thread(threaded, asked).name == YUAN


async def test_a_thread_of_somebody_else_keeps_its_name(threaded: Stage) -> None:
    """The bot answers in it, and leaves it alone."""
    asked = await opened(threaded)
    thread(threaded, asked).owner_id = threaded.bob.id
    await threaded.alice.edit(asked, f"{threaded.me} {FENTANYL}")
    assert thread(threaded, asked).name == YUAN
    await threaded.alice.delete(asked)
    assert (await answers(threaded, asked), kept(threaded, asked)) == ([], None)


class SlowThread(discord.Thread):
    """A thread whose names Discord takes when it is let go."""

    def __init__(self) -> None:
        self.id, self.owner_id, self.name = 7, 1, YUAN
        self.go, self.given = asyncio.Event(), list[str]()

    async def edit(self, *, name: str) -> None:
        await self.go.wait()
        self.given.append(name)


async def test_nobody_waits_for_a_name(stage: Stage) -> None:
    """While Discord takes no more, names wait; the last one is given, and none where the old one is right."""
    asked = await stage.mention(YUAN)
    answer, slow = kept(stage, asked), SlowThread()
    client = SimpleNamespace(user=SimpleNamespace(id=1), get_channel=lambda _: slow)
    threads, in_thread = Threads(client), SimpleNamespace(channel=asked.id, question=asked.id)
    assert answer.channel != answer.question
    threads.rename(answer, "not in a thread")
    for name in ("first", "second", "last"):
        threads.rename(in_thread, name)
        await asyncio.sleep(0)
    slow.go.set()
    await asyncio.sleep(0.01)
    assert slow.given == ["last"]
    slow.go.clear()
    threads.rename(in_thread, "changed")
    await asyncio.sleep(0)
    threads.rename(in_thread, YUAN)
    slow.go.set()
    await asyncio.sleep(0.01)
    assert slow.given == ["last"]


# ---------------------------------------------------------------------- deletion


async def test_a_thread_goes_with_its_question(threaded: Stage) -> None:
    """With all that its asker and the bot said in it, and all that is remembered of that."""
    asked = await opened(threaded)
    (talk,) = threaded.channel.threads
    more = await threaded.alice.send(talk, f"{threaded.me} {FENTANYL}")
    assert kept(threaded, more).channel == asked.id
    await threaded.alice.delete(asked)
    assert thread(threaded, asked) is None
    assert (kept(threaded, asked), kept(threaded, more)) == (None, None)


async def test_a_thread_in_which_others_wrote_stays(threaded: Stage) -> None:
    """The answer alone goes."""
    asked = await opened(threaded)
    (talk,) = threaded.channel.threads
    await threaded.bob.send(talk, "Interesting.")
    await threaded.alice.delete(asked)
    assert (await answers(threaded, asked), kept(threaded, asked)) == ([], None)


async def test_a_long_thread_stays(threaded: Stage) -> None:
    """In which nobody has looked whether somebody else wrote."""
    asked = await opened(threaded)
    for number in range(MOST_READ - len([m async for m in thread(threaded, asked).history()])):
        await thread(threaded, asked).send(f"{number}")
    await threaded.alice.delete(asked)
    assert thread(threaded, asked) is not None


async def test_without_the_permission_the_answer_alone_goes(threaded: Stage) -> None:
    """To delete a thread the bot has to be allowed to manage threads."""
    asked = await opened(threaded)
    threaded.env.inject_error("DELETE", f"/channels/{asked.id}", status=403, code=50013)
    await threaded.alice.delete(asked)
    assert (await answers(threaded, asked), kept(threaded, asked)) == ([], None)


async def test_a_thread_that_a_moderator_deletes(threaded: Stage) -> None:
    """What was answered in it is forgotten."""
    asked = await opened(threaded)
    threaded.env.backend.delete_channel(asked.id)
    await threaded.env.settle()
    assert kept(threaded, asked) is None
