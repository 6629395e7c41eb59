"""Tokens a day, of all and of each payer, counted in this process; a day ends at midnight UTC."""

from __future__ import annotations

import threading
import time
from collections import Counter
from typing import TYPE_CHECKING

from ..errors import LanguageModelError

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = 86_400.0
"""Seconds."""


class Allowance:
    """Tokens are taken before a question is sent, by an estimate, and settled with what it took."""

    def __init__(self, a_day: int, a_payer: int, clock: Callable[[], float] = time.time) -> None:
        self._a_day, self._a_payer, self._clock = a_day, a_payer, clock
        self._lock = threading.Lock()
        self._today, self._all = 0, 0
        self._spent: Counter[str] = Counter()

    def take(self, payer: str, tokens: int) -> None:
        """Take an estimate.

        Raises:
            LanguageModelError: it is more than the day has left, for all or for the payer.
        """
        with self._lock:
            self._begin_day()
            if self._all + tokens > self._a_day:
                raise LanguageModelError("spent", "has spent the day's tokens: see RAPPORTEUR_LLM_DAY_TOKENS")
            if self._spent[payer] + tokens > self._a_payer:
                raise LanguageModelError(
                    "spent", "has spent a server's tokens of the day: see RAPPORTEUR_LLM_SERVER_DAY_TOKENS"
                )
            self._all += tokens
            self._spent[payer] += tokens

    def settle(self, payer: str, taken: int, used: int) -> None:
        """Give back what was taken and not used, or take what was used beyond."""
        with self._lock:
            self._all = max(0, self._all + used - taken)
            self._spent[payer] = max(0, self._spent[payer] + used - taken)

    def _begin_day(self) -> None:
        today = int(self._clock() // DAY)
        if today != self._today:
            self._today, self._all = today, 0
            self._spent.clear()
