"""How a question ended, and under which id the log has what happened to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs

from bot.errors import Busy, Late, MemoryUnavailable
from bot.failures import report_failure
from bot.watching.course import Course, Watch, current_course

if TYPE_CHECKING:
    from ..stage import Stage


@pytest.mark.parametrize(
    ("error", "end"), [(Busy("full"), "busy"), (Late("slow"), "late"), (MemoryUnavailable("gone"), "failed")]
)
def test_what_goes_wrong(error: Exception, end: str) -> None:
    """The question ends by what its asker is told of."""
    ended: list[Course] = []
    with Watch(ended.append).question(7):
        report_failure(error)
    assert [(course.question, course.end) for course in ended] == [(7, end)]


def test_what_nobody_caught() -> None:
    """It has failed, however far it had come; the next question is another."""
    ended: list[Course] = []
    watch = Watch(ended.append)

    def fails() -> None:
        with watch.question(1):
            current_course().end = "answered"
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    with watch.question(2):
        current_course().end = "abstained"
    assert [(course.question, course.end) for course in ended] == [(1, "failed"), (2, "abstained")]


def test_what_is_no_question() -> None:
    """Nobody is told of it, and what happens outside of one is nobody's."""
    ended: list[Course] = []
    with Watch(ended.append).question(1):
        pass
    report_failure(RuntimeError("elsewhere"))
    assert ended == []


async def test_a_command_that_fails_at_last(stage: Stage) -> None:
    """What goes wrong after the answer was found is logged under the id of the command too."""
    stage.env.inject_error("PATCH", "/webhooks/*", status=400, code=50035)
    with capture_logs(processors=[merge_contextvars]) as logs:
        await stage.alice.slash(stage.channel, "ask", question="What happened to the yuan?")
    failed, ended = ([e for e in logs if e["event"] == event] for event in ("failed", "replied"))
    assert [e["outcome"] for e in ended] == ["failed"]
    assert [e["question"] for e in failed] == [e["question"] for e in ended]
    stage.env.errors.clear()
