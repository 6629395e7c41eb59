"""What becomes of calls while the server is away."""

from __future__ import annotations

import time

import pytest

pytest.importorskip("psycopg")

from psycopg import OperationalError

from index.storage.postgres.absence import PROBE_SECONDS, PROBE_WAIT, Absence


def test_calls_while_the_server_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are refused at once; one in a while finds out, and once it is there all go on."""
    absence = Absence()
    assert absence.wait() is None
    absence.begins()
    with pytest.raises(OperationalError, match="away a moment ago"):
        absence.wait()
    later = time.monotonic() + PROBE_SECONDS + 0.1
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert absence.wait() == PROBE_WAIT
    with pytest.raises(OperationalError):
        absence.wait()
    absence.ends()
    assert [absence.wait(), absence.wait()] == [None, None]
