"""The log on standard error: one line an event, without secrets, locals and characters that steer."""

from __future__ import annotations

import logging
import re
import sys
from typing import TYPE_CHECKING

import discord
import structlog

from index import printable

if TYPE_CHECKING:
    from structlog.typing import EventDict, Processor, WrappedLogger

REDACTED = "[redacted]"

_TOKENS = re.compile(
    r"(?P<before>\b(?:Bot|Bearer) |/(?:webhooks|interactions)/\d{1,20}/)[\w.~+/=-]{8,500}"
    r"|\b[\w-]{8,100}\.[\w-]{4,20}\.[\w-]{20,100}"
)
"""What follows the scheme of an ``Authorization`` header or an id in an address, and a bot's token itself."""


def log_to_stderr(level: str, *secrets: str) -> None:
    """Log one line an event: coloured on a terminal, JSON elsewhere; discord.py's own warnings too.

    ``secrets`` are shown nowhere, whatever they look like.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
    ]
    rendering: list[Processor] = [structlog.processors.format_exc_info, Harmless(*secrets), _renderer()]
    structlog.configure(
        processors=[*shared, *rendering],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *rendering],
    )
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # the bot has no voice
    discord.utils.setup_logging(formatter=formatter, level=max(logging.WARNING, getattr(logging, level)))


def _renderer() -> Processor:
    """A traceback is text by then: what renders one itself may show the locals of its frames."""
    if sys.stderr.isatty():
        return structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    return structlog.processors.JSONRenderer()


class Harmless:
    """Gives every value as text without tokens and control characters; numbers stay numbers."""

    def __init__(self, *secrets: str) -> None:
        self._secrets = [secret for secret in secrets if secret]

    def __call__(self, _: WrappedLogger, __: str, event: EventDict) -> EventDict:
        """The event as it may be rendered."""
        return {key: self._harmless(value) for key, value in event.items()}

    def _harmless(self, value: object) -> object:
        if value is None or isinstance(value, int | float):
            return value
        text = value if isinstance(value, str) else repr(value)
        for secret in self._secrets:
            text = text.replace(secret, REDACTED)
        return _TOKENS.sub(_redacted, printable(text))


def _redacted(found: re.Match[str]) -> str:
    return f"{found['before'] or ''}{REDACTED}"
