"""The buttons under a reply, those of an earlier run too."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import discord
import pytest

from bot.cogs.presses import FORGOTTEN, NOT_YOURS
from bot.failures import BUSY
from bot.hearing.inquiry import Inquiry
from bot.saying.reply import Page, Reply, Response, plain_reply
from bot.saying.views import view
from bot.saying.why import CHANGED, REMOVED
from index import Document

from ..articles import FARE, HARBOR, cited
from ..stage import buttons, pressing, said, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from simcord import ChannelHandle

    from bot.client import Rapporteur
    from index import Engine

    from ..stage import Stage

FENTANYL = "What is fentanyl?"
BESSENT = "What did Bessent say about soybeans?"
FRAMEWORK = "__U.S. Treasury Secretary Scott Bessent said Beijing is expected to delay"


async def press(stage: Stage, face: str, by: object = None, message: object = None) -> object:
    """Press the button with that face on the bot's newest reply."""
    on = message or stage.reply
    return await (by or stage.alice).click(on, custom_id=pressing(on, face))


@pytest.fixture(params=["same run", "after a restart"])
async def answered(
    stage: Stage, make_bot: Callable[..., Rapporteur], request: pytest.FixtureRequest
) -> Stage:
    """A question answered, in this run or in an earlier one."""
    await stage.mention(BESSENT)
    if request.param == "after a restart":
        await stage.restarted(make_bot())
    return stage


async def test_show_passage(answered: Stage) -> None:
    """The paragraph with the quote underlined and its neighbours, to the one who pressed alone."""
    result = await press(answered, "Show passage", answered.bob)
    assert result.ephemeral
    before, paragraph, after = said(result).split("-# ¶")[1:]
    assert before.startswith("7\nThe latest flare-up came after Beijing")
    assert paragraph.startswith(f"8\n{FRAMEWORK}")
    assert "finalized by the two leaders.__ China made its first soybean purchases" in paragraph
    assert after.startswith("9\nTrump has linked tariff reductions")


async def test_passages_of_several_quotes_are_paged(stage: Stage) -> None:
    """Each quote has its passage, and the pages are turned in place."""
    await stage.alice.slash(stage.channel, "quote", speaker="Trump")
    opened = await press(stage, "Show passage")
    assert "1 / 3" in buttons(opened.response)
    result = await press(stage, "▶️", message=opened.response)
    assert "2 / 3" in buttons(result.response or opened.response)
    assert "__“We are going to have a very successful meeting" in shown(opened.response)


async def test_votes_are_counted_on_the_buttons(answered: Stage) -> None:
    """A vote shows on its button, the other takes its place, and the same again takes it back."""
    await press(answered, "👍")
    await press(answered, "👍 1", answered.bob)
    assert buttons(answered.reply) == ["Show passage", "👍 2", "👎", "Delete"]
    await press(answered, "👎", answered.bob)
    assert buttons(answered.reply) == ["Show passage", "👍 1", "👎 1", "Delete"]
    await press(answered, "👍 1")
    assert buttons(answered.reply) == ["Show passage", "👍", "👎 1", "Delete"]
    assert FRAMEWORK.strip("_") in shown(answered.reply)


async def test_the_asker_deletes_the_answer(answered: Stage) -> None:
    """The answer goes, and the record of it."""
    await press(answered, "Delete")
    assert answered.replies() == []
    assert answered.memory.latest(answered.channel.id) is None


async def test_somebody_else_may_not(answered: Stage) -> None:
    """Another member is told who may; a moderator may."""
    result = await press(answered, "Delete", answered.bob)
    assert (result.ephemeral, said(result)) == (True, NOT_YOURS)
    role = answered.guild.create_role("mods", permissions=discord.Permissions(manage_messages=True))
    moderator = answered.guild.add_member(answered.env.create_user("mod"), roles=[role])
    await press(answered, "Delete", moderator)
    assert answered.replies() == []


async def test_delete_the_answer_of_a_command(stage: Stage) -> None:
    """What /ask posted is deleted by who called it."""
    await stage.alice.slash(stage.channel, "ask", question=BESSENT)
    await press(stage, "Delete")
    assert stage.replies() == []


