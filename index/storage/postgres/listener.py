"""Hears what other processes notify (LISTEN), in a thread and on a connection of its own."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import psycopg

from .database import options_of

if TYPE_CHECKING:
    from collections.abc import Callable

POLL_SECONDS = 0.5
"""How soon a listener that is closed ends."""

AGAIN_SECONDS = 1.0
"""How long it waits before it tries again to reach a server that is away."""


class Listener:
    """Calls ``heard`` in its thread with the text of each notification, and with None when any may have been
    missed: at the beginning, and whenever a connection that was lost is there again."""

    def __init__(self, address: str, channel: str, heard: Callable[[str | None], None]) -> None:
        self._options, self._channel, self._heard = options_of(address), channel, heard
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"listener {channel}", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Hear nothing more."""
        self._closed.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._closed.is_set():
            try:
                with psycopg.connect(self._options, autocommit=True) as connection:
                    self._listen(connection)
            except psycopg.Error:  # away: whoever uses the database says so
                self._closed.wait(AGAIN_SECONDS)

    def _listen(self, connection: psycopg.Connection) -> None:
        connection.execute(f"LISTEN {self._channel}".encode())
        self._heard(None)
        while not self._closed.is_set():
            for notified in connection.notifies(timeout=POLL_SECONDS):
                self._heard(notified.payload)
