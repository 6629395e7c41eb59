"""What a store costs as it fills: one table over the number of its passages.

    python tests/benchmarks/bench_scale.py ARTICLES.json [SIZES ...] [--folder FOLDER]

ARTICLES is in SQuAD's format. Its articles are taken in documents of some ten sentences, again and again with
some of their words changed, until there are SIZES passages (1,000, 10,000 and 100,000; a million on request).
The copies' vectors are those of the originals with a little noise: embedding each would take longer than all
else, and is left out of every time. No reader and no verifier judge. ``--folder`` keeps the stores.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from dataclasses import replace
from itertools import count
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np

from index.building.build import build
from index.building.placing import NO_READER
from index.document import CORPUS, Document
from index.engine import Engine
from index.storage.embedded import open_store
from index.storage.ingest import Record, ingest
from index.storage.sqlite.schema import INDEX_FILE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from index.models.encoder import Encoder, Encoding

SERVERS, SENTENCES = 1000, 10
AT_ONCE = 200
"""Documents written in one transaction."""

FIVE = "five"
"""The server with five documents."""


def server_id(number: int) -> str:
    """The collection of a server: an id such as Discord's, which deals them out to shards."""
    return str(2**38 + number << 22)


class NoisyEncoder:
    """An encoder that gives a changed copy of a text the original's vectors, with a little noise."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder, self._known = encoder, dict[str, Any]()
        self._chance = np.random.default_rng(0)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._encoder, name)

    def encode_passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] = lambda _: None
    ) -> list[Encoding]:
        """Those of the originals: a changed copy keeps its length, and the first letters of its words."""
        new = [text for text in texts if _shape(text) not in self._known]
        self._known |= dict(zip(map(_shape, new), self._encoder.encode_passages(new), strict=True))
        return [self._noisy(self._known[_shape(text)]) for text in texts]

    def _noisy(self, encoding: Encoding) -> Encoding:
        vector = encoding.vector + self._chance.normal(0, 0.01, encoding.vector.shape).astype(np.float32)
        return replace(encoding, vector=vector / np.linalg.norm(vector))


def _shape(text: str) -> str:
    return "".join(word[:3] + str(len(word)) for word in text.split())


def _changed(text: str, turn: int) -> str:
    """Every seventh long word has its end turned into one that only this copy has."""
    words = text.split(" ")
    for n in range(turn % 7, len(words), 7):
        if turn and words[n].isalpha() and len(words[n]) > 6:
            end = "".join(chr(ord("a") + turn // 26**k % 26) for k in range(len(words[n]) - 3))
            words[n] = words[n][:3] + end
    return " ".join(words)


def _documents(articles: list[dict[str, Any]]) -> Iterator[Document]:
    """Documents of some ten sentences, each copy of which differs."""
    parts = []
    for number, article in enumerate(articles):
        held: list[str] = []
        for paragraph in article["paragraphs"]:
            held.append(" ".join(paragraph["context"].split()))
            if " ".join(held).count(". ") >= SENTENCES:
                parts.append((f"article-{number}-{len(parts)}", article["title"], "\n\n".join(held)))
                held = []
    for turn in count():
        for slug, title, text in parts:
            yield Document(f"{slug}-{turn}", title, _changed(text, turn))


def _fill(folder: Path, articles: list[dict[str, Any]], size: int) -> None:
    """Two stores of as many passages: one collection, and a thousand servers' beside one with five."""
    for name in ("one", "many"):
        build(Path("corpus"), folder / name, reader=NO_READER)
    one, many = (open_store(folder / name / INDEX_FILE).library for name in ("one", "many"))
    with Engine.open(folder / "one") as engine:
        encoder = NoisyEncoder(engine.encoder)
    held, batch = 0, list[Record]()
    for number, document in enumerate(_documents(articles)):
        record = ingest(document, encoder)
        held += len(record.passages)
        batch.append(record)
        if len(batch) == AT_ONCE or held >= size:
            one.write(add=batch)
            many.write(add=[_of(r, server_id((number - n) % SERVERS)) for n, r in enumerate(batch)])
            batch = []
            print(f"\r{held:,} passages", end="", file=sys.stderr)
        if held >= size:
            break
    five = [d for d, _ in zip(_documents(articles), range(5), strict=False)]
    many.write(add=[_of(ingest(d, encoder), FIVE) for d in five])
    one.close()
    many.close()
    print(file=sys.stderr)


def _of(record: Record, collection: str) -> Record:
    return replace(record, document=replace(record.document, collection=collection))


