"""What the asker is told of a failure, and what the log has of it."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import structlog

from index import IndexUnavailable

from .errors import Busy, Late, MemoryCorrupt, MemoryUnavailable
from .saying.reply import Reply, plain_reply
from .watching.course import current_course

if TYPE_CHECKING:
    from .watching.course import End

log = structlog.get_logger()

BUSY = "I have more questions than I can answer just now. Please ask again in a few seconds."
LATE, BROKEN = "That took longer than it may", "Something went wrong on my side"
FORGETFUL = "I can't use my memory just now"
AWAY = "I can't reach the articles just now"


def report_failure(error: BaseException) -> Reply:
    """A failure, logged with its traceback under the reference that the asker is given, if it is a fault."""
    current_course().end = _end(error)
    if isinstance(error, Busy):
        log.warning("busy", reason=str(error))
        return plain_reply(BUSY)
    reference = secrets.token_hex(4)
    log.error("failed", reference=reference, exc_info=error)
    return plain_reply(f"{_sentence(error)}; it is noted under the reference {reference}. Please try again.")


def _end(error: BaseException) -> End:
    match error:
        case Busy():
            return "busy"
        case Late():
            return "late"
        case _:
            return "failed"


def _sentence(error: BaseException) -> str:
    match error:
        case Late():
            return LATE
        case MemoryCorrupt() | MemoryUnavailable():
            return FORGETFUL
        case IndexUnavailable():
            return AWAY
        case _:
            return BROKEN
