"""One question's way from the message or command to the reply, and who watches it."""

from __future__ import annotations

import time
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import structlog
from structlog.contextvars import bound_contextvars

from index import Timings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from index import Outcome

log = structlog.get_logger()

End = Literal["answered", "abstained", "unanswerable", "too_often", "busy", "late", "failed", "unposted"]
"""How a question ended: "unanswerable" is no question that the articles could answer, such as one in another
script; "busy" met a full queue, "late" took longer than it may, and "unposted" has an answer that the bot may
write nowhere."""

Kind = Literal["quote", "speech", "record", "overview", "fact", "listing", "none"]
"""What was asked for, as a receipt has it; a "listing" is what a command shows of the index, "none" a
question that wasn't looked into."""


@dataclass(slots=True)
class Course:
    """A question under way: ``question`` is the id of the message or interaction that asks.

    ``began`` is by ``time.perf_counter``, ``at`` the same in nanoseconds since 1970. ``end`` is None as long
    as it isn't known, and stays so for what turns out to be no question.
    """

    question: int
    kind: Kind = "none"
    end: End | None = None
    timings: Timings = field(default_factory=Timings)
    began: float = field(default_factory=time.perf_counter)
    at: int = field(default_factory=time.time_ns)
    seconds: float = 0.0

    def found(self, outcome: Outcome | None, *, answered: bool) -> None:
        """There is a reply, with the engine's outcome if it was asked for one."""
        self.end = "answered" if answered else "abstained"
        if outcome is not None:
            self.kind = outcome.receipt.kind
            self.timings.laps += outcome.receipt.laps
        elif self.kind == "none":
            self.end = "unanswerable"


_current: ContextVar[Course] = ContextVar("course")


def current_course() -> Course:
    """The course of the question at hand; one that nobody watches where there is none."""
    return _current.get(None) or Course(0)


class Watch:
    """Tells its observers of each question that has ended; the log has its id on every line in between."""

    def __init__(self, *observers: Callable[[Course], None]) -> None:
        self._observers = observers

    @contextmanager
    def question(self, key: int) -> Iterator[Course]:
        """The course of what the message or interaction of that id asks, if it asks something."""
        course = Course(key)
        token = _current.set(course)
        try:
            with bound_contextvars(question=str(key)):
                try:
                    yield course
                except Exception:
                    course.end = "failed"
                    raise
                finally:
                    self._ended(course)
        finally:
            _current.reset(token)

    def _ended(self, course: Course) -> None:
        if course.end is None:
            return
        course.seconds = time.perf_counter() - course.began
        log.info("replied", kind=course.kind, outcome=course.end, seconds=round(course.seconds, 3))
        for observe in self._observers:
            observe(course)