def _times(engine: Engine, questions: Sequence[str], collections: Sequence[str]) -> list[float]:
    """Milliseconds of each question."""
    engine.ask(questions[0], collections=collections)
    return sorted(
        _milliseconds(lambda q=question: engine.ask(q, collections=collections)) for question in questions[1:]
    )


def _milliseconds(do: Callable[[], object]) -> float:
    started = perf_counter()
    do()
    return 1000 * (perf_counter() - started)


def _memory(folder: Path, questions: Path) -> float:
    """MB of a process that opens the store and asks the questions."""
    code = (
        "import json, resource, sys; from pathlib import Path; from index.engine import Engine\n"
        "with Engine.open(Path(sys.argv[1])) as engine:\n"
        "    for question in json.loads(Path(sys.argv[2]).read_text()): engine.ask(question)\n"
        "print([int(x.split()[1]) for x in open('/proc/self/status') if x.startswith('VmRSS')][0])"
    )
    done = subprocess.run([sys.executable, "-c", code, folder, questions], capture_output=True, check=True)
    return int(done.stdout) / 1024


def measure(
    folder: Path, size: int, articles: list[dict[str, Any]], questions: Sequence[str]
) -> dict[str, float]:
    """Every figure of one size."""
    asked = folder / "questions.json"
    asked.write_text(json.dumps(questions), encoding="utf-8")
    started = perf_counter()
    engine = Engine.open(folder / "one")
    engine.ask(questions[0])
    figures = {"opening, with the first question, ms": 1000 * (perf_counter() - started)}
    times = _times(engine, questions, [CORPUS])
    figures["a question, p50, ms"], figures["… p99"] = median(times), times[int(len(times) * 0.99)]
    encoder = engine.encoder = NoisyEncoder(engine.encoder)
    with Engine.open(folder / "one") as other:
        other.encoder = encoder
        found, added = [], []
        for number, document in zip(range(25), _documents(articles), strict=False):
            new = replace(document, id=f"new-{number}")
            ingest(new, encoder)  # embeds it
            added.append(_milliseconds(lambda d=new: other.add(d)))
            first, again = (_milliseconds(lambda q=questions[number]: engine.ask(q)) for _ in "12")
            found.append((first, first - again))
        removed = [_milliseconds(lambda n=number: other.remove(f"new-{n}")) for number in range(25)]
    figures["adding a document of ten sentences, p50, ms"] = median(added[5:])
    figures["removing one, p50, ms"] = median(removed)
    figures["a question after another process added one, p50, ms"] = median(f for f, _ in found[5:])
    figures["… of that, finding the change"] = median(more for _, more in found[5:])
    engine.close()
    with Engine.open(folder / "many") as engine:
        times = _times(engine, questions, [FIVE])
    figures["a server of 5 documents among 1,000, p50, ms"] = median(times)
    figures["… p99 "] = times[int(len(times) * 0.99)]
    files = sum(path.stat().st_size for path in (folder / "one").glob("index.*"))
    figures["disk a passage, KB"] = files / 1024 / size
    memory, models = _memory(folder / "one", asked), _memory(folder.parent / "empty", asked)
    figures["memory a passage beyond the models, KB"] = (memory - models) * 1024 / size
    return figures


def main(source: Path, sizes: Sequence[int], folder: Path) -> None:
    articles = json.loads(source.read_text(encoding="utf-8"))["data"]
    paragraphs = [p for article in articles for p in article["paragraphs"]]
    every = [qa["question"] for p in paragraphs for qa in p["qas"] if not qa.get("is_impossible")]
    questions = [q.strip() for q in every if len(q) < 200][:: max(len(every) // 200, 1)][:200]
    build(Path("corpus"), folder / "empty", reader=NO_READER)
    table = {}
    for size in sizes:
        if not (folder / str(size)).exists():
            _fill(folder / str(size), articles, size)
        table[size] = measure(folder / str(size), size, articles, questions)
    print(f"{'':54}" + "".join(f"{size:>11,}" for size in sizes))
    for name in table[sizes[0]]:
        print(f"{name:54}" + "".join(f"{table[size][name]:11.2f}" for size in sizes))
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    arguments = sys.argv[1:]
    kept = Path(arguments.pop(arguments.index("--folder") + 1)) if "--folder" in arguments else None
    arguments = [a for a in arguments if a != "--folder"]
    with tempfile.TemporaryDirectory() as temporary:
        main(
            Path(arguments[0]),
            [int(a) for a in arguments[1:]] or [1000, 10_000, 100_000],
            kept or Path(temporary),
        )
