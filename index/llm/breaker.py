"""A circuit breaker (Nygard, Release It!, 2007): an endpoint that fails again and again is left alone a
while.

pybreaker holds its lock while it calls, so that one slow reply would keep all other questions waiting.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

FAILURES = 3
"""Failures in a row that open it."""

REST, LONGEST_REST = 30.0, 600.0
"""Seconds that it stays open: the first time, and at most; each time that it opens again, twice as long."""


class Breaker:
    """Closed while an endpoint answers; open, it asks for a trial whenever its rest is over."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._failures, self._rest = 0, REST
        self._opened_until: float | None = None
        self._trying = False

    @property
    def closed(self) -> bool:
        """Whether the endpoint may be asked."""
        with self._lock:
            return self._opened_until is None

    def take_trial(self) -> bool:
        """Whether a trial is due; true once, until ``failed`` or ``close`` says how it went."""
        with self._lock:
            due = self._opened_until is not None and self._clock() >= self._opened_until and not self._trying
            self._trying = self._trying or due
            return due

    def failed(self, rest: float | None = None) -> bool:
        """Count a failure; gives whether it opens.

        ``rest`` are seconds for which the endpoint itself wants to be left alone: it opens at once.
        """
        with self._lock:
            self._failures += 1
            opens = self._trying or rest is not None or self._failures >= FAILURES
            if opens:
                seconds = min(max(self._rest if rest is None else rest, 1.0), LONGEST_REST)
                self._opened_until, self._trying, self._failures = self._clock() + seconds, False, 0
                self._rest = min(2 * self._rest, LONGEST_REST)
            return opens

    def succeeded(self) -> None:
        """A question was answered: the failures before it count no more."""
        with self._lock:
            self._failures, self._rest = 0, REST

    def close(self) -> None:
        """A trial went well; the next failures open it for twice as long, until a question is answered."""
        with self._lock:
            self._opened_until, self._trying, self._failures = None, False, 0
