"""New posts of forums: which are answered, and as what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
import pytest
from simcord import ChannelHandle

from bot.cogs.moderation import NO_CONTENT

from ..stage import said, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from simcord import MemberActor

    from bot.client import Rapporteur

    from ..stage import Stage

YUAN, FENTANYL = "What happened to the yuan?", "What is fentanyl?"
ROSE = "China’s yuan rose"

hears_all = pytest.mark.settings(message_content=True)


class Forum:
    """A forum of the server, where the bot answers new posts unless it is told not to."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.handle = stage, stage.guild.create_forum_channel("help")

    async def answered(self, on: bool = True) -> Forum:
        servers = self.stage.bot.services.servers
        await servers.set(self.stage.guild.id, "forums", [self.handle.id] if on else [])
        return self

    async def post(self, title: str, text: str, by: MemberActor | None = None) -> ChannelHandle:
        """A new post: Discord gives its first message the id of its thread."""
        backend, author = self.stage.env.backend, by or self.stage.alice
        thread = backend.create_thread(self.handle.id, title, author.id, broadcast=False)
        backend.announce_thread_create(thread)
        first = backend.prepare_message(thread.id, author.id, text)
        first.id = thread.id
        backend.commit_message(first)
        await self.stage.env.settle()
        return ChannelHandle(self.stage.env, self.stage.guild, thread)

    def replies(self, post: ChannelHandle) -> list[discord.Message]:
        return self.stage.replies(post)

    def first(self, post: ChannelHandle) -> discord.Message:
        return post.history()[0]


@hears_all
@pytest.mark.parametrize(
    ("title", "text"),
    [
        (YUAN, "I read it on the train and forgot."),
        ("The currency", YUAN),
        ("The yuan", "what happened to the yuan"),
        (YUAN, YUAN),
        (YUAN, "word " * 200),
    ],
)
async def test_a_post_that_asks_is_answered(stage: Stage, title: str, text: str) -> None:
    """Once, as a reply in the post: by its title and its text, or its title alone where that is too long."""
    forum = await Forum(stage).answered()
    post = await forum.post(title, text)
    (reply,) = forum.replies(post)
    assert ROSE in shown(reply)
    assert reply.reference.message_id == post.id
    await stage.bob.send(post, "Why do you ask?")
    await stage.bot.cogs["Ask"].replies.answer(forum.first(post))
    assert len(forum.replies(post)) == 1


@hears_all
@pytest.mark.parametrize(
    ("title", "text", "quote"),
    [
        (
            "What did Bessent say about soybeans?",
            "I read it on the train and forgot.",
            "resume large-scale U.S.",
        ),
        ("Summit location", "Where is it?", "held at a South Korean air base"),
    ],
)
async def test_what_of_a_post_is_asked(stage: Stage, title: str, text: str, quote: str) -> None:
    """What asks something, which leans on the title; what else is told doesn't hide it."""
    forum = await Forum(stage).answered()
    (reply,) = forum.replies(await forum.post(title, text))
    assert quote in shown(reply)
    assert "don't say" not in shown(reply)


@hears_all
@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Look at this", "The picture is nice."),
        ("Hello!", "good morning"),
        ("Look at this", "Why not? " * 100),
        ("For the moderators", "<@{bob}> what happened to the yuan?"),
    ],
)
async def test_a_post_that_asks_nothing_of_it(stage: Stage, title: str, text: str) -> None:
    """It is left alone: talk, what is too long to be read, and what somebody else is asked."""
    forum = await Forum(stage).answered()
    assert forum.replies(await forum.post(title, text.format(bob=stage.bob.id))) == []


@hears_all
async def test_other_forums_and_other_messages(stage: Stage) -> None:
    """Only first messages, only where it was told to, and never those of bots."""
    forum, other = await Forum(stage).answered(), Forum(stage)
    assert other.replies(await other.post(YUAN, "Please.")) == []
    robot = stage.guild.add_member(stage.env.create_user("robot", bot=True))
    assert forum.replies(await forum.post(YUAN, "Please.", robot)) == []
    post = await forum.post("Look at this", "The picture is nice.")
    await stage.bob.send(post, YUAN)
    assert forum.replies(post) == []
    await forum.answered(on=False)
    assert forum.replies(await forum.post(YUAN, "Please.")) == []


@hears_all
async def test_a_post_that_calls_it(stage: Stage) -> None:
    """Is answered in any forum, by its words alone: the title may be about something else."""
    forum = Forum(stage)
    post = await forum.post(FENTANYL, f"{stage.me} {YUAN}")
    (reply,) = forum.replies(post)
    assert ROSE in shown(reply)
    assert "fentanyl" not in shown(reply)


@hears_all
async def test_the_author_goes_on(stage: Stage) -> None:
    """In their post without a mention."""
    forum = await Forum(stage).answered()
    post = await forum.post("Soybeans", "What did Bessent say about soybeans?")
    await stage.alice.send(post, "what about Rubio?")
    assert "Marco Rubio" in shown(forum.replies(post)[-1])


@hears_all
async def test_a_post_that_is_edited_or_deleted(stage: Stage, make_bot: Callable[..., Rapporteur]) -> None:
    """The answer follows, after a restart too, and one that asks only now is answered."""
    forum = await Forum(stage).answered()
    post = await forum.post("The currency", YUAN)
    await stage.restarted(make_bot(message_content=True))
    await stage.alice.edit(forum.first(post), FENTANYL)
    (reply,) = forum.replies(post)
    assert "a synthetic opioid" in shown(reply)
    late = await forum.post("Look at this", "The picture is nice.")
    await stage.alice.edit(forum.first(late), YUAN)
    assert ROSE in shown(forum.replies(late)[-1])
    await stage.alice.delete(forum.first(post))
    assert forum.replies(post) == []


@hears_all
async def test_where_it_may_not_speak(stage: Stage) -> None:
    """A post follows its forum, and its author's roles count."""
    forum = await Forum(stage).answered()
    servers = stage.bot.services.servers
    await servers.set(stage.guild.id, "channels", {"mode": "not", "not": [forum.handle.id]})
    assert forum.replies(await forum.post(YUAN, "Please.")) == []
    await servers.set(stage.guild.id, "channels", {})
    await servers.set(stage.guild.id, "roles", [1])
    assert forum.replies(await forum.post(YUAN, "Please.")) == []


async def test_without_the_intent(stage: Stage) -> None:
    """Discord doesn't show it the posts: /settings says so, and nothing is answered."""
    forum = Forum(stage)
    role = stage.guild.create_role("managers", permissions=discord.Permissions(manage_guild=True))
    owner: Any = stage.guild.add_member(stage.env.create_user("owner"), roles=[role])
    told = said(await owner.slash(stage.channel, "settings forum", forum=forum.handle))
    assert f"**Forums whose posts I answer**: <#{forum.handle.id}>{NO_CONTENT}" in told
    assert forum.replies(await forum.post(YUAN, "Please.")) == []
