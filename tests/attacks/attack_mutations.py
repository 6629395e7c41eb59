"""Break one line where quality is decided at a time, and see whether a fast test fails.

    python tests/attacks/attack_mutations.py [--only TEXT] [--workers 2]

Each mutation is made in a copy of the tree, whose tests of that part then run to the first failure. Exit
status 1 if a mutation survived that isn't known to make no difference. About 3 s each.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue
from time import perf_counter
from typing import NamedTuple

from llm_mutations import LLM_MUTATIONS

ROOT = Path(__file__).parents[2]


def _stored(*names: str) -> tuple[str, ...]:
    return tuple(f"tests/index/storage/{name}.py" for name in names)


FOUND, CHANGED = "contract/test_candidates", "contract/test_changes"
SEARCH = ("tests/index/search",)
ANSWERING = tuple(
    f"tests/index/answering/test_{name}.py"
    for name in (
        "evidence",
        "extraction",
        "verification",
        "verification_ranking",
        "speech",
        "speech_ranking",
        "thresholds",
    )
)
ATTRIBUTION = ("tests/index/attribution/test_certainty.py", "tests/index/attribution/test_statements.py")
REBUILD = ("tests/index/building/test_rebuild.py", "-k", "last_changes")


class Mutation(NamedTuple):
    """In the file ``old``, which stands there once, becomes ``new``; ``tests`` are to notice."""

    file: str
    old: str
    new: str
    tests: tuple[str, ...]


def _mutations(file: str, tests: tuple[str, ...], *changes: tuple[str, str]) -> list[Mutation]:
    return [Mutation(file, old, new, tests) for old, new in changes]


MUTATIONS = [
    *_mutations(
        "index/answering/verification.py", ANSWERING,
        ("SCORE_WEIGHT, SENTENCE_WEIGHT = 5.0, 20.0", "SCORE_WEIGHT, SENTENCE_WEIGHT = 0.0, 20.0"),
        ("SCORE_WEIGHT, SENTENCE_WEIGHT = 5.0, 20.0", "SCORE_WEIGHT, SENTENCE_WEIGHT = 50.0, 20.0"),
        ("SCORE_WEIGHT, SENTENCE_WEIGHT = 5.0, 20.0", "SCORE_WEIGHT, SENTENCE_WEIGHT = 5.0, 0.0"),
        ("SCORE_WEIGHT, SENTENCE_WEIGHT = 5.0, 20.0", "SCORE_WEIGHT, SENTENCE_WEIGHT = 5.0, 200.0"),
        ("LONGEST_NEIGHBOUR = 400", "LONGEST_NEIGHBOUR = 4000"),
        ("VERIFIED = 2", "VERIFIED = 20"),
        ("hit.score + PREFERENCE * is_preferred(hit, preferred)", "hit.score"),
        ("key=lambda verified: -verified.evidence.score", "key=lambda verified: verified.evidence.score"),
        ("pointed.score + SENTENCE_WEIGHT * hit.sentence_scores[n]", "pointed.score"),
        ("end <= start and not text[end:start].strip()", "end <= start"),
    ),
    *_mutations(
        "index/answering/extraction.py", ANSWERING,
        ("SCORE_WEIGHT = 40.0", "SCORE_WEIGHT = 0.0"),
        ("SCORE_WEIGHT = 40.0", "SCORE_WEIGHT = 400.0"),
        ("READ = 3", "READ = 30"),
        ("hit.score + PREFERENCE * is_preferred(hit, preferred)", "hit.score"),
        ("key=lambda exact: -exact.evidence.score", "key=lambda exact: -exact.margin"),
    ),
    *_mutations(
        "index/answering/evidence.py", ANSWERING,
        ("OFFER_BONUS = 0.03", "OFFER_BONUS = 0.0"),
        ("OFFER_BONUS = 0.03", "OFFER_BONUS = 0.3"),
        ("PREFERENCE = 0.05", "PREFERENCE = 0.0"),
        ("PREFERENCE = 0.05", "PREFERENCE = 0.5"),
        ("NEAR_BEST = 0.06", "NEAR_BEST = 0.6"),
        ("NEAR_BEST = 0.06", "NEAR_BEST = 0.0"),
        ("MOST_QUOTES = 3", "MOST_QUOTES = 30"),
        ("_READ = 12", "_READ = 120"),
        ("_READ = 12", "_READ = 11"),
        ("kind in _TRACED and offers", "offers"),
        ("s.overlap(span) for d, s", "True for d, s"),
    ),
    *_mutations(
        "index/answering/speech.py", ANSWERING,
        ("read[0].span if read[0].margin > 0 else None", "read[0].span"),
        ("by_sentence.setdefault((hit.passage.id, evidence.sentence), (evidence, statement))",
         "by_sentence[hit.passage.id, evidence.sentence] = (evidence, statement)"),
        ("e.score >= found[0].score - NEAR_BEST", "e.score >= found[0].score - 10 * NEAR_BEST"),
        ("-statement.certainty", "statement.certainty"),
        ("key=lambda pair: -pair[0].score", "key=lambda pair: pair[0].score"),
        ("topic or question, scope.vocabulary", "question, scope.vocabulary"),
        ("if s >= VERIFIED_THRESHOLD", "if True"),
        ("statement.speaker in speakers.names", "True"),
    ),
    *_mutations(
        "index/answering/suggestions.py", ANSWERING,
        ("NEAR_COSINE = 0.45", "NEAR_COSINE = 0.0"),
        ("NEAR_COSINE = 0.45", "NEAR_COSINE = 0.9"),
        ("MOST_RELATED = 2", "MOST_RELATED = 20"),
        ("np.argsort(-cosines", "np.argsort(cosines"),
        ("words(question) != words(asked) and ", ""),
        ("quote in other or other in quote", "quote == other"),
        ("for other in told if quote and other", "for other in told"),
        ("told.append(quote)", "pass"),
    ),
    *_mutations(
        "index/search/retriever.py", SEARCH,
        ("COSINE_WEIGHT = 0.2", "COSINE_WEIGHT = 0.0"),
        ("COSINE_WEIGHT = 0.2", "COSINE_WEIGHT = 2.0"),
        ("BM25_WEIGHT = 0.01", "BM25_WEIGHT = 0.0"),
        ("BM25_WEIGHT = 0.01", "BM25_WEIGHT = 0.1"),
        ("SENTENCE_SHARE = 0.625", "SENTENCE_SHARE = 1.0"),
        ("SENTENCE_SHARE = 0.625", "SENTENCE_SHARE = 0.0"),
        ("\nCANDIDATES = 24", "\nCANDIDATES = 240"),
        ("\nCANDIDATES = 24", "\nCANDIDATES = 2"),
        ("SPOKEN_CANDIDATES = 100", "SPOKEN_CANDIDATES = 10"),
        ("key=lambda hit: -hit.score", "key=lambda hit: hit.score"),
        (".rfind(part.lower())", ".find(part.lower())"),
        ("max(sentences), sentences, read", "sentences[0], sentences, read"),
    ),
    *_mutations(
        "index/search/late_interaction.py", SEARCH,
        ("return self.similarities @ query.weights", "return self.similarities.mean(axis=1)"),
        ("return min(means, default=0.0)", "return max(means, default=0.0)"),
        ("self.weights[kept]\n", "self.weights[kept] * 0 + 1\n"),
        ("append=cosines.shape[1]) > 0", "append=cosines.shape[1]) >= 0"),
        ("vocabulary.idf(term) for term in owners", "1.0 for term in owners"),
    ),
    *_mutations(
        "index/search/vocabulary.py", SEARCH,
        ("ONE_EDIT_FROM, TWO_EDITS_FROM = 5, 7", "ONE_EDIT_FROM, TWO_EDITS_FROM = 5, 5"),
        ("ONE_EDIT_FROM, TWO_EDITS_FROM = 5, 7", "ONE_EDIT_FROM, TWO_EDITS_FROM = 2, 7"),
        ("m[0][0] != word[0], -held", "-held"),
        ("-held[m[0]]", "held[m[0]]"),
        ("math.log(1 + (", "math.log(2 + ("),
    ),
    *_mutations(
        "index/storage/sqlite/postings.py", _stored("test_postings", FOUND),
        ("K1, B = 1.2, 0.75", "K1, B = 12.0, 0.75"),
        ("K1, B = 1.2, 0.75", "K1, B = 0.0, 0.75"),
        ("K1, B = 1.2, 0.75", "K1, B = 1.2, 0.0"),
        ("COMMON = 1e-6", "COMMON = 1e-5"),
        ("COMMON = 1e-6", "COMMON = 0.0"),
        ("key=lambda place: (-sums[place], place)", "key=lambda place: (-sums[place], -place)"),
        ("sums[places] >= least", "sums[places] > least"),
        ("if odds > 1 else", "if odds > 0 else"),
        ("kept = np.isin(ids, among)", "kept = np.isin(ids, ids)"),
    ),
    *_mutations(
        "index/storage/sqlite/database.py", _stored("test_database", CHANGED),
        ("PRAGMA synchronous = FULL", "PRAGMA synchronous = OFF"),
        ("PRAGMA secure_delete = ON", "PRAGMA secure_delete = OFF"),
        ("                self._follow()\n", ""),
        ('self._epoch += begin != "BEGIN"', "self._epoch += 0"),
        ('self._transaction("BEGIN"):', 'self.lock:'),
        ("if wal.exists() and wal.stat().st_size:", "if False:"),
    ),
    *_mutations(
        "index/storage/sqlite/blocks.py", _stored("test_blocks"),
        ("crc32(data, width) != checksum", "False"),
        ("(ids < first) | (ids > last)", "(ids <= first) | (ids > last)"),
        ("< self.size:", "< 0:"),
        ("            if row[0] <= first:\n                break\n", ""),
    ),
    *_mutations(
        "index/storage/sqlite/writing.py", _stored("test_tables", "contract/test_readings", CHANGED),
        ("    VECTORS.cut(db, (collection,), first, last)\n", ""),
        ("    _count(db, collection, counted, -1)\n", ""),
        ("documents * int(content_hash, 16)", "int(content_hash, 16)"),
        ('side="right")) - 1', 'side="right"))'),
    ),
    *_mutations(
        "index/storage/embedded.py", _stored("test_embedded", "test_isolation", FOUND, CHANGED),
        ("best.keys() - found.keys()", "set()"),
        ("if passage.document.collection in collections", "if True"),
        ("None:\n                self._held.clear()", "None:\n                pass"),
        ("            self._follow()\n", ""),
        ("            self._held[change.collection] = index\n", "            pass\n"),
        ("return -found.cosine, document", "return found.cosine, document"),
    ),
    *_mutations(
        "index/storage/quantization.py", _stored("test_quantization"),
        ("VECTOR_STEPS = 32", "VECTOR_STEPS = 8"),
        ("(scaled @ levels.T) * factors[:, 0]", "scaled @ levels.T"),
        ("RandomState(0)", "RandomState(1)"),
    ),
    *_mutations(
        "index/storage/dense.py", _stored("test_dense"),
        ("[-128.5] * dimension", "[-120.5] * dimension"),
        ("IDSelectorRange(first, last + 1)", "IDSelectorRange(first, last)"),
    ),
    *_mutations(
        "index/attribution/statements.py", ATTRIBUTION,
        ("_ANNOUNCED = 0.6, 0.75, 0.9", "_ANNOUNCED = 1.0, 0.75, 0.9"),
        ("_ANNOUNCED = 0.6, 0.75, 0.9", "_ANNOUNCED = 0.06, 0.75, 0.9"),
        ("_ANNOUNCED = 0.6, 0.75, 0.9", "_ANNOUNCED = 0.6, 1.0, 0.9"),
        ("_ANNOUNCED = 0.6, 0.75, 0.9", "_ANNOUNCED = 0.6, 0.75, 0.6"),
        ("LEAST_CERTAIN = 0.45", "LEAST_CERTAIN = 0.0"),
        ("fade *= 0.7", "fade *= 1.0"),
        ("min(inherited.certainty, 0.9) * fade", "inherited.certainty * fade"),
        ("min(inherited.certainty, 0.9) * fade", "0.9 * fade"),
        ("(1 if beside else 0.6)", "1"),
        ('plain = 0.8 if not direct else 1.0', "plain = 1.0"),
        ('last[0].direct or ends == ":"', "True"),
    ),
    *_mutations(
        "index/attribution/coreference.py", ATTRIBUTION,
        ("min(_SAME_SENTENCE, near.sure)", "near.sure"),
        ("_EARLIER = 0.7, 0.63, 0.58", "_EARLIER = 0.7, 0.7, 0.58"),
    ),
    *_mutations(
        "index/building/update.py", REBUILD,
        ("    _discard(path, *_SIDECARS)\n", ""),
    ),
]  # fmt: skip

MUTATIONS += [m for file, tests, changes in LLM_MUTATIONS for m in _mutations(file, tests, *changes)]

HARMLESS: dict[tuple[str, str], str] = {}
"""Mutations (file and what it becomes) that no test can notice, with the reason."""


def survives(mutation: Mutation, tree: Path) -> bool:
    """Whether all of its tests pass though the line is broken."""
    path = tree / mutation.file
    whole = path.read_text(encoding="utf-8")
    if whole.count(mutation.old) != 1:
        raise ValueError(f"{mutation.file}: {mutation.old!r} stands there {whole.count(mutation.old)} times")
    path.write_text(whole.replace(mutation.old, mutation.new), encoding="utf-8")
    try:
        return passes(mutation.tests, tree)
    finally:
        path.write_text(whole, encoding="utf-8")


def passes(tests: tuple[str, ...], tree: Path) -> bool:
    command = [sys.executable, "-m", "pytest", "-x", "-n0", "-p", "no:cacheprovider", *tests]
    return subprocess.run(command, cwd=tree, capture_output=True, timeout=300, check=False).returncode == 0


def copied(folder: Path) -> Path:
    skipped = shutil.ignore_patterns("__pycache__", "*.pyc")
    for name in ("index", "bot", "tests", "corpus"):
        shutil.copytree(ROOT / name, folder / name, ignore=skipped)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", default="", help="mutations of files whose name holds this")
    parser.add_argument("--workers", type=int, default=2)
    asked, started = parser.parse_args(), perf_counter()
    chosen = [m for m in MUTATIONS if asked.only in m.file]
    with tempfile.TemporaryDirectory() as folder:
        trees: Queue[Path] = Queue()
        for n in range(asked.workers):
            trees.put(copied(Path(folder) / str(n)))

        def tried(mutation: Mutation) -> bool:
            tree = trees.get()
            try:
                alive = survives(mutation, tree)
                print("survived" if alive else "killed  ", mutation.file, mutation.new.strip(), flush=True)
                return alive
            finally:
                trees.put(tree)

        tree = trees.get()
        for tests in dict.fromkeys(m.tests for m in chosen):
            if not passes(tests, tree):
                sys.exit(f"{' '.join(tests)}: fails before anything is broken")
        trees.put(tree)
        with ThreadPoolExecutor(asked.workers) as pool:
            survived = [m for m, alive in zip(chosen, pool.map(tried, chosen), strict=True) if alive]
    unknown = [m for m in survived if (m.file, m.new) not in HARMLESS]
    print(f"mutations           {len(chosen):5}")
    print(f"killed              {len(chosen) - len(survived):5}")
    print(f"without difference  {len(survived) - len(unknown):5}")
    print(f"survived            {len(unknown):5}")
    print(f"seconds             {perf_counter() - started:5.0f}")
    for mutation in unknown:
        print(f"{mutation.file}: {mutation.old.strip()!r} → {mutation.new.strip()!r}")
    sys.exit(bool(unknown))


if __name__ == "__main__":
    main()
