"""Questions as people type them."""

from __future__ import annotations

import random

import numpy as np
import pytest

from index.training import noise
from index.training.alternatives import read_alternatives
from index.training.lexicon import Lexicon
from index.training.noise import in_casual_words, reworded, typed
from index.training.pair import Pair
from index.training.people import COUNT, made_up_people
from index.training.unansq import untokenised


class Synonyms(Lexicon):
    """A lexicon that knows one word's synonym."""

    def __init__(self) -> None:
        self._synonyms = {"sold": ["marketed"]}

    def synonyms(self, word: str) -> list[str]:
        return self._synonyms.get(word, [])

    def opposites(self, word: str) -> list[str]:
        return []

    def others(self, word: str) -> list[str]:
        return []


@pytest.fixture
def rng() -> random.Random:
    return random.Random(3)  # noqa: S311


def test_a_question_is_typed_in_many_ways(rng: random.Random) -> None:
    """Small letters, no question mark, no apostrophe: each by chance, and sometimes nothing at all."""
    found = {typed("Who's Paul Holm?", Synonyms(), rng) for _ in range(200)}
    assert {"Who's Paul Holm?", "who's paul holm", "whos paul holm?"} <= found


def test_everyday_words_stand_for_the_article_s(rng: random.Random) -> None:
    """Whole words alone are replaced, by one of the alternatives listed."""
    casual = {"police": ["cops"], "child": ["kid"]}
    found = {in_casual_words("Did police find the children?", casual, rng) for _ in range(20)}
    assert found == {"Did police find the children?", "Did cops find the children?"}
    assert "cops" in read_alternatives("casual.tsv")["police"]


@pytest.mark.parametrize("answer", ["forty ships", "Paul Holm"])
def test_a_reworded_passage_keeps_its_answer(
    answer: str, rng: random.Random, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A word that both have gives way to a synonym; the answer's place moves with the text."""
    monkeypatch.setattr(noise, "KEPT", 0)
    passage = "Paul Holm sold forty ships."
    start = passage.index(answer)
    pair = Pair("Who sold ships?", passage, True, (start, start + len(answer)), "given")
    found = reworded(pair, Synonyms(), rng)
    assert found.passage == "Paul Holm marketed forty ships."
    assert found.answer is not None
    assert found.passage[slice(*found.answer)] == answer


def test_the_answer_s_own_words_stay(rng: random.Random, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shared word inside of the answer is not replaced."""
    monkeypatch.setattr(noise, "KEPT", 0)
    pair = Pair("Who sold?", "It was sold.", True, (7, 11), "given")
    assert reworded(pair, Synonyms(), rng) == pair


def test_people_are_made_up_alike_each_time() -> None:
    """The names are as many as said, of two parts, and the same ones again."""
    people = made_up_people()
    assert len(people) == COUNT
    assert all(len(name.split()) == 2 for name in people)
    assert made_up_people() == people
    assert len(set(people)) > COUNT / 2


def test_spaces_between_tokens_go() -> None:
    """Punctuation, brackets, quotation marks and contractions are joined as they are written."""
    text = "he did n't say `` no '' ( it 's said ) , did he ?"
    assert untokenised(text) == "he didn't say \"no\" (it's said), did he?"


def test_vectors_are_not_needed_for_words_alike() -> None:
    """A lexicon without a word has no synonym and no neighbour for it."""
    vectors = np.eye(3, dtype=np.float32)
    assert Lexicon(["ship", "boat", "tree"], vectors, None).synonyms("harbour") == []  # type: ignore[arg-type]
