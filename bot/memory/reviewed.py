"""What moderators are shown of a server's questions; nothing here tells who asked."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Day:
    """How many questions of a day (since 1 January 1970, UTC) were answered and refused, and how many answers
    were voted against."""

    number: int
    answered: int = 0
    refused: int = 0
    against: int = 0

    @property
    def asked(self) -> int:
        """How many questions there were."""
        return self.answered + self.refused


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A question that was refused, or whose answer was voted against.

    ``key`` is its answer's, ``at`` in Unix seconds, ``votes`` those for and against; ``reasons`` are given by
    those who voted against it, how many each.
    """

    key: str
    words: str
    at: float
    answered: bool
    dismissed: bool
    votes: tuple[int, int] = (0, 0)
    reasons: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Group:
    """Such questions that ask the same, newest first."""

    questions: tuple[Reviewed, ...]

    @property
    def key(self) -> str:
        """That of the newest."""
        return self.questions[0].key

    @property
    def words(self) -> str:
        """The wording that is asked most, the newest of several."""
        return Counter(question.words for question in self.questions).most_common(1)[0][0]

    @property
    def refused(self) -> int:
        """How many were refused."""
        return sum(not question.answered for question in self.questions)

    @property
    def against(self) -> int:
        """The votes against the answers."""
        return sum(question.votes[1] for question in self.questions)

    @property
    def reasons(self) -> Counter[str]:
        """Those that were given, how many each."""
        return sum((question.reasons for question in self.questions), Counter[str]())

    @property
    def dismissed(self) -> bool:
        """Whether all were; one that is asked anew brings them back."""
        return all(question.dismissed for question in self.questions)
