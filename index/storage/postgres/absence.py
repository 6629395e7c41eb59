"""Whether the server was away a moment ago."""

from __future__ import annotations

import threading
import time

import psycopg

PROBE_SECONDS = 1.0
"""How often one call waits for a server that is away; all others are refused at once meanwhile, so that what
takes several looks isn't held up by each of them."""

PROBE_WAIT = 0.25
"""How long that one waits, in seconds: a connection to a server that is there takes 10 ms."""


class Absence:
    """May be used from several threads."""

    def __init__(self) -> None:
        self._lock, self._until = threading.Lock(), 0.0

    def wait(self) -> float | None:
        """How long a call may wait for a connection, in seconds; None for as long as any.

        While the server is away one call in a while finds out whether it still is.

        Raises:
            psycopg.OperationalError: the server was away a moment ago.
        """
        with self._lock:
            if not self._until:
                return None
            if (now := time.monotonic()) < self._until:
                raise psycopg.OperationalError("the server was away a moment ago")
            self._until = now + PROBE_SECONDS
            return PROBE_WAIT

    def begins(self) -> None:
        """The server is away."""
        with self._lock:
            self._until = time.monotonic() + PROBE_SECONDS

    def ends(self) -> None:
        """The server is there."""
        self._until = 0.0
