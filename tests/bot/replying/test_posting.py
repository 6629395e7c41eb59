"""Where a reply goes when it may not stand where it should."""

from __future__ import annotations

from typing import TYPE_CHECKING

from structlog.testing import capture_logs

from ..stage import shown

if TYPE_CHECKING:
    from ..stage import Stage

YUAN, RISE = "What happened to the yuan?", ("> China’s yuan", "> **China’s yuan")


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
    assert [entry["event"] for entry in logs] == ["reply not posted", "replied"]
    assert logs[-1]["outcome"] == "unposted"
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
