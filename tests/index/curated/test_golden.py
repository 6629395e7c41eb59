"""The golden set: what ships is sound, and what is wrong in a file is said plainly."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from index.curated.golden import ANSWERED, REFUSED, Floor, Question, load_questions, suggestions
from index.errors import CorpusError

CORPUS = Path(__file__).parents[3] / "corpus"
FLOOR = "[floor]\nright = 1\nwrongly_answered = 0.25\n"


@pytest.fixture(scope="module")
def article() -> str:
    text = (CORPUS / "trump-xi-busan-2025.md").read_text(encoding="utf-8")
    return text.split("---\n", 2)[2].strip()


@pytest.fixture(scope="module")
def shipped() -> list[Question]:
    return load_questions(CORPUS / "questions.toml")[1]


def error_of(tmp_path: Path, content: str) -> str:
    path = tmp_path / "questions.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CorpusError) as caught:
        load_questions(path)
    return str(caught.value).removeprefix(str(path))


def ask(kind: str, more: str = "", q: str = "when did it open") -> str:
    return f'{FLOOR}[[question]]\nq = "{q}"\nkind = "{kind}"\n{more}\n'


def test_shipped_quotes_stand_in_the_article(shipped: list[Question], article: str) -> None:
    """Every quote that a right answer must hold is a verbatim piece of the shipped article."""
    assert [quote for question in shipped for quote in question.quote if quote not in article] == []


def test_shipped_set_covers_every_kind(shipped: list[Question]) -> None:
    """The shipped set is large, has every kind, and asks enough of what must be refused."""
    kinds = Counter(question.kind for question in shipped)
    assert set(kinds) == {*ANSWERED, *REFUSED}
    assert len(shipped) >= 110
    assert sum(not question.answerable for question in shipped) >= 50
    assert min(kinds.values()) >= 6


def test_shipped_suggestions_stand_alone(shipped: list[Question]) -> None:
    """The bot has about fifteen questions to offer, each a whole sentence that the article answers."""
    offered = suggestions(shipped)
    assert 12 <= len(offered) <= 20
    assert all(question.answerable and question.context is None for question in offered)
    assert all(question.text[0].isupper() and question.text.endswith("?") for question in offered)


def test_fields_and_line(tmp_path: Path) -> None:
    """A loaded question holds what the file says and the line it begins on."""
    path = tmp_path / "questions.toml"
    path.write_text(
        ask("fact", 'quote = ["Monday"]\nsuggest = true')
        + '[[question]]\nq = "and closed?"\nkind = "near_miss"\ncontext = "when did it open"\n',
        encoding="utf-8",
    )
    floor, (first, second) = load_questions(path)
    assert floor == Floor(1.0, 0.25)
    assert first == Question("when did it open", "fact", ("Monday",), suggest=True)
    assert second == Question("and closed?", "near_miss", context="when did it open")
    assert (first.line, second.line) == (4, 9)
    assert (first.answerable, second.answerable) == (True, False)
    assert suggestions([first, second]) == [first]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            ask("riddle"),
            ':4: unknown kind "riddle": the kinds are fact, paraphrase, typo, speech, metadata, overview, '
            "mention, follow_up, near_miss, false_premise, speech_absent, off_topic, smalltalk",
        ),
        (
            ask("fact", 'quote = ["a"]\nanswer = ["b"]'),
            ":4: has both quote and answer: keep the one that proves it",
        ),
        (ask("fact"), ":4: kind fact needs quote or answer: say what a right answer holds"),
        (
            ask("off_topic", 'quote = ["a"]'),
            ":4: kind off_topic is to be refused: drop its quote or answer, or change its kind",
        ),
        (ask("fact", 'quote = "a"'), ':4: quote must be a list of texts, such as quote = ["…"]'),
        (ask("fact", "quote = [1]"), ':4: quote must be a list of texts, such as quote = ["…"]'),
        (ask("fact", 'quote = ["a"]\nsuggest = "yes"'), ":4: suggest must be true or false"),
        (
            ask("near_miss", "suggest = true"),
            ":4: can't be suggested: only an answerable question without context can",
        ),
        (
            ask("follow_up", 'quote = ["a"]\ncontext = "b"\nsuggest = true'),
            ":4: can't be suggested: only an answerable question without context can",
        ),
        (
            ask("near_miss", "context = 3"),
            ':4: context must be text between quotation marks, such as context = "…"',
        ),
        (FLOOR + "[[question]]\nq = 'a'\n", ":4: missing kind: add it to this entry"),
        (
            ask("near_miss", 'quotes = ["a"]'),
            ":4: unknown key quotes: the keys are answer, context, kind, q, quote, suggest",
        ),
        (
            ask("near_miss") + ask("near_miss", q="When did it open").removeprefix(FLOOR),
            ':8: "When did it open" is asked twice (also at line 4): drop one',
        ),
        ("", ": [floor] must hold right and wrongly_answered, and nothing else"),
        ("[floor]\nright = 0.9\n", ": [floor] must hold right and wrongly_answered, and nothing else"),
        (
            "[floor]\nright = 94\nwrongly_answered = 0.1\n",
            ": [floor] right must be a share between 0 and 1",
        ),
        (
            "[floor]\nright = true\nwrongly_answered = 0.1\n",
            ": [floor] right must be a share between 0 and 1",
        ),
        ("[goal]\n", ": unknown table goal: the tables are floor, question"),
    ],
)
def test_each_error_says_where_and_how_to_mend(tmp_path: Path, content: str, message: str) -> None:
    """An entry that can't be used is refused with its line, what is wrong and the mend."""
    assert error_of(tmp_path, content) == message
