"""Limits, permissions, failures, hostile text, and servers side by side."""

from __future__ import annotations

import asyncio
import re
import threading
from typing import TYPE_CHECKING

import discord
import pytest
from structlog.testing import capture_logs

from bot.failures import BUSY
from bot.hearing.inquiry import Inquiry
from index import Document, Engine

from ..index.shipped import copied_index
from .stage import buttons, said, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from simcord import Env

    from bot.client import Rapporteur
    from index import Outcome

    from .stage import Stage

YUAN, RISE = "What happened to the yuan?", ("> China’s yuan", "> **China’s yuan")
REFUSAL = re.compile(r"That is a lot of questions\. Please ask again <t:(\d+):R>\.")

# ---------------------------------------------------------------------- limits


@pytest.mark.settings(questions_per_minute=2)
async def test_who_asks_too_often_is_told_when_to_ask_again(stage: Stage) -> None:
    """Once in words that go when the time is up, then with a sign; others are answered meanwhile."""
    for _ in range(2):
        await stage.mention(YUAN)
    third, fourth = await stage.mention(YUAN), await stage.mention(YUAN)
    assert len(stage.replies()) == 3
    at = int(REFUSAL.fullmatch(shown(stage.reply))[1])
    assert 0 < at - third.created_at.timestamp() <= 61
    assert [r.emoji for r in _message(stage, fourth.id).reactions] == ["⏳"]
    await stage.mention(YUAN, stage.bob)
    assert shown(stage.reply).startswith(RISE)
    await stage.env.advance_time(61)
    assert not any(REFUSAL.fullmatch(shown(reply)) for reply in stage.replies())
    await stage.mention(YUAN)
    assert shown(stage.reply).startswith(RISE)


def _message(stage: Stage, key: int) -> discord.Message:
    return next(m for m in stage.channel.history() if m.id == key)


@pytest.mark.settings(questions_per_minute=1)
@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("ask", {"question": YUAN}), ("fact", {"topic": "Venue"}), ("quote", {"speaker": "Xi"}),
        ("quote", {"speaker": "Xi", "about": "trade"}), ("timeline", {}), ("who", {"name": "Xi"}),
        ("sources", {}), ("why", {}), ("help", {}), ("forget-me", {}), ("settings show", {}),
        ("settings threads", {"on": True}),
    ],
)  # fmt: skip
async def test_a_command_is_refused_before_it_is_deferred(
    stage: Stage, command: str, options: dict[str, object]
) -> None:
    """Any: the refusal is the first response, and only the caller sees it."""
    role = stage.guild.create_role("mods", permissions=discord.Permissions(manage_guild=True))
    moderator = stage.guild.add_member(stage.env.create_user("mod"), roles=[role])
    await stage.mention(YUAN, moderator)
    result = await moderator.slash(stage.channel, command, **options)
    assert (result.deferred, result.ephemeral) == (False, True)
    assert REFUSAL.fullmatch(said(result))


@pytest.mark.settings(channel_questions_per_minute=1)
async def test_a_channel_has_a_limit_of_its_own(stage: Stage) -> None:
    """Many people at once in one channel are slowed there, and nowhere else."""
    other = stage.guild.create_text_channel("other")
    await stage.mention(YUAN)
    await stage.mention(YUAN, stage.bob)
    assert REFUSAL.fullmatch(shown(stage.reply))
    await stage.mention(YUAN, stage.bob, channel=other)
    assert shown(stage.replies(other)[-1]).startswith(RISE)


# ---------------------------------------------------------------------- the engine in trouble


