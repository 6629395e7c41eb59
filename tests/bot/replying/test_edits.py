"""Answers follow their questions: edited with them, and gone with them."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest

from bot.failures import BUSY
from bot.hearing.inquiry import Inquiry
from bot.saying.reply import plain_reply
from bot.saying.views import SUGGESTED

from ..stage import buttons, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    import discord

    from bot.client import Rapporteur

    from ..stage import Stage

YUAN, FENTANYL = "What happened to the yuan?", "What is fentanyl?"
hears_all = pytest.mark.settings(message_content=True)


async def test_an_edited_question_is_answered_anew_in_its_place(stage: Stage) -> None:
    """The answer is edited, not posted again, and its buttons show the new passage."""
    asked = await stage.mention(YUAN)
    first = stage.reply
    await stage.alice.edit(asked, f"{stage.me} {FENTANYL}")
    (reply,) = stage.replies()
    assert reply.id == first.id
    assert "a synthetic opioid" in shown(reply)
    assert "yuan" not in shown(reply)
    await stage.alice.edit(asked, f"{stage.me} How do I bake bread?")
    assert shown(stage.reply).startswith("The articles don't say.")
    assert buttons(stage.reply)[0] == "Delete"


async def test_an_edit_that_changes_no_word_changes_nothing(stage: Stage) -> None:
    """Emphasis, a second mention or white space is no other question."""
    asked = await stage.mention(YUAN)
    count = len(stage.env.http_requests)
    await stage.alice.edit(asked, f"{stage.me} **{YUAN}**  {stage.me}")
    assert len(stage.env.http_requests) == count


async def test_an_edited_follow_up_keeps_its_context(stage: Stage) -> None:
    """The edited question still goes on from the answer it replied to."""
    await stage.mention("What did Bessent say?")
    asked = await stage.mention("what about Xi?", reply_to=stage.reply)
    await stage.alice.edit(asked, f"{stage.me} what about Rubio?")
    assert shown(stage.reply).startswith("-# Searched for: What did Rubio say?")


async def test_an_edit_that_adds_the_mention_asks(stage: Stage) -> None:
    """Who forgot the mention may add it."""
    asked = await stage.alice.send(stage.channel, FENTANYL)
    await stage.alice.edit(asked, f"{stage.me} {FENTANYL}")
    assert "a synthetic opioid" in shown(stage.reply)
    assert stage.reply.reference.message_id == asked.id


async def test_a_deleted_question_takes_its_answer_along(stage: Stage) -> None:
    """The answer goes, and with it all that is remembered of it."""
    asked = await stage.mention(YUAN)
    await stage.alice.delete(asked)
    assert stage.replies() == []
    assert stage.memory.to_question(asked.id) is None


async def test_both_work_after_a_restart(stage: Stage, make_bot: Callable[..., Rapporteur]) -> None:
    """What the memory holds is enough to follow a question that an earlier run answered."""
    first, second = await stage.mention(YUAN), await stage.mention(YUAN)
    await stage.restarted(make_bot())
    await stage.alice.edit(first, f"{stage.me} {FENTANYL}")
    await stage.alice.delete(second)
    (reply,) = stage.replies()
    assert "a synthetic opioid" in shown(reply)


async def test_a_deleted_answer_is_forgotten_and_stays_away(stage: Stage) -> None:
    """A moderator deleted the answer: an edit of the question doesn't bring it back."""
    asked = await stage.mention(YUAN)
    stage.env.backend.delete_message(stage.channel.id, stage.reply.id)
    await stage.env.settle()
    assert stage.memory.to_question(asked.id) is None


async def test_a_question_without_an_answer_can_be_mended(stage: Stage) -> None:
    """The reply to an empty or over-long question becomes the answer when the question is mended."""
    asked = await stage.mention("why " * 200)
    refusal = "That question has 799 characters and I read up to 500. Shorten it, please."
    assert shown(stage.reply) == f"{refusal}\n{SUGGESTED}"
    await stage.alice.edit(asked, f"{stage.me} {FENTANYL}")
    (reply,) = stage.replies()
    assert "a synthetic opioid" in shown(reply)


@pytest.mark.settings(questions_per_minute=1)
async def test_edits_count_as_questions(stage: Stage) -> None:
    """Editing faster than one may ask leaves the answer as it is, with a sign; a later edit is answered."""
    asked = await stage.mention(YUAN)
    before = shown(stage.reply), buttons(stage.reply)
    await stage.alice.edit(asked, f"{stage.me} {FENTANYL}")
    (reply,) = stage.replies()
    assert (shown(reply), buttons(reply)) == before
    assert signs(stage, asked) == ["⏳"]
    await stage.alice.edit(asked, f"{stage.me} {YUAN}")
    assert (shown(stage.reply), buttons(stage.reply)) == before
    await stage.env.advance_time(61)
    await stage.alice.edit(asked, f"{stage.me} {FENTANYL}!")
    assert "a synthetic opioid" in shown(stage.reply)


def signs(stage: Stage, message: discord.Message) -> list[str]:
    """What the bot reacted with."""
    (found,) = [m for m in stage.channel.history() if m.id == message.id]
    return [str(reaction.emoji) for reaction in found.reactions]


@pytest.mark.settings(queue_length=1)
async def test_an_edit_that_cannot_be_answered_now(stage: Stage) -> None:
    """The good answer stays, a notice says what is the matter, and the same edit again is answered."""
    asked = await stage.mention(YUAN)
    before, go = shown(stage.reply), threading.Event()
    full = asyncio.create_task(
        stage.bot.services.answers.present(Inquiry("", 1, 2, 3, 0.0), lambda: plain_reply(str(go.wait(5))))
    )
    await asyncio.sleep(0)
    await stage.alice.edit(asked, f"{stage.me} {FENTANYL}")
    reply, notice = stage.replies()
    assert (shown(reply), shown(notice)) == (before, BUSY)
    go.set()
    await full
    await stage.alice.edit(asked, f"{stage.me} {FENTANYL}")
    assert "a synthetic opioid" in shown(stage.replies()[0])
