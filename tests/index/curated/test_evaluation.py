"""Counting what the golden set's questions were answered with."""

from __future__ import annotations

import pytest

from index.answer import Abstention, Answer, Citation, Outcome, Receipt
from index.curated.evaluation import Asked, Evaluation, evaluate
from index.curated.golden import Floor, Question
from index.document import Document, Span

TEXT = "The harbor opened. Ships came."
DOCUMENT = Document("d", "D", TEXT)
RECEIPT = Receipt("q", "q", 0.5, 0.5, (), "v", 1.0)
REFUSED = Abstention("no", RECEIPT)

FACT = Question("when?", "fact", quote=("HARBOR opened", "quay opened"))
RECORD = Question("who?", "metadata", answer=("Ana Lima",))
NEAR = Question("how deep?", "near_miss")


def answer(*spans: Span, text: str = "") -> Answer:
    citations = tuple(Citation(n, s.of(TEXT), DOCUMENT, 1, s) for n, s in enumerate(spans, 1))
    return Answer(text, citations, RECEIPT)


OPENED, SHIPS = Span(0, 18), Span(19, 30)


@pytest.mark.parametrize(
    ("question", "outcome", "right"),
    [
        (FACT, answer(OPENED), True),
        (FACT, answer(OPENED, SHIPS), True),
        (FACT, answer(SHIPS, OPENED), False),
        (FACT, answer(text="The harbor opened."), False),
        (FACT, REFUSED, False),
        (RECORD, answer(text="It was written by ana lima."), True),
        (RECORD, answer(text="It was written by Tom Ruiz."), False),
        (NEAR, REFUSED, True),
        (NEAR, answer(OPENED), False),
    ],
)
def test_what_is_right(question: Question, outcome: Outcome, right: bool) -> None:
    """Right is the wanted words in the first quote (of a record: the text), or a due refusal."""
    assert Asked(question, outcome).right is right


MIXED = Evaluation(
    (
        Asked(FACT, answer(OPENED)),
        Asked(FACT, answer(SHIPS)),
        Asked(FACT, REFUSED),
        Asked(RECORD, answer(text="Ana Lima")),
        Asked(NEAR, REFUSED),
        Asked(NEAR, answer(OPENED)),
    )
)


def test_counts_by_kind() -> None:
    """Each kind tells how many were right, answered and asked; kinds nobody asked are left out."""
    assert MIXED.by_kind() == {"fact": (1, 2, 3), "metadata": (1, 1, 1), "near_miss": (1, 1, 2)}


def test_the_two_shares() -> None:
    """Right counts over the answerable, wrongly answered over the others; of none the share is 0."""
    assert (MIXED.right, MIXED.wrongly_answered) == (0.5, 0.5)
    assert (Evaluation(()).right, Evaluation(()).wrongly_answered) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("floor", "reached"),
    [(Floor(0.5, 0.5), True), (Floor(0.51, 0.5), False), (Floor(0.5, 0.49), False)],
)
def test_the_floor(floor: Floor, reached: bool) -> None:
    """A set that meets both shares exactly reaches its floor; one that misses either does not."""
    assert MIXED.reaches(floor) is reached


def test_as_json() -> None:
    """The JSON holds the shares, the floor, whether it was reached, and the counts by kind."""
    assert Evaluation(MIXED.asked[3:5]).as_json(Floor(0.9, 0.1)) == {
        "right": 1.0,
        "wrongly_answered": 0.0,
        "floor": {"right": 0.9, "wrongly_answered": 0.1},
        "reached": True,
        "by_kind": {
            "metadata": {"right": 1, "answered": 1, "of": 1},
            "near_miss": {"right": 1, "answered": 0, "of": 1},
        },
        "language_model": None,
    }


class Recorder:
    """Stands for an engine: answers nothing, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str | None]] = []
        self.collections: set[tuple[str, ...]] = set()

    def ask(self, question: str, *, context: str | None = None, collections: tuple[str, ...] = ()) -> Outcome:
        self.asked.append((question, context))
        self.collections.add(collections)
        return REFUSED


def test_every_question_is_asked_in_order_with_its_context() -> None:
    """The set is asked from first to last, follow-ups with the question before; of the corpus by itself."""
    recorder, follow_up = Recorder(), Question("why?", "follow_up", quote=("x",), context="when?")
    result = evaluate(recorder, [FACT, follow_up, NEAR])  # type: ignore[arg-type]
    assert recorder.asked == [("when?", None), ("why?", "when?"), ("how deep?", None)]
    assert [asked.question for asked in result.asked] == [FACT, follow_up, NEAR]
    assert recorder.collections == {("corpus",)}
