"""One reply to a message, whatever comes between: a crash, a second delivery, a memory that is lost."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from bot.saying.reply import plain_reply
from bot.saying.views import plain

from ..stage import buttons, pressing, said, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    import discord

    from bot.client import Rapporteur
    from bot.memory.stored_answer import StoredAnswer

    from ..stage import Stage

YUAN, FENTANYL = "What happened to the yuan?", "What is fentanyl?"
LONG_AGO = 3600.0  # seconds, after which a start no longer makes up for anything


def kept(stage: Stage, asked: discord.Message) -> StoredAnswer | None:
    return stage.memory.to_question(asked.id)


def crashed(stage: Stage, asked: discord.Message, before: str, ago: float = 0.0) -> None:
    """Leave all as a kill does ``before`` the answer was kept, posted or noted, so many seconds ago."""
    answer = replace(kept(stage, asked), reply=None, taken=time.time() - ago)
    if before == "keeping":
        answer = replace(answer, text=None, searched_for=None, record={"before": "", "quotes": []})
    stage.memory.keep(answer)
    if before != "noting":
        stage.env.backend.delete_message(stage.channel.id, stage.reply.id)


every_moment = pytest.mark.parametrize("before", ["keeping", "posting", "noting"])


@every_moment
async def test_a_start_after_a_crash_answers_what_was_taken(
    stage: Stage, make_bot: Callable[..., Rapporteur], before: str
) -> None:
    """Whenever it was killed, one reply stands afterwards and follows its question."""
    asked = await stage.mention(YUAN)
    crashed(stage, asked, before)
    await stage.env.settle()
    await stage.restarted(make_bot())
    (reply,) = stage.replies()
    assert "China’s yuan rose" in shown(reply)
    assert (reply.reference.message_id, kept(stage, asked).reply, kept(stage, asked).taken) == (
        asked.id,
        reply.id,
        None,
    )
    await stage.alice.delete(asked)
    assert (stage.replies(), kept(stage, asked)) == ([], None)


@every_moment
async def test_what_was_taken_long_ago(
    stage: Stage, make_bot: Callable[..., Rapporteur], before: str
) -> None:
    """Nobody waits for it any longer, but an edit is answered: in its reply's place, or as new."""
    asked = await stage.mention(YUAN)
    crashed(stage, asked, before, LONG_AGO)
    await stage.env.settle()
    await stage.restarted(make_bot())
    standing = [reply.id for reply in stage.replies()]
    assert len(standing) == (before == "noting")
    await stage.env.advance_time(LONG_AGO)
    await stage.alice.edit(asked, f"{stage.me} {FENTANYL}")
    (reply,) = stage.replies()
    assert "a synthetic opioid" in shown(reply)
    assert standing in ([], [reply.id])
    await stage.alice.edit(asked, f"{stage.me} {YUAN}")
    assert "China’s yuan rose" in shown(stage.reply)


async def test_a_reply_that_was_not_noted_goes_with_its_question(
    stage: Stage, make_bot: Callable[..., Rapporteur]
) -> None:
    """It is found by what it replies to, though nothing is kept of where it stands."""
    await stage.mention(FENTANYL, by=stage.bob)
    asked = await stage.mention(YUAN)
    crashed(stage, asked, "noting", LONG_AGO)
    await stage.restarted(make_bot())
    await stage.alice.delete(asked)
    (reply,) = stage.replies()
    assert "a synthetic opioid" in shown(reply)


@pytest.mark.parametrize("noted", [True, False])
async def test_a_reply_in_a_thread(stage: Stage, make_bot: Callable[..., Rapporteur], noted: bool) -> None:
    """It is found there, or where it was noted before a crash interrupted an edit, and not given twice."""
    await stage.bot.services.servers.set(stage.guild.id, "threads", value=True)
    asked = await stage.mention(YUAN)
    answer = kept(stage, asked)
    assert answer.channel == asked.id
    left = answer if noted else replace(answer, channel=stage.channel.id, reply=None)
    stage.memory.keep(replace(left, taken=time.time()))
    await stage.restarted(make_bot())
    assert stage.replies() == []
    assert kept(stage, asked).taken is None
    assert (kept(stage, asked).channel, kept(stage, asked).reply) == (answer.channel, answer.reply)


