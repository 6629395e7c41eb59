"""The tasks: what a model is shown, and which replies are read."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import LanguageModelError
from index.llm.language_model import Numbered
from index.llm.tasks import CHOOSE, LONGEST_SHOWN, RESTATE, WRITE, articles, correction

from .asking import QUESTION, SENTENCES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.llm.tasks import Task

TASKS: list[Task[Any]] = [RESTATE, CHOOSE, WRITE]
DATA = {"question": QUESTION, "articles": articles(SENTENCES)}
MARKS = "<>[]{}|"


def strings(value: object) -> Iterator[str]:
    """All in a JSON value but for its keys."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for held in value.values():
            yield from strings(held)
    elif isinstance(value, list):
        for held in value:
            yield from strings(held)


def test_sentences_stand_under_their_articles() -> None:
    """Each article's record is told once, and a speaker only where one is known."""
    dated = Numbered(1, "It opens.", "The harbor", date(2024, 3, 5))
    other = [
        Numbered(2, "It sails.", "The ferry"),
        Numbered(3, "“Late,” Bell said.", "The ferry", speaker="Bell"),
    ]
    assert articles([dated, *other]) == [
        {"title": "The harbor", "published": "2024-03-05", "sentences": [{"n": 1, "text": "It opens."}]},
        {"title": "The ferry", "published": None, "sentences": [
            {"n": 2, "text": "It sails."}, {"n": 3, "text": "“Late,” Bell said.", "speaker": "Bell"},
        ]},
    ]  # fmt: skip


@given(st.lists(st.text(), min_size=1, max_size=5))
def test_the_data_are_one_object(texts: list[str]) -> None:
    """Whatever the texts hold, the second message is one JSON object of them, character for character but for
    the marks of templates, and the first message knows nothing of them."""
    sentences = [Numbered(n, text, texts[0], speaker=text or None) for n, text in enumerate(texts, 1)]
    system, user = CHOOSE.messages({"question": texts[0], "articles": articles(sentences)})
    assert (system["role"], user["role"]) == ("system", "user")
    assert system == CHOOSE.messages(DATA)[0]
    data = json.loads(user["content"])
    shown = [one["text"] for article in data["articles"] for one in article["sentences"]]
    assert [len(text) for text in shown] == [len(text) for text in texts]
    assert not any(mark in text for text in strings(data) for mark in MARKS)
    assert [text for text in texts if not set(MARKS) & set(text)] == [
        one for one, text in zip(shown, texts, strict=True) if not set(MARKS) & set(text)
    ]


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
def test_a_schema_that_the_strictest_endpoints_take(task: Task[Any]) -> None:
    """Every key is required and no other is allowed, in every object; they are told no more."""
    schema = task.reply.model_json_schema()
    for held in [schema, *schema.get("$defs", {}).values()]:
        assert held["additionalProperties"] is False
        assert held["required"] == list(held["properties"])
        assert not any(
            {"default", "maxLength", "minLength", "maxItems"} & set(p) for p in held["properties"].values()
        )


ONE = '{"answers": [{"sentence": 2, "words": "Three ferries", "speaker": null}]}'


@pytest.mark.parametrize(
    "text",
    [
        ONE, f"```json\n{ONE}\n```", f"Here it is: {ONE} I hope it helps.", f"<think>{{1}}?</think>\n{ONE}",
        ONE.replace('"words"', '"why": [1, {}], "words"'),
        ONE.replace("null", '"</think> {}"'),
        '{"answers": [{"sentence": 2, "words": "Three ferries"}]}',
    ],
)  # fmt: skip
def test_a_reply_in_words_and_marks_of_its_own(text: str) -> None:
    """The first object in it is read, what it says beside is passed over."""
    (answer,) = CHOOSE.read(text, DATA).answers
    assert (answer.sentence, answer.words) == (2, "Three ferries")


NUMBERS = ("true", "2.0", '"2"', "NaN", "1e999", "-Infinity", "0", "4", "-1", "null", "9" * 4000, "9" * 5000)
WRONG = [
    "", "2", "null", "[2]", "I don't know.", "{", ONE[:-10], f"<think>{ONE}</think>", '\ufeff{"answers"',
    '{"answers": 2}', '{"answers": [2]}', '{"numbers": [2]}', '{"answers": [{"words": "a"}]}',
    *(f'{{"answers": [{{"sentence": {number}}}]}}' for number in NUMBERS),
    '{"answers": [{"sentence": 2, "words": ["Three"]}]}', '{"answers": [{"sentence": 2, "speaker": {}}]}',
    '{"answers": [{"sentence": 2, "words": "\\ud800"}]}', '{"answers": ' + "[" * 100_000, '{"a": ' * 50_000,
    '{"answers": ' + json.dumps([{"sentence": 2}] * 101) + "}",
]  # fmt: skip


@pytest.mark.parametrize("text", WRONG, ids=range(len(WRONG)))
def test_what_is_no_reply(text: str) -> None:
    """No JSON, other keys, numbers that are none or of no sentence: one error, in words of ours."""
    with pytest.raises(LanguageModelError) as wrong:
        CHOOSE.read(text, DATA)
    assert (wrong.value.kind, str(wrong.value)) == (
        "malformed",
        "replies with what isn't the JSON that was asked for",
    )


def test_none_answers() -> None:
    """An empty list is a reply: it isn't said."""
    assert CHOOSE.read('{"answers": []}', DATA).answers == []


@pytest.mark.parametrize(
    "text",
    [
        '{"question": "", "language": "de"}',
        '{"question": "Who?"}',
        json.dumps({"question": "a" * 2001, "language": "de"}),
    ],
)
def test_what_restates_nothing(text: str) -> None:
    """A question that is empty, longer than any that is read, or in no language."""
    with pytest.raises(LanguageModelError):
        RESTATE.read(text, {})


@pytest.mark.parametrize(
    "text",
    ['{"sentences": "It opens. [1]"}', '{"sentences": [1]}', '{"sentences": ' + json.dumps(["a"] * 21) + "}"],
)
def test_what_writes_nothing(text: str) -> None:
    """Sentences are texts in a list, and few."""
    with pytest.raises(LanguageModelError):
        WRITE.read(text, {})


def test_it_is_asked_once_more() -> None:
    """With its own reply, as far as a right one goes, and with what was wanted; the data stay where they
    were."""
    first = CHOOSE.messages(DATA)
    again = correction(first, "no " * 10_000, CHOOSE)
    assert again[:2] == first
    assert (again[2]["role"], again[2]["content"]) == ("assistant", ("no " * 10_000)[:LONGEST_SHOWN])
    assert again[3]["content"] == (
        "That isn't the JSON object that was asked for, which has `answers`. Reply with that alone."
    )
