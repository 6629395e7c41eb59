"""PDFs of one article by several programs; those that aren't installed make none."""

from __future__ import annotations

import shutil
import subprocess
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEADING = "Office fire in Port Ellis"
PARAGRAPHS = [
    "A fire destroyed the office of the harbour master on Friday night, and two officials confirmed on "
    "Sunday that the files of the last fifteen years were lost with the building and all that was in it.",
    "“We will not find the money for another office before the summer,” the finance officer, Ellen Marsh, "
    "told the council. She affirmed that the insurance would not suffice for a well-known reason: the "
    "long-term contract had been signed without a clause on fires that start in the five upper floors.",
    "The building was the first in the town with a lift, and its baffling corridors had confused visitors "
    "ever since. The council had refused to fit sprinklers, although the firefighters asked for them "
    "repeatedly, and although an investigation had recommended the installation of automatic extinguishers.",
    "Owen Larkin, who represents the northern neighbourhoods, described the negotiations with the government "
    "as extraordinarily complicated. He demanded an independent inquiry into the circumstances.",
]
RUNNING = "The Ellis Courier"
ROUNDS = ("At first, ", "A year later, ", "In the third round, ", "When all was over, ")
ARTICLE = [HEADING, *(start + text for start in ROUNDS for text in PARAGRAPHS)]
"""No line recurs at the same place of two pages, as running headers do."""

DEJAVU = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"


def _page(style: str, head: str = "") -> str:
    body = "".join(f"<p>{text}</p>" for text in ARTICLE[1:])
    return (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><style>{style}</style></head>"
        f"<body>{head}<h1>{HEADING}</h1>{body}</body></html>"
    )


def reportlab(path: Path, *, columns: int = 1, justified: bool = False, running: bool = True) -> None:
    from reportlab.lib.enums import TA_JUSTIFY
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

    pdfmetrics.registerFont(TTFont("DejaVu", DEJAVU))
    style = getSampleStyleSheet()["BodyText"]
    style.fontName, style.alignment = "DejaVu", TA_JUSTIFY if justified else 0

    def furniture(canvas: object, doc: object) -> None:
        if running:
            canvas.drawString(72, 800, RUNNING)  # type: ignore[attr-defined]
            canvas.drawCentredString(300, 30, f"Page {doc.page} of 9")  # type: ignore[attr-defined]

    width = 460 / columns
    frames = [Frame(72 + i * width, 72, width - 10, 700) for i in range(columns)]
    doc = BaseDocTemplate(str(path), pagesize=(595, 842))
    doc.addPageTemplates([PageTemplate(frames=frames, onPage=furniture)])
    doc.build(
        [Paragraph(HEADING, getSampleStyleSheet()["Heading1"])] + [Paragraph(t, style) for t in ARTICLE[1:]]
    )


def fpdf2(path: Path, *, font: str | None = None, align: str = "J") -> None:
    from fpdf import FPDF

    class Paper(FPDF):
        def header(self) -> None:
            self.set_font("serif" if font else "Times", size=9)
            self.cell(0, 10, RUNNING, new_x="LMARGIN", new_y="NEXT")

        def footer(self) -> None:
            self.set_y(-15)
            self.cell(0, 10, f"{self.page_no()}/{{nb}}", align="C")

    pdf = Paper()
    if font:
        pdf.add_font("serif", fname=font)
    pdf.add_page()
    pdf.set_font("serif" if font else "Times", size=16)
    pdf.multi_cell(0, 10, HEADING, new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("serif" if font else "Times", size=12)
    for text in ARTICLE[1:]:
        plain = text if font else text.replace("“", '"').replace("”", '"')
        pdf.multi_cell(0, 6, plain, align=align, new_x="LMARGIN", new_y="NEXT")
        pdf.ln(3)
    pdf.output(str(path))


def matplotlib(path: Path) -> None:
    import textwrap

    from matplotlib import pyplot
    from matplotlib.backends.backend_pdf import PdfPages

    lines = [line for text in ARTICLE for line in [*textwrap.wrap(text, 80), ""]]
    with PdfPages(path) as pages:
        for start in range(0, len(lines), 40):
            figure = pyplot.figure(figsize=(8.3, 11.7))
            figure.text(0.1, 0.95, RUNNING, family="serif")
            figure.text(0.1, 0.05, f"{start // 40 + 1}", family="serif")
            for n, line in enumerate(lines[start : start + 40]):
                figure.text(0.1, 0.9 - n * 0.02, line, family="serif")
            pages.savefig(figure)
            pyplot.close(figure)


def weasyprint(path: Path, style: str) -> None:
    import weasyprint

    margins = f"@page {{ @top-center {{ content: '{RUNNING}' }} @bottom-right {{ content: counter(page) }} }}"
    weasyprint.HTML(string=_page(margins + style)).write_pdf(path)


def chromium(path: Path, style: str) -> None:
    page = path.with_suffix(".html")
    page.write_text(_page(style, f"<div style='position:fixed;top:0'>{RUNNING}</div>"), encoding="utf-8")
    command = [
        "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync",
        "--disable-background-networking", "--disable-component-update", "--no-pdf-header-footer",
        f"--print-to-pdf={path}", page.as_uri(),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    page.unlink()


HYPHENS = "body { font: 12pt 'DejaVu Serif'; hyphens: auto; text-align: justify; margin: 1cm 3cm }"
MAKERS: dict[str, tuple[str, Callable[[Path], None]]] = {
    "reportlab, left": ("reportlab", reportlab),
    "reportlab, justified": ("reportlab", lambda p: reportlab(p, justified=True)),
    "reportlab, two columns": ("reportlab", lambda p: reportlab(p, columns=2)),
    "fpdf2, Times": ("fpdf", fpdf2),
    "fpdf2, DejaVu": ("fpdf", lambda p: fpdf2(p, font=DEJAVU)),
    "fpdf2, left": ("fpdf", lambda p: fpdf2(p, font=DEJAVU, align="L")),
    "matplotlib": ("matplotlib", matplotlib),
    "weasyprint, hyphenated": ("weasyprint", lambda p: weasyprint(p, HYPHENS)),
    "weasyprint, Liberation": (
        "weasyprint",
        lambda p: weasyprint(p, "body { font: 11pt 'Liberation Serif' }"),
    ),
    "weasyprint, columns": (
        "weasyprint",
        lambda p: weasyprint(p, HYPHENS + "body { columns: 2; margin: 0 }"),
    ),
    "chromium, hyphenated": ("chromium", lambda p: chromium(p, HYPHENS)),
    "chromium, Liberation": ("chromium", lambda p: chromium(p, "body { font: 11pt 'Liberation Serif' }")),
}
"""What a file is called → the module or program that makes it, and how."""


def made(folder: Path) -> dict[str, Path]:
    """A file by each program that is there."""
    files = {}
    for name, (needs, make) in MAKERS.items():
        if find_spec(needs) or shutil.which(needs):
            files[name] = folder / f"{name.replace(', ', '-').replace(' ', '-')}.pdf"
            make(files[name])
    return files
