"""What went wrong with the language model: counted, and told to the operator once, not with every
question."""

from __future__ import annotations

import threading
import time
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..errors import LanguageModelError

AGAIN = 3600.0
"""Seconds after which a kind of failure that goes on is told again."""


class Incidents:
    """``report`` is given a sentence without anybody's words, the key or the text of a reply."""

    def __init__(
        self, report: Callable[[str], object], clock: Callable[[], float] = time.perf_counter
    ) -> None:
        self._report, self._clock, self._lock = report, clock, threading.Lock()
        self._told: dict[str, float] = {}
        self.counts: Counter[str] = Counter()

    def note(self, error: LanguageModelError) -> None:
        """Count a failure, and tell it if it is news."""
        now = self._clock()
        with self._lock:
            self.counts[error.kind] += 1
            count = self.counts[error.kind]
            news = now - self._told.get(error.kind, -AGAIN) >= AGAIN
            if news:
                self._told[error.kind] = now
        if news:
            self._report(
                f"the language model {error}; the embedded judge answers ({error.kind}: {count} so far)"
            )

    def over(self) -> None:
        """Tell that it answers again."""
        with self._lock:
            self._told.clear()
        self._report("the language model answers again")
