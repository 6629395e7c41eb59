"""What the operator is told of a language model's failures, by a clock of its own."""

from __future__ import annotations

from index.errors import LanguageModelError
from index.llm.incidents import AGAIN, Incidents

LATE = LanguageModelError("late", "doesn't reply in time")
BUSY = LanguageModelError("busy", "is asked too often (429)")


def test_a_failure_is_told_once() -> None:
    """All are counted; each kind is told when it comes up, and again after an hour."""
    told, now = list[str](), [0.0]
    incidents = Incidents(told.append, lambda: now[0])
    for error in (LATE, LATE, BUSY, LATE):
        incidents.note(error)
    assert incidents.counts == {"late": 3, "busy": 1}
    assert told == [
        "the language model doesn't reply in time; the embedded judge answers (late: 1 so far)",
        "the language model is asked too often (429); the embedded judge answers (busy: 1 so far)",
    ]
    now[0] = AGAIN
    incidents.note(LATE)
    incidents.note(LATE)
    assert told[2:] == [
        "the language model doesn't reply in time; the embedded judge answers (late: 4 so far)"
    ]


def test_that_it_is_over_is_told() -> None:
    """And the next failure is news again."""
    told = list[str]()
    incidents = Incidents(told.append, lambda: 0.0)
    incidents.note(LATE)
    incidents.over()
    incidents.note(LATE)
    assert told[1] == "the language model answers again"
    assert told[2].endswith("(late: 2 so far)")
