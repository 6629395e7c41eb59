"""Conversations: replies, threads, direct messages, chosen channels, messages that it is called on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
import pytest
from simcord import ChannelHandle

from ..stage import shown

if TYPE_CHECKING:
    from simcord import RoleHandle

    from ..stage import Stage

BESSENT = "What did Bessent say?"
RUBIO = "-# Searched for: What did Rubio say?\n> U.S. Secretary of State Marco Rubio said Taiwan"
hears_all = pytest.mark.settings(message_content=True)


async def test_a_reply_goes_on_from_its_answer(stage: Stage) -> None:
    """A reply that pings the bot is made whole with the question it answers, and the answer says so."""
    await stage.mention(BESSENT)
    await stage.mention("what about Rubio?", reply_to=stage.reply)
    assert shown(stage.reply).startswith(RUBIO)


async def test_a_reply_to_an_older_answer_goes_on_from_that(stage: Stage) -> None:
    """Which answer is replied to decides, not which came last."""
    await stage.mention(BESSENT)
    first = stage.reply
    await stage.mention("What happened to the yuan?")
    await stage.mention("what about Rubio?", reply_to=first)
    assert shown(stage.reply).startswith(RUBIO)


async def test_a_reply_needs_no_mention(stage: Stage) -> None:
    """A reply to an answer is meant for the bot, whoever replies; no privileged intent is needed for it."""
    await stage.mention(BESSENT)
    await stage.bob.send(stage.channel, "what about Rubio?", reply_to=stage.reply)
    assert shown(stage.reply).startswith(RUBIO)


async def test_a_follow_up_in_direct_messages(stage: Stage) -> None:
    """The next direct message goes on from the last answer there."""
    await stage.alice.send_dm(BESSENT)
    await stage.alice.send_dm("what about Rubio?")
    replies = stage.replies(stage.alice.user.dm_channel, viewer=stage.alice.user)
    assert shown(replies[-1]).startswith(RUBIO)


async def test_a_new_question_stands_on_its_own(stage: Stage) -> None:
    """A reply that needs nothing from before is asked as it is."""
    await stage.mention(BESSENT)
    await stage.mention("What is fentanyl?", reply_to=stage.reply)
    assert "Searched for" not in shown(stage.reply)
    assert "a synthetic opioid" in shown(stage.reply)


@pytest.mark.parametrize(
    ("command", "options"), [("quote", {"speaker": "Marco Rubio"}), ("who", {"name": "Marco Rubio"})]
)
async def test_a_reply_to_a_command_goes_on_from_it(
    stage: Stage, command: str, options: dict[str, str]
) -> None:
    """Who was asked about is who "he" is."""
    await stage.alice.slash(stage.channel, command, **options)
    await stage.mention("what did he say about Taiwan?", reply_to=stage.reply)
    heading = "-# Searched for: what did Marco Rubio say about Taiwan?"
    assert shown(stage.reply).startswith(f"{heading}\n> U.S. Secretary of State Marco Rubio said Taiwan")


# ---------------------------------------------------------------------- threads


async def threads_on(stage: Stage) -> None:
    owner = stage.guild.add_member(stage.env.create_user("owner"), roles=[_managers(stage)])
    await owner.slash(stage.channel, "settings threads", on=True)


def _managers(stage: Stage) -> RoleHandle:
    return stage.guild.create_role("managers", permissions=discord.Permissions(manage_guild=True))


@hears_all
async def test_an_answer_in_a_thread_of_its_own(stage: Stage) -> None:
    """Where the moderators want threads, one is opened on the question, and goes on without a mention."""
    await threads_on(stage)
    before = len(stage.replies())
    asked = await stage.mention(BESSENT)
    (thread,) = stage.channel.threads
    assert thread.name == BESSENT
    assert thread.id == asked.id
    assert len(stage.replies()) == before
    await stage.bob.send(thread, "what about Rubio?")
    assert shown(stage.replies(thread)[-1]).startswith(RUBIO)


@hears_all
async def test_thanks_in_a_thread_are_left_alone(stage: Stage) -> None:
    """In a thread small talk, a reply to somebody else or a mention of them is not meant for the bot."""
    await threads_on(stage)
    await stage.mention(BESSENT)
    (thread,) = stage.channel.threads
    count = len(stage.replies(thread))
    await stage.alice.send(thread, "thanks!")
    await stage.alice.send(thread, f"{stage.bob.mention} what about Rubio?")
    words = await stage.bob.send(thread, "thank you")
    await stage.alice.send(thread, "what about Rubio?", reply_to=words)
    assert len(stage.replies(thread)) == count


async def test_a_long_question_names_its_thread_within_discords_limit(stage: Stage) -> None:
    """A thread's name has at most 100 characters."""
    await threads_on(stage)
    await stage.mention("what did the treasury secretary say about soybeans " * 3)
    (thread,) = stage.channel.threads
    assert len(thread.name) <= 100