@pytest.mark.parametrize("restart", [False, True])
async def test_an_offered_question_is_asked(
    stage: Stage, make_bot: Callable[..., Rapporteur], restart: bool
) -> None:
    """A press on a suggestion asks it for everybody to see, by whoever pressed."""
    await stage.mention("How do I bake bread?")
    if restart:
        await stage.restarted(make_bot())
    offered = buttons(stage.reply)[-1]
    await press(stage, offered, stage.bob)
    assert len(stage.replies()) == 2
    assert shown(stage.reply).startswith(f"**{offered.removeprefix('💬 ')}**\n> ")
    result = await press(stage, "Delete", stage.bob)
    assert result.acknowledged
    assert len(stage.replies()) == 1


async def test_an_offered_question_is_asked_as_privately_as_it_was_offered(stage: Stage) -> None:
    """A suggestion in a private answer is answered in private."""
    result = await stage.alice.slash(stage.channel, "ask", question="How do I bake bread?", private=True)
    pressed = await press(stage, buttons(result.response)[-1], message=result.response)
    assert pressed.ephemeral
    assert stage.replies(viewer=stage.bob) == []


async def test_an_answer_that_is_no_longer_remembered(stage: Stage) -> None:
    """After /forget-me the buttons say that nothing is known of the answer, rather than nothing."""
    await stage.mention(BESSENT)
    await stage.alice.slash(stage.channel, "forget-me")
    for face in ("Show passage", "👍", "Delete"):
        result = await press(stage, face)
        assert (result.ephemeral, said(result)) == (True, FORGOTTEN)


async def moved(stage: Stage, channel: ChannelHandle) -> discord.Message:
    """The buttons of the newest answer, under a message in another channel."""
    answer = stage.memory.latest(stage.channel.id)
    given = Response(Reply((Page("x"), Page("y")), citations=(cited(HARBOR, FARE),)), answer.id)
    await stage.bot.get_channel(channel.id).send(view=view(given))
    return stage.replies(channel)[-1]


FACES = ["Show passage", "👍", "👎", "Delete", "▶️"]


@pytest.mark.parametrize("place", ["channel", "server"])
async def test_a_button_works_only_where_its_answer_stands(stage: Stage, place: str) -> None:
    """In another channel or server its answer is unknown: nothing is shown, counted or deleted."""
    await stage.mention(BESSENT)
    guild = stage.guild if place == "channel" else stage.env.create_guild("Elsewhere")
    channel = guild.create_text_channel("elsewhere")
    somebody = guild.add_member(stage.env.create_user("eve"))
    message = await moved(stage, channel)
    for face in FACES:
        result = await somebody.click(message, custom_id=pressing(message, face))
        assert (result.ephemeral, said(result)) == (True, FORGOTTEN), face
    assert len(stage.replies(channel)) == len(stage.replies()) == 1
    answer = stage.memory.latest(stage.channel.id)
    assert stage.memory.votes(answer.id) == (0, 0)


async def test_a_button_of_another_servers_answer(stage: Stage) -> None:
    """Whatever channel is kept with it, what is a server's own is not shown to another."""
    await stage.mention(BESSENT)
    answer = stage.memory.latest(stage.channel.id)
    stage.memory.keep(replace(answer, guild=7))
    assert said(await press(stage, "Show passage")) == FORGOTTEN


async def test_a_button_of_an_answer_that_only_another_saw(stage: Stage) -> None:
    """A private answer has buttons for its asker alone."""
    await stage.alice.slash(stage.channel, "ask", question=BESSENT, private=True)
    answer = stage.memory.latest(stage.channel.id, stage.alice.id)
    given = Response(Reply((Page("x"),)), answer.id)
    await stage.bot.get_channel(stage.channel.id).send(view=view(given))
    assert said(await press(stage, "Delete", stage.bob)) == FORGOTTEN


async def test_a_server_answer_that_was_given_directly(stage: Stage) -> None:
    """Where the bot may not write it answers in a direct message, and its buttons work there."""
    await stage.mention(BESSENT)
    answer = stage.memory.latest(stage.channel.id)
    direct = await stage.alice.send_dm(FENTANYL)
    kept = stage.memory.latest(direct.channel.id)
    stage.memory.keep(replace(kept, guild=answer.guild))
    reply = await direct.channel.fetch_message(kept.reply)
    result = await stage.alice.user.click(reply, custom_id=pressing(reply, "👍"))
    assert stage.memory.votes(kept.id) == (1, 0)
    assert result.acknowledged