class Stuck(Engine):
    """An engine that is stuck in a question for a second, or until it is let go."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine.store, engine.encoder)
        self.asked, self.go = threading.Event(), threading.Event()

    def ask(self, *args: object, **options: object) -> Outcome:
        self.asked.set()
        self.go.wait(1)
        return super().ask(*args, **options)


class Broken(Engine):
    """An engine that fails at every question."""

    def ask(self, *_: object, **__: object) -> Outcome:
        raise RuntimeError("the disk is on fire")


@pytest.fixture
def stuck(engine: Engine) -> Iterator[Stuck]:
    stuck = Stuck(engine)
    yield stuck
    stuck.go.set()


class Watching(Engine):
    """An engine that notes what Discord had been told when a question came to it."""

    def __init__(self, engine: Engine, env: Env) -> None:
        super().__init__(engine.store, engine.encoder)
        self._env, self.told = env, []

    def ask(self, *args: object, **options: object) -> Outcome:
        self.told = [request.json for request in self._env.http_requests if "/callback" in request.path]
        return super().ask(*args, **options)


async def test_a_command_is_deferred_before_the_engine_is_asked(
    stage: Stage, make_bot: Callable[..., Rapporteur], engine: Engine
) -> None:
    """However long an answer takes, Discord has its first response."""
    watching = Watching(engine, stage.env)
    await stage.restarted(make_bot(watching))
    await stage.alice.slash(stage.channel, "ask", question=YUAN)
    assert watching.told == [{"type": 5}]


async def test_a_full_queue(stage: Stage, make_bot: Callable[..., Rapporteur], stuck: Stuck) -> None:
    """More questions than may wait: the next is told so at once, and the one that waits is answered."""
    bot = make_bot(stuck, queue_length=1)
    await stage.restarted(bot)
    waiting = Inquiry(YUAN, 1, 2, None, 0.0)
    first = asyncio.create_task(bot.services.answers.answer(waiting))
    await asyncio.to_thread(stuck.asked.wait, 5)
    second = await bot.services.answers.answer(waiting)
    stuck.go.set()
    assert second.reply.pages[0].body == BUSY
    assert (await first).reply.pages[0].body.startswith(RISE)


@pytest.mark.parametrize("way", ["mention", "slash"])
async def test_a_failure_is_told_and_logged(
    stage: Stage, make_bot: Callable[..., Rapporteur], engine: Engine, way: str
) -> None:
    """Whatever breaks, the asker gets one plain sentence with a reference that the log has with the cause."""
    await stage.restarted(make_bot(Broken(engine.store, engine.encoder)))
    with capture_logs() as logs:
        if way == "mention":
            await stage.mention(YUAN)
            text = shown(stage.reply)
        else:
            text = said(await stage.alice.slash(stage.channel, "ask", question=YUAN))
    (entry,) = [entry for entry in logs if entry["event"] == "failed"]
    assert text == (
        f"Something went wrong on my side; it is noted under the reference {entry['reference']}. "
        "Please try again."
    )
    assert str(entry["exc_info"]) == "the disk is on fire"
    stage.env.errors.clear()


# ---------------------------------------------------------------------- permissions


async def test_where_it_may_not_write_it_writes_to_the_asker(stage: Stage) -> None:
    """Without the permission to send in a channel the answer comes as a direct message that says why."""
    stage.env.inject_error(
        "POST",
        f"/channels/{stage.channel.id}/messages",
        status=403,
        code=50013,
        message="Missing Permissions",
    )
    await stage.mention(YUAN)
    assert stage.replies() == []
    (reply,) = stage.replies(stage.alice.user.dm_channel, viewer=stage.alice.user)
    heading, quote = shown(reply).split("\n")[:2]
    assert heading == "-# I may not write in #summit, so here is what I would have said there."
    assert quote.startswith(RISE)


async def test_where_it_may_not_write_at_all_it_logs(stage: Stage) -> None:
    """If the asker takes no direct messages either, a line in the log is all, and nothing is remembered."""
    stage.env.inject_error("POST", "/channels/*/messages", status=403, code=50007, times=None)
    with capture_logs() as logs:
        asked = await stage.mention(YUAN)
    assert [entry["event"] for entry in logs] == ["reply not posted"]
    assert stage.memory.to_question(asked.id) is None


async def test_without_the_history_it_writes_beside_the_question(stage: Stage) -> None:
    """A reply needs the permission to read the history; without it the answer is an ordinary message."""
    stage.env.inject_error("POST", "/channels/*/messages", status=403, code=160002)
    await stage.mention(YUAN)
    assert shown(stage.reply).startswith(RISE)
    assert stage.reply.reference is None


async def test_a_thread_that_cannot_be_opened(stage: Stage) -> None:
    """Where threads are wanted but not allowed the answer is a reply in the channel."""
    await stage.bot.services.servers.set(stage.guild.id, "threads", value=True)
    stage.env.inject_error("POST", "/channels/*/threads", status=403, code=50013)
    await stage.mention(YUAN)
    assert shown(stage.reply).startswith(RISE)


async def test_a_question_deleted_while_it_is_answered(stage: Stage) -> None:
    """The message is gone when the reply is sent: it is posted without a reference, not lost in an error."""
    asked = await stage.mention(YUAN)
    request = next(r for r in reversed(stage.env.http_requests) if r.path.endswith("/messages"))
    assert request.json["message_reference"] == {
        "message_id": asked.id, "channel_id": stage.channel.id, "guild_id": stage.guild.id,
        "fail_if_not_exists": False, "type": 0,
    }  # fmt: skip


# ---------------------------------------------------------------------- odd and hostile text


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("why " * 200, "That question has 799 characters and I read up to 500. Shorten it, please."),
        (
            "贝森特对大豆说了什么？",
            "I find answers by the words of the articles, and they are written in another script",
        ),
        ("@everyone **what** happened to the ||yuan||?", RISE),
        ("what hap\u200bpened to the\u202e yuan?", RISE),
        ("```what happened to the yuan?```", RISE),
        ("# what happened to the yuan?", RISE),
        ("<@&1> <#2> </ask:3> what happened to the yuan? <t:1700000000:R>", RISE),
    ],
)
async def test_odd_questions(stage: Stage, text: str, reply: str | tuple[str, ...]) -> None:
    """Too long, in another script, dressed in markup or in invisible characters: a sensible reply."""
    await stage.mention(text)
    assert shown(stage.reply).startswith(reply)


async def test_only_an_attachment(stage: Stage) -> None:
    """A picture is no question."""
    await stage.mention("", attachments=[("chart.png", b"not a picture")])
    assert shown(stage.reply) == "I can't look into attachments. Put the question into words, please."


async def test_a_question_that_would_ping(stage: Stage) -> None:
    """Nothing that the bot repeats pings anybody, in a heading either."""
    question = f"@everyone @here {stage.bob.mention} <@&5> how do I bake bread, *{'x' * 100}* `y`?"
    result = await stage.alice.slash(stage.channel, "ask", question=question)
    message = result.response.message
    assert (message.mentions, message.role_mentions, message.mention_everyone) == ([], [], False)
    assert said(result).startswith("**how do I bake bread, xxx")
    sent = [r.json for r in stage.env.http_requests if r.json and "allowed_mentions" in r.json]
    assert sent
    assert all(body["allowed_mentions"] == {"parse": []} for body in sent)


HOSTILE = (
    "The mayor said **bold** things about harbors, @everyone: `code`, ||spoilers|| and [links](https://x.example).\n"
    "# Harbors are <@1> great > quotes\n"
    "> 1. Harbors -# small :smile: https://a_b_c.example/_x_"
)


async def test_markdown_in_an_article_cannot_break_the_layout(
    stage: Stage, make_bot: Callable[..., Rapporteur], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """What an article has in it is shown as it is: no emphasis, heading, link or mention comes of it."""
    with Engine.open(copied_index(tmp_path_factory), threads=1) as engine:
        engine.add(
            Document("hostile", "A *title* [x](y) @here", HOSTILE, "`Out`let", url="https://e.org/a_(b)")
        )
        await stage.restarted(make_bot(engine))
        await stage.mention("What did the mayor say about harbors?")
        text = shown(stage.reply)
        assert "things about harbors, \\@everyone: \\`code\\`, \\|\\|spoilers\\|\\|" in text
        assert (
            "A \\*title\\* \\[x\\](y) \\@here · \\`Out\\`let · [¶1](https://e.org/a_%28b%29#:~:text=" in text
        )


# ---------------------------------------------------------------------- servers side by side


async def test_two_servers_know_nothing_of_each_other(
    stage: Stage, make_bot: Callable[..., Rapporteur], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Documents, answers and settings of one server are not to be had in another, nor in direct messages."""
    other = stage.env.create_guild("Other")
    channel = other.create_text_channel("general")
    carol = other.add_member(stage.env.create_user("carol"))
    with Engine.open(copied_index(tmp_path_factory), threads=1) as engine:
        words = "The treasurer said the lighthouse fund is empty."
        engine.add(Document("secret", "Minutes", words, collection=str(stage.guild.id)))
        await stage.restarted(make_bot(engine))
        await stage.mention("What did the treasurer say about the lighthouse fund?")
        assert "lighthouse fund is" in shown(stage.reply)
        mine = stage.reply
        await carol.send(channel, f"{stage.me} What did the treasurer say about the lighthouse fund?")
        await stage.alice.send_dm("What did the treasurer say about the lighthouse fund?")
        theirs = stage.replies(channel)[-1]
        direct = stage.replies(stage.alice.user.dm_channel, viewer=stage.alice.user)[-1]
        for reply in (theirs, direct):
            assert "is empty" not in shown(reply)
        for command, option in (("quote", "speaker"), ("who", "name"), ("ask", "question")):
            offered = await carol.autocomplete(channel, command, option, "treasurer")
            assert not any("reasurer" in choice["name"] for choice in offered)
        assert "Minutes" in said(await stage.alice.slash(stage.channel, "sources"))
        assert "Minutes" not in said(await carol.slash(channel, "sources"))
        assert "lighthouse" not in said(await carol.slash(channel, "why", answer=mine.jump_url))
        await stage.bot.services.servers.set(stage.guild.id, "threads", value=True)
        assert await stage.bot.services.servers.settings(other.id) == {}
        assert buttons(theirs)[3:] == ["👍", "👎", "Delete"]
