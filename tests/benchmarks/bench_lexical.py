"""Ways to find passages by words, side by side: ``python tests/benchmarks/bench_lexical.py FOLDER``.

FOLDER holds what ``bench_scale.py --folder`` keeps of one size. Each way indexes the stems of all paragraphs,
and is asked the same questions for its 24 best by BM25. ``pip install tantivy`` for the last. Milliseconds:

    passages              10⁴, p50 and p99    10⁵, p50 and p99
    blocks of postings    0.27   0.88         0.84    1.97
    FTS5                  1.01   3.20        10.00   32.41
    tantivy               0.04   0.09         0.13    0.37

tantivy scores by the statistics of all collections, which lets one server feel another's documents, and keeps
files of its own that are committed apart from the library; FTS5 does the first too, and is the slowest.
"""

from __future__ import annotations

import json
import re
import sqlite3
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

from index.document import CORPUS
from index.storage.sqlite.library import SQLiteLibrary
from index.storage.sqlite.schema import INDEX_FILE
from index.text.terms import terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

K = 24


def _passages(library: SQLiteLibrary) -> Iterator[tuple[int, str]]:
    """Each passage's row id and stems."""
    for stored in library.documents([CORPUS]):
        text = stored.document.text
        for number, passage in enumerate(re.split(r"\n\n", text)):
            yield hash((stored.document.id, number)) & 0x7FFFFFFF, " ".join(terms(passage))


def _fts5(rows: Sequence[tuple[int, str]], folder: Path) -> Callable[[list[str]], object]:
    db = sqlite3.connect(folder / "fts.sqlite3")
    db.execute("CREATE VIRTUAL TABLE t USING fts5(body, content='', tokenize='unicode61')")
    db.executemany("INSERT OR REPLACE INTO t (rowid, body) VALUES (?, ?)", rows)
    db.execute("INSERT INTO t (t) VALUES ('optimize')")
    db.commit()
    sql = "SELECT rowid, bm25(t) FROM t WHERE t MATCH ? ORDER BY rank LIMIT ?"
    return lambda asked: db.execute(sql, (" OR ".join(f'"{term}"' for term in asked), K)).fetchall()


def _tantivy(rows: Sequence[tuple[int, str]], folder: Path) -> Callable[[list[str]], object]:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", stored=True)
    builder.add_text_field("body", tokenizer_name="whitespace")
    schema = builder.build()
    (folder / "tantivy").mkdir()
    index = tantivy.Index(schema, path=str(folder / "tantivy"))
    writer = index.writer()
    for number, body in rows:
        writer.add_document(tantivy.Document(id=number, body=body))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def search(asked: list[str]) -> object:
        each = [(tantivy.Occur.Should, tantivy.Query.term_query(schema, "body", term)) for term in asked]
        found = searcher.search(tantivy.Query.boolean_query(each), K).hits
        return [searcher.doc(address)["id"] for _, address in found]

    return search


def main(folder: Path) -> None:
    """Print each way's milliseconds."""
    library = SQLiteLibrary.open(folder / "one" / INDEX_FILE)
    questions = [terms(q) for q in json.loads((folder / "questions.json").read_text(encoding="utf-8"))]
    rows = list(_passages(library))
    with tempfile.TemporaryDirectory() as temporary:
        ways = {
            "blocks of postings": lambda asked: library.best_by_words(asked, CORPUS, K),
            "FTS5": _fts5(rows, Path(temporary)),
            "tantivy": _tantivy(rows, Path(temporary)),
        }
        for name, search in ways.items():
            times = []
            for asked in filter(None, questions):
                started = perf_counter()
                search(asked)
                times.append(1000 * (perf_counter() - started))
            print(
                f"{name:20} p50 {median(times):7.2f} ms   p99 {sorted(times)[int(len(times) * 0.99)]:7.2f} ms"
            )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
