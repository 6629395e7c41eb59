"""Whether the server was away a moment ago."""

from __future__ import annotations

import threading
import time

import psycopg

PROBE_SECONDS = 1.0
"""How often one call waits for a server that is away; all others are refused at once meanwhile, so that what
takes several looks isn't held up by each of them."""


class Absence:
    """May be used from several threads."""

    def __init__(self) -> None:
        self._lock, self._until = threading.Lock(), 0.0

    def check(self) -> None:
        """Go on, unless the server is away; of the calls that then come one in a while finds out.

        Raises:
            psycopg.OperationalError: the server was away a moment ago.
        """
        with self._lock:
            if not self._until:
                return
            if (now := time.monotonic()) < self._until:
                raise psycopg.OperationalError("the server was away a moment ago")
            self._until = now + PROBE_SECONDS

    def begins(self) -> None:
        """The server is away."""
        with self._lock:
            self._until = time.monotonic() + PROBE_SECONDS

    def ends(self) -> None:
        """The server is there."""
        self._until = 0.0
