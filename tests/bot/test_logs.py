"""What the log shows, and what it never does: secrets, the words of a question, characters that steer."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import re
from typing import TYPE_CHECKING

import pytest
import structlog

from bot.logs import REDACTED, log_to_stderr

from .loopback.server import TOKEN, LoopbackDiscord
from .loopback.started import QUESTION, STARTS_WITHIN, starter

if TYPE_CHECKING:
    from pathlib import Path

LOOKS_REAL = f"MTIzNDU2Nzg5MDEyMzQ1Njc4.{'x' * 6}.{'y' * 27}"
STEERING = "\x1b[31mred\x07 \x9b1m \u202eback\u2066"
COLOURS = re.compile(r"\x1b\[\d*m")

renderers = pytest.mark.parametrize("on_terminal", [True, False], ids=["console", "json"])


class Stderr(io.StringIO):
    def __init__(self, on_terminal: bool) -> None:
        super().__init__()
        self.isatty = lambda: on_terminal


@pytest.fixture
def stderr(monkeypatch: pytest.MonkeyPatch, logged_as_before: None, on_terminal: bool) -> Stderr:
    """Logged to as by the program."""
    written = Stderr(on_terminal)
    monkeypatch.setattr("sys.stderr", written)
    log_to_stderr("INFO", "abc-secret")
    return written


def fails() -> None:
    """Raises, with things in its frame that nobody may see."""
    authorization, question = f"Bot {TOKEN}", QUESTION
    raise RuntimeError(f"refused, {len(authorization + question)}")


@renderers
def test_a_traceback_has_no_locals(stderr: Stderr) -> None:
    """The frames and the error are told, what was in their variables is not."""
    log = structlog.get_logger()
    try:
        fails()
    except RuntimeError as error:
        log.error("failed", exc_info=error)
        logging.getLogger("discord").exception("failed too")
    told = stderr.getvalue()
    assert (told.count("Traceback (most recent call last)"), told.count("RuntimeError: refused, ")) == (2, 2)
    assert "in fails" in told
    assert TOKEN not in told
    assert QUESTION not in told


@renderers
@pytest.mark.parametrize(
    "said",
    [
        f"Authorization: Bot {TOKEN}", {"Authorization": f"Bot {TOKEN}"}, f"token {LOOKS_REAL}!",
        "abc-secret",
        "POST https://discord.example/api/v10/webhooks/12/aW50ZXJhY3Rpb24_x/messages responded with 429",
        "POST /interactions/34/aW50ZXJhY3Rpb24_x/callback",
    ],
)  # fmt: skip
def test_tokens_are_redacted(stderr: Stderr, said: object) -> None:
    """Of the bot and of interactions, wherever they stand: in a value, in the event, in an error's words."""
    log = structlog.get_logger()
    log.warning("told", said=said)
    log.warning(str(said))
    log.error("failed", exc_info=RuntimeError(str(said)))
    logging.getLogger("discord.http").warning("%s", said)
    told = stderr.getvalue()
    assert told.count(REDACTED) == 4
    assert not re.search(r"loopback|yyyy|aW50|abc-secret", told)


@renderers
def test_nothing_steers_the_terminal(stderr: Stderr) -> None:
    """Escape sequences, C1 controls and bidi overrides of a name are gone; the rest of it stays."""
    structlog.get_logger().info(STEERING, user=STEERING)
    structlog.get_logger().error("failed", exc_info=RuntimeError(STEERING))
    logging.getLogger("discord").warning(STEERING)
    told = COLOURS.sub("", stderr.getvalue())
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]|u202e|u001b", told)
    assert told.count("red 1m back") == 4


@pytest.mark.parametrize("on_terminal", [False])
def test_an_event_is_one_line_of_json(stderr: Stderr) -> None:
    """Where stderr is no terminal, with its numbers as numbers."""
    structlog.get_logger().info("ready", servers=3, reason=None)
    found = json.loads(stderr.getvalue())
    del found["timestamp"]
    assert found == {"event": "ready", "level": "info", "servers": 3, "reason": None}


async def test_a_reply_that_discord_refuses(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A 400 on the POST of a reply is logged with its traceback, without the token and the question."""

    async def refused(on_terminal: bool) -> str:
        (folder := tmp_path / str(on_terminal)).mkdir()
        async with LoopbackDiscord() as discord:
            channel = discord.channel(discord.guild("Summit"))
            discord.fail("POST", "/channels/*/messages", 400)
            process = starter(discord, folder, tmp_path_factory)()
            process.on_terminal = on_terminal
            async with process as bot:
                await discord.heard("IDENTIFY", timeout=STARTS_WITHIN)
                asked = await discord.say(channel, discord.user("Ana"), QUESTION, mentions_bot=True)
                assert "it is noted under the reference" in (await asked.answered(timeout=20)).text
            return bot.stderr

    for told in await asyncio.gather(refused(True), refused(False)):
        assert "400 Bad Request" in told
        assert "Traceback" in told
        assert TOKEN not in told
        assert "soybeans" not in told
