"""The parts of a running bot that its faces share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .answers import AnswerService
    from .collecting.articles import Articles
    from .in_flight import InFlight
    from .limits import Limits
    from .memory.async_memory import AsyncMemory
    from .responder import Responder
    from .servers import Servers
    from .session_starts import SessionStarts
    from .watching.course import Watch
    from .worker import Worker


@dataclass(frozen=True, slots=True)
class Services:
    """``worker`` does what the engine has to do."""

    worker: Worker
    memory: AsyncMemory
    answers: AnswerService
    servers: Servers
    limits: Limits
    in_flight: InFlight
    responder: Responder
    articles: Articles
    session_starts: SessionStarts
    watch: Watch

    def close(self) -> None:
        """Take nothing more, and close the memory."""
        self.articles.close()
        self.worker.close()
        self.memory.close()
