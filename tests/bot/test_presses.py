"""The buttons under a reply, those of an earlier run too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
import pytest

from bot.presses import FORGOTTEN, NOT_YOURS
from bot.receipts import CHANGED
from index import Document

from .stage import buttons, pressing, said, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.client import Rapporteur
    from index import Engine

    from .stage import Stage

BESSENT = "What did Bessent say about soybeans?"
FRAMEWORK = "**U.S. Treasury Secretary Scott Bessent said Beijing is expected to delay"


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
    """The paragraph with the quote in bold and its neighbours, to the one who pressed alone."""
    result = await press(answered, "Show passage", answered.bob)
    assert result.ephemeral
    before, paragraph, after = said(result).split("-# ¶")[1:]
    assert before.startswith("7\nThe latest flare-up came after Beijing")
    assert paragraph.startswith(f"8\n{FRAMEWORK}")
    assert "finalized by the two leaders.** China made its first soybean purchases" in paragraph
    assert after.startswith("9\nTrump has linked tariff reductions")


async def test_passages_of_several_quotes_are_paged(stage: Stage) -> None:
    """Each quote has its passage, and the pages are turned in place."""
    await stage.alice.slash(stage.channel, "quote", speaker="Trump")
    opened = await press(stage, "Show passage")
    assert "1 / 3" in buttons(opened.response)
    result = await press(stage, "▶️", message=opened.response)
    assert "2 / 3" in buttons(result.response or opened.response)
    assert "**“We are going to have a very successful meeting" in shown(opened.response)


async def test_votes_are_counted_on_the_buttons(answered: Stage) -> None:
    """A vote shows on its button, the other takes its place, and the same again takes it back."""
    await press(answered, "👍")
    await press(answered, "👍 1", answered.bob)
    assert buttons(answered.reply) == ["Show passage", "👍 2", "👎", "Delete"]
    await press(answered, "👎", answered.bob)
    assert buttons(answered.reply) == ["Show passage", "👍 1", "👎 1", "Delete"]
    await press(answered, "👍 1")
    assert buttons(answered.reply) == ["Show passage", "👍", "👎 1", "Delete"]
    assert FRAMEWORK.strip("*") in shown(answered.reply)


async def test_the_asker_deletes_the_answer(answered: Stage) -> None:
    """The answer goes, and the record of it."""
    await press(answered, "Delete")
    assert answered.replies() == []
    assert answered.bot.desk.memory.latest(answered.channel.id) is None


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
    offered = buttons(stage.reply)[0]
    await press(stage, offered, stage.bob)
    assert len(stage.replies()) == 2
    assert shown(stage.reply).startswith(f"**{offered}**\n> ")
    result = await press(stage, "Delete", stage.bob)
    assert result.acknowledged
    assert len(stage.replies()) == 1


async def test_an_offered_question_is_asked_as_privately_as_it_was_offered(stage: Stage) -> None:
    """A suggestion in a private answer is answered in private."""
    result = await stage.alice.slash(stage.channel, "ask", question="How do I bake bread?", private=True)
    pressed = await press(stage, buttons(result.response)[0], message=result.response)
    assert pressed.ephemeral
    assert stage.replies(viewer=stage.bob) == []


async def test_an_answer_that_is_no_longer_remembered(stage: Stage) -> None:
    """After /forget-me the buttons say that nothing is known of the answer, rather than nothing."""
    await stage.mention(BESSENT)
    await stage.alice.slash(stage.channel, "forget-me")
    for face in ("Show passage", "👍", "Delete"):
        result = await press(stage, face)
        assert (result.ephemeral, said(result)) == (True, FORGOTTEN)


@pytest.fixture
def own_engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    from index import Engine

    from ..index.shipped import copied_index

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
    own_engine.remove(article.id)
    assert said(await press(stage, "Show passage")) == CHANGED


async def test_a_listing_of_many_pages(
    stage: Stage, make_bot: Callable[..., Rapporteur], own_engine: Engine
) -> None:
    """A long list is turned page by page, each with its own sources, its votes kept."""
    text = "\n\n".join(
        f"On {day} March 2025 the ministers met and agreed on clause {day} after {'very ' * 25}long talks."
        for day in range(1, 29)
    )
    own_engine.add(Document("march", "The March talks", text, "The Gazette"))
    await stage.restarted(make_bot(own_engine))
    await stage.alice.slash(stage.channel, "timeline")
    assert buttons(stage.reply)[:3] == ["◀️", "1 / 3", "▶️"]
    await press(stage, "👍")
    seen = shown(stage.reply)
    for page in ("2 / 3", "3 / 3"):
        await press(stage, "▶️")
        assert page in buttons(stage.reply)
        seen += shown(stage.reply)
        assert "The March talks · The Gazette" in shown(stage.reply)
    assert [f"{day} March 2025**" in seen for day in range(1, 29)] == [True] * 28
    assert "👍 1" in buttons(stage.reply)
