"""PDF files: their pages as paragraphs, and the properties that they carry."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from ..errors import CorpusError
from ..text.controls import without_controls
from .lines import unnumbered, unwrapped
from .metadata import named
from .parsers import DAMAGE, quiet

if TYPE_CHECKING:
    from pathlib import Path

    from .metadata import Metadata


def read_pdf(data: bytes, path: Path) -> tuple[Metadata, str]:
    with quiet():
        import pypdf
        from pypdf.errors import DependencyError, DeprecationError, FileNotDecryptedError, PyPdfError

        try:
            pdf = pypdf.PdfReader(BytesIO(data))
            pages = [without_controls(page.extract_text()).strip() for page in pdf.pages]
            about = pdf.metadata or pypdf.DocumentInformation()
            metadata = named(about.title, about.author)
        except (DependencyError, FileNotDecryptedError) as error:
            raise CorpusError("the PDF is encrypted; save a copy without a password", path) from error
        except (PyPdfError, DeprecationError, *DAMAGE) as error:
            raise CorpusError("the PDF is damaged; export it again", path) from error
    text = unwrapped("\n".join(map(unnumbered, pages)))
    if not text:
        raise CorpusError("the PDF holds no text (a scan?); run OCR first", path)
    return metadata, text
