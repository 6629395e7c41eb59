"""What kind of answer a question wants, and whether a sentence has one."""

from __future__ import annotations

import pytest

from index.answering.answer_type import AnswerType, answer_type, offers


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who signed the treaty?", AnswerType.PERSON),
        ("Whose ships were held?", AnswerType.PERSON),
        ("Which minister resigned?", AnswerType.PERSON),
        ("Where did they meet?", AnswerType.PLACE),
        ("In which city did they meet?", AnswerType.PLACE),
        ("When did they meet?", AnswerType.TIME),
        ("What year was the port built?", AnswerType.TIME),
        ("How long did the talks last?", AnswerType.DURATION),
        ("How many ships were held?", AnswerType.NUMBER),
        ("What percentage of grain is sold?", AnswerType.NUMBER),
        ("How much did the port cost?", AnswerType.MONEY),
        ("What was the price of grain?", AnswerType.MONEY),
        ("How much grain was sold?", AnswerType.NUMBER),
        ("Why did the talks stop?", AnswerType.REASON),
        ("What caused the delay?", AnswerType.REASON),
        ("Did they sign?", AnswerType.YES_NO),
        ("Isn’t the port closed?", AnswerType.YES_NO),
        ("so is it over", AnswerType.YES_NO),
        ("What did they sign?", AnswerType.OTHER),
        ("Grain?", AnswerType.OTHER),
        ("", AnswerType.OTHER),
    ],
)
def test_the_wording_tells_what_is_asked_for(question: str, kind: AnswerType) -> None:
    """Question words and nouns like “city” or “price” decide, whatever the case."""
    assert answer_type(question) is kind
    assert answer_type(question.upper()) is kind


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (AnswerType.PERSON, "The treaty was signed by Maria Lopez."),
        (AnswerType.PLACE, "they met in Lima."),
        (AnswerType.TIME, "They met on Friday."),
        (AnswerType.TIME, "They met last week."),
        (AnswerType.TIME, "They met in 1998."),
        (AnswerType.NUMBER, "Three ships were held."),
        (AnswerType.NUMBER, "It rose by 5%."),
        (AnswerType.MONEY, "It cost $3 million."),
        (AnswerType.MONEY, "It cost 40 million euros."),
        (AnswerType.REASON, "They stopped amid a storm."),
        (AnswerType.YES_NO, "anything"),
        (AnswerType.OTHER, "anything"),
    ],
)
def test_a_sentence_offers_what_is_news(kind: AnswerType, sentence: str) -> None:
    """A name, a time, a number, a price or a reason that the question doesn't have."""
    assert offers(kind, sentence, "what happened?")


@pytest.mark.parametrize(
    ("kind", "sentence", "question"),
    [
        (AnswerType.PERSON, "it was signed.", "Who signed?"),
        (AnswerType.PERSON, "Holm signed.", "Who met Holm?"),
        (AnswerType.PLACE, "Lima’s talks ended.", "Where is Lima?"),
        (AnswerType.TIME, "They met.", "When did they meet?"),
        (AnswerType.TIME, "On Friday it rained.", "What time on Friday did it rain?"),
        (AnswerType.NUMBER, "Ships were held.", "How many ships?"),
        (AnswerType.NUMBER, "The 10,000 tons left.", "How many of the 10000 tons left?"),
        (AnswerType.MONEY, "It cost 30 ships.", "How much did it cost?"),
        (AnswerType.REASON, "They stopped.", "Why did they stop?"),
    ],
)
def test_a_sentence_that_only_repeats_the_question_offers_nothing(
    kind: AnswerType, sentence: str, question: str
) -> None:
    """Who met Holm isn't answered by Holm."""
    assert not offers(kind, sentence, question)
