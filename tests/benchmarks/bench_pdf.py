"""How many paragraphs of PDFs by several programs come out whole, by extractor; run it as a program.

    pip install reportlab fpdf2 matplotlib weasyprint pypdf pdfplumber pypdfium2
    python tests/benchmarks/bench_pdf.py

Every extractor's lines go through the same joining; pypdf gives them no places on the page.
"""

from __future__ import annotations

import logging
import sys
import tempfile
import warnings
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

sys.path[:0] = [str(Path(__file__).parents[2])]

from index.sources.lines import Line, unwrapped
from index.sources.pdf import read_pdf
from index.sources.running_lines import without_running
from tests.benchmarks.pdf_makers import ARTICLE, made

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


def _joined(pages: Iterable[Sequence[tuple[str, float]]]) -> str:
    """The paragraphs of pages of which each line's text and its place from top (1) to foot (0) is known."""
    found = []
    for page in pages:
        lines = [(text.strip(), middle) for text, middle in page if text.strip()]
        found.append([Line(text, 0, len(text), middle, 0.01, 1) for text, middle in lines])
    return unwrapped(without_running(found))


def pypdf(path: Path) -> str:
    from pypdf import PdfReader

    pages = (page.extract_text().splitlines() for page in PdfReader(path).pages)
    return _joined([(line, 1 - n / len(page)) for n, line in enumerate(page)] for page in pages)


def pdfplumber(path: Path) -> str:
    import pdfplumber as plumber

    with plumber.open(path) as pdf:
        found = [(page.extract_text_lines(), page.height) for page in pdf.pages]
    return _joined([(line["text"], 1 - line["top"] / high) for line in lines] for lines, high in found)


def pdfium(path: Path) -> str:
    return read_pdf(path.read_bytes(), path)[1]


EXTRACTORS: tuple[Callable[[Path], str], ...] = (pypdf, pdfplumber, pdfium)


def figures(path: Path, extract: Callable[[Path], str]) -> tuple[float, float, float]:
    """Of a file: the share of paragraphs that are whole, how like the text is to the article's, CPU ms."""
    begun = process_time()
    found = extract(path).split("\n\n")
    spent = 1000 * (process_time() - begun)
    plain = [text.replace("“", '"').replace("”", '"') for text in found]
    wanted = [text.replace("“", '"').replace("”", '"') for text in ARTICLE]
    whole = sum((Counter(plain) & Counter(wanted)).values()) / len(wanted)
    return whole, SequenceMatcher(None, " ".join(plain).split(), " ".join(wanted).split()).ratio(), spent


def main() -> int:
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    sums: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        files = made(Path(folder))
        print(f"{'file':26}" + "".join(f"{e.__name__:>24}" for e in EXTRACTORS))
        for name, path in files.items():
            row = [figures(path, extract) for extract in EXTRACTORS]
            print(f"{name:26}" + "".join(f"{w:9.2f}{s:8.3f}{ms:5.0f}ms" for w, s, ms in row))
            sums.update({e.__name__: w / len(files) for e, (w, *_) in zip(EXTRACTORS, row, strict=True)})
    print(f"{'paragraphs whole, mean':26}" + "".join(f"{sums[e.__name__]:9.2f}{'':15}" for e in EXTRACTORS))
    return int(len(files) < 10 or sums["pdfium"] < max(sums.values()))


if __name__ == "__main__":
    sys.exit(main())