@pytest.mark.settings(queue_length=1)
async def test_more_presses_than_can_be_answered(stage: Stage) -> None:
    """They are told that the bot is busy, not that something went wrong."""
    await stage.mention(BESSENT)
    go = threading.Event()
    full = asyncio.create_task(
        stage.bot.services.answers.present(Inquiry("", 1, 2, 3, 0.0), lambda: plain_reply(str(go.wait(5))))
    )
    await asyncio.sleep(0)
    result = await press(stage, "Show passage")
    go.set()
    await full
    assert (result.ephemeral, said(result)) == (True, BUSY)


@pytest.mark.settings(questions_per_minute=1)
async def test_an_offered_question_counts_as_one(stage: Stage) -> None:
    """Who has asked enough is told so, before the press is deferred."""
    await stage.mention("How do I bake bread?")
    result = await press(stage, buttons(stage.reply)[-1])
    assert (result.deferred, result.ephemeral) == (False, True)
    assert said(result).startswith("That is a lot of questions.")


@pytest.fixture
def own_engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    from index import Engine

    from ...index.shipped import copied_index

    with Engine.open(copied_index(tmp_path_factory), threads=1) as engine:
        yield engine


@pytest.fixture
def changeable(own_engine: Engine, make_bot: Callable[..., Rapporteur]) -> Rapporteur:
    return make_bot(own_engine)


async def test_words_that_are_no_longer_in_the_article_are_not_shown(
    stage: Stage, make_bot: Callable[..., Rapporteur], own_engine: Engine
) -> None:
    """When the article was changed or removed since, its old words are not passed for its own."""
    await stage.mention(BESSENT)
    await stage.restarted(make_bot(own_engine))
    (article,) = own_engine.documents()
    own_engine.add(replace(article, text="Nothing of it is left."))
    assert said(await press(stage, "Show passage")) == CHANGED
    own_engine.remove(article.id)
    assert said(await press(stage, "Show passage")) == REMOVED


async def test_a_listing_of_many_pages(
    stage: Stage, make_bot: Callable[..., Rapporteur], own_engine: Engine
) -> None:
    """A long list is turned page by page, each with its own sources, and is not voted on."""
    text = "\n\n".join(
        f"On {day} March 2025 the ministers met and agreed on clause {day} after {'very ' * 25}long talks."
        for day in range(1, 29)
    )
    own_engine.add(Document("march", "The March talks", text, "The Gazette"))
    await stage.restarted(make_bot(own_engine))
    await stage.alice.slash(stage.channel, "timeline")
    assert buttons(stage.reply)[:3] == ["◀️", "1 / 3", "▶️"]
    seen = shown(stage.reply)
    for page in ("2 / 3", "3 / 3"):
        await press(stage, "▶️")
        assert page in buttons(stage.reply)
        seen += shown(stage.reply)
        assert "The March talks · The Gazette" in shown(stage.reply)
    assert [f"{day} March 2025**" in seen for day in range(1, 29)] == [True] * 28
    assert buttons(stage.reply)[3:] == ["Show passage", "Delete"]


async def test_an_answer_of_many_pages(
    stage: Stage, make_bot: Callable[..., Rapporteur], own_engine: Engine
) -> None:
    """Its votes, its link and the questions beside it stay as its pages are turned."""
    clauses = "the ministers met in the hall of the yuan and agreed, and " * 70
    text = f"What happened to the yuan in the hall is that {clauses}then they left."
    own_engine.add(Document("hall", "The hall", text, url="https://hall.example/1"))
    await stage.restarted(make_bot(own_engine))
    await stage.mention("What happened to the yuan in the hall of the ministers?")
    await press(stage, "👍")
    before = buttons(stage.reply)[3:]
    assert before[:5] == ["Show passage", "Source", "👍 1", "👎", "Delete"]
    await press(stage, "▶️")
    assert buttons(stage.reply)[1].startswith("2 / ")
    assert buttons(stage.reply)[3:] == before
