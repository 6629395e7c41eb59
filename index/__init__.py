"""The answer engine: documents in, cited answers out. It knows nothing of Discord."""

from .answer import Abstention, Answer, Citation, Outcome, Receipt, as_json
from .building.build import Built, build
from .document import CORPUS, Document, Span, Statement
from .engine import Engine
from .errors import RapporteurError
from .version import __version__

__all__ = [
    "CORPUS",
    "Abstention",
    "Answer",
    "Built",
    "Citation",
    "Document",
    "Engine",
    "Outcome",
    "RapporteurError",
    "Receipt",
    "Span",
    "Statement",
    "__version__",
    "as_json",
    "build",
]