@pytest.mark.parametrize("ago", [0.0, LONG_AGO])
async def test_an_edit_that_a_crash_interrupted(
    stage: Stage, make_bot: Callable[..., Rapporteur], ago: float
) -> None:
    """The start answers what the message says now in the place of the old answer, or the next edit does."""
    asked = await stage.mention(YUAN)
    await stage.alice.edit(asked, f"{stage.me} {FENTANYL}")
    answer = kept(stage, asked)
    stage.memory.keep(replace(answer, taken=time.time() - ago))
    channel = stage.bot.get_channel(stage.channel.id)
    await channel.get_partial_message(answer.reply).edit(view=plain(plain_reply("old")))
    await stage.restarted(make_bot())
    if ago:
        assert shown(stage.reply) == "old"
        await stage.alice.edit(asked, f"{stage.me} **{FENTANYL}**")
    (reply,) = stage.replies()
    assert "a synthetic opioid" in shown(reply)
    assert kept(stage, asked).taken is None


async def test_a_question_that_was_deleted_meanwhile(
    stage: Stage, make_bot: Callable[..., Rapporteur]
) -> None:
    """There is nobody to answer, and nothing is kept."""
    asked = await stage.mention(YUAN)
    answer = replace(kept(stage, asked), reply=None, taken=time.time())
    await stage.alice.delete(asked)
    stage.memory.keep(answer)
    await stage.restarted(make_bot())
    assert (stage.replies(), kept(stage, asked)) == ([], None)


async def test_a_message_that_is_delivered_twice(stage: Stage) -> None:
    """One answer and one row; it counts once."""
    asked = await stage.mention(YUAN)
    first = kept(stage, asked)
    message = await stage.bot.get_channel(stage.channel.id).fetch_message(asked.id)
    await stage.bot.cogs["Ask"].replies.answer(message)
    assert (len(stage.replies()), kept(stage, asked)) == (1, first)


async def test_a_question_whose_reply_went_wrong(stage: Stage) -> None:
    """An edit of the question, be it of no word, is answered in the place of the failure that was told."""
    stage.env.inject_error(
        "POST", "/channels/*/messages", status=400, code=50035, message="Invalid Form Body"
    )
    with capture_logs():
        asked = await stage.mention(YUAN)
    assert shown(stage.reply).startswith("Something went wrong on my side")
    assert (kept(stage, asked).text, kept(stage, asked).record["quotes"]) == (None, [])
    await stage.alice.edit(asked, f"{stage.me} **{YUAN}**")
    (reply,) = stage.replies()
    assert "China’s yuan rose" in shown(reply)


# ---------------------------------------------------------------------- without a memory


@pytest.mark.parametrize("lost", ["read-only", "closed", "damaged"])
async def test_a_memory_lost_while_running(stage: Stage, lost: str) -> None:
    """Mentions, follow-ups, commands and edits are answered, without buttons that would need it."""
    before = await stage.mention(YUAN)
    memory = stage.memory
    match lost:
        case "read-only":
            memory._db.execute("PRAGMA query_only = ON")  # noqa: SLF001
        case "closed":
            memory.close()
        case _:
            memory._db.execute("DROP TABLE answer")  # noqa: SLF001
    with capture_logs() as logs:
        await stage.mention(FENTANYL)
        assert ("a synthetic opioid" in shown(stage.reply), buttons(stage.reply)) == (True, [])
        await stage.mention("what about Rubio?", reply_to=stage.reply)
        assert len(stage.replies()) == 3
        command = await stage.alice.slash(stage.channel, "ask", question=FENTANYL)
        assert ("a synthetic opioid" in said(command), buttons(command.response)) == (True, [])
        first = stage.replies()[0]
        pressed = await stage.alice.click(first, custom_id=pressing(first, "👍"))
        await stage.alice.edit(before, f"{stage.me} {FENTANYL}")
    assert said(pressed).startswith("I can't use my memory just now; it is noted under the reference ")
    assert {entry["event"] for entry in logs} <= {"memory not used", "failed", "settings not read", "replied"}


async def test_a_memory_that_cannot_be_opened(
    stage: Stage, make_bot: Callable[..., Rapporteur], tmp_path: object
) -> None:
    """The bot starts and answers without buttons, having said so."""
    (tmp_path / "file").touch()
    with capture_logs() as logs:
        bot = make_bot(rapporteur_memory=tmp_path / "file" / "memory.sqlite3")
        await stage.restarted(bot)
        await stage.mention(FENTANYL)
    assert ("a synthetic opioid" in shown(stage.reply), buttons(stage.reply)) == (True, [])
    assert logs[0]["event"] == "nothing is remembered and answers have no buttons, until a restart"
