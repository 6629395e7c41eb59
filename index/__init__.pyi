from .answer import WRITTEN_NOTE, Abstention, Answer, Citation, Outcome, Receipt, as_json, lead
from .answering.intent import ABILITIES, is_small_talk, visible
from .building.build import build
from .building.update import Built
from .chronology.dates import day, read_aloud
from .curated.facts import FACTS_FILE, Fact, find_facts, load_facts, locate
from .curated.golden import Question
from .document import CORPUS, Document, Span, Statement
from .engine import Engine
from .errors import CorpusError, RapporteurError, UsageError
from .llm.language_model import LanguageModel
from .llm.opening import open_language_model
from .llm.settings import LLMSettings
from .storage.sqlite.database import Database, Layout
from .text.controls import printable
from .version import __version__

__all__ = [
    "ABILITIES",
    "CORPUS",
    "FACTS_FILE",
    "WRITTEN_NOTE",
    "Abstention",
    "Answer",
    "Built",
    "Citation",
    "CorpusError",
    "Database",
    "Document",
    "Engine",
    "Fact",
    "LLMSettings",
    "LanguageModel",
    "Layout",
    "Outcome",
    "Question",
    "RapporteurError",
    "Receipt",
    "Span",
    "Statement",
    "UsageError",
    "__version__",
    "as_json",
    "build",
    "day",
    "find_facts",
    "is_small_talk",
    "lead",
    "load_facts",
    "locate",
    "open_language_model",
    "printable",
    "read_aloud",
    "visible",
]