@hears_all
async def test_in_somebody_elses_thread_only_the_asker_goes_on(stage: Stage) -> None:
    """Where the bot was called into a thread, its caller's next message is meant for it, others' aren't."""
    start = await stage.bob.send(stage.channel, "a thread about the talks")
    thread = await _thread_on(stage, start)
    await stage.mention(BESSENT, channel=thread)
    await stage.bob.send(thread, "what about Xi?")
    assert len(stage.replies(thread)) == 1
    await stage.alice.send(thread, "what about Rubio?")
    assert shown(stage.replies(thread)[-1]).startswith(RUBIO)


async def _thread_on(stage: Stage, message: discord.Message) -> ChannelHandle:
    """A thread of Bob's."""
    backend = stage.env.backend
    created = backend.create_thread(
        stage.channel.id, owner_id=stage.bob.id, name="talks", message_id=message.id, type=11
    )
    await stage.env.settle()
    return ChannelHandle(stage.env, stage.guild, created)


# ---------------------------------------------------------------------- called on a message


@hears_all
async def test_called_on_a_question(stage: Stage) -> None:
    """A bare mention in reply to somebody's question answers that question."""
    asked = await stage.bob.send(stage.channel, "What is fentanyl?")
    await stage.mention("", reply_to=asked)
    assert "a synthetic opioid" in shown(stage.reply)


@hears_all
@pytest.mark.parametrize("call", ["", "is that true?", "source?", "fact check this please"])
async def test_called_on_a_claim(stage: Stage, call: str) -> None:
    """A call that adds nothing of its own checks the claim it was made on, and shows it."""
    claim = await stage.bob.send(stage.channel, "Stock markets hit record levels")
    await stage.mention(call, reply_to=claim)
    assert shown(stage.reply).startswith(
        "**Claim**\n> Stock markets hit record levels\n**What the articles say**\n> "
    )
    assert "hit record levels. **[1]**" in shown(stage.reply)


@hears_all
async def test_called_on_a_claim_in_a_thread_that_it_answered_in(stage: Stage) -> None:
    """What a message replies to comes before what was last answered there."""
    await threads_on(stage)
    await stage.mention(BESSENT)
    (thread,) = stage.channel.threads
    claim = await stage.bob.send(thread, f"{stage.alice.mention} stock markets hit record levels")
    await stage.mention("is that true?", channel=thread, reply_to=claim)
    assert "hit record levels. **[1]**" in shown(stage.replies(thread)[-1])


@hears_all
async def test_called_into_a_thread(stage: Stage) -> None:
    """A bare mention in somebody's thread looks into the message that the thread began on."""
    claim = await stage.bob.send(stage.channel, "What is fentanyl?")
    thread = await _thread_on(stage, claim)
    await stage.mention("", channel=thread)
    assert "a synthetic opioid" in shown(stage.replies(thread)[-1])


async def test_called_on_a_message_that_discord_hides(stage: Stage) -> None:
    """Without the content intent the bot can't see what it was called on, and says how to go about it."""
    claim = await stage.bob.send(stage.channel, "Stock markets hit record levels")
    await stage.mention("is that true?", reply_to=claim)
    assert shown(stage.reply).startswith("I can't see the text of that message")
    assert "Check against the articles" in shown(stage.reply)


# ---------------------------------------------------------------------- chosen channels


@hears_all
async def test_a_chosen_channel_needs_no_mention(stage: Stage) -> None:
    """Where the moderators said so, questions are answered without a mention, and talk is left alone."""
    owner = stage.guild.add_member(stage.env.create_user("owner"), roles=[_managers(stage)])
    await owner.slash(stage.channel, "settings listen", channel=stage.channel)
    before = len(stage.replies())
    await stage.alice.send(stage.channel, "good morning all")
    await stage.alice.send(stage.channel, "markets are up today")
    assert len(stage.replies()) == before
    await stage.alice.send(stage.channel, "What is fentanyl?")
    assert "a synthetic opioid" in shown(stage.reply)
    await owner.slash(stage.channel, "settings listen", channel=stage.channel, on=False)
    count = len(stage.replies())
    await stage.alice.send(stage.channel, "What is fentanyl?")
    assert len(stage.replies()) == count
