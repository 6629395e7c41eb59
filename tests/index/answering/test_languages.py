"""The languages of those who ask."""

from __future__ import annotations

import tomllib

import pytest

from index.answering.languages import is_english, lines

from ..shipped import ROOT

LINES = tomllib.loads((ROOT / "index/answering/languages.toml").read_text(encoding="utf-8"))

OTHERS = [
    "was hat Bessent über Sojabohnen gesagt?", "贝森特对大豆说了什么？", "¿Qué dijo Bessent sobre la soja?",
    "Qu'a dit Bessent sur le soja ?", "Cosa ha detto Bessent sulla soia?", "Что Бессент сказал о сое?",
    "ベッセントは大豆について何と言いましたか", "베센트는 대두에 대해 뭐라고 했나요?",
    "O que Bessent disse sobre a soja?", "Co Bessent powiedział o soi?", "Wat zei Bessent over sojabonen?",
    "Bessent soya hakkında ne dedi?",
    "Vad sa Bessent om sojabönor?", "ماذا قال بيسنت عن فول الصويا؟", "מה אמר בסנט על פולי סויה?",
    "बेसेंट ने सोयाबीन पर क्या कहा?", "Bessent nói gì về đậu nành?", "Τι είπε ο Μπέσεντ για τη σόγια;",
    "Mitä Bessent sanoi soijasta?", "Apa kata Bessent soal kedelai?",
]  # fmt: skip


@pytest.mark.parametrize("question", OTHERS)
def test_another_language(question: str) -> None:
    """A question in none of English's own words isn't English."""
    assert not is_english(question)


@pytest.mark.parametrize(
    "question",
    [
        "What did Bessent say?",
        "WHO IS XI?",
        "soybeans — what's said about them",
        "is the yuan up?",
        "",
        "soybeans?",
    ],
)
def test_english(question: str) -> None:
    """One English word is enough; without any the model is asked, which does no harm."""
    assert is_english(question) is (question not in ("", "soybeans?"))


def test_every_language_has_both_lines() -> None:
    """One over quotes that answer, one where none does, in one line without markup."""
    assert LINES["answered"].keys() == LINES["refused"].keys()
    for language in LINES["answered"]:
        said = lines(language)
        assert said is not None
        for line in said:
            assert line == line.strip()
            assert not set("\n*_`[]<>@#|") & set(line)


def test_a_language_that_has_none() -> None:
    """Nothing is said in it: what a model makes up for a language reaches nobody."""
    assert [lines(code) for code in ("tlh", "", "DE", "german", "@everyone")] == [None] * 5
