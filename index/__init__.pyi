from .answer import WRITTEN_NOTE, Abstention, Answer, Citation, Outcome, Receipt, as_json, lead
from .answering.intent import ABILITIES, is_small_talk, visible
from .bounds import LONGEST_ADDRESS, LONGEST_NAME, LONGEST_TITLE, MAX_BYTES, UPLOAD_SECONDS
from .building.build import build
from .building.collection import Collection, document_key
from .building.ingest_process import IngestProcess
from .building.saved import check_index, index_copier, is_index, put_index
from .building.update import Built
from .chronology.dates import day, read_aloud
from .curated.facts import FACTS_FILE, Fact, find_facts, load_facts, locate
from .curated.golden import Question
from .curated.proof import Proof, proof_of
from .document import CORPUS, Document, Span, Statement
from .engine import Engine
from .errors import CorpusError, IndexUnavailable, RapporteurError, UsageError
from .llm.language_model import LanguageModel
from .llm.opening import open_language_model
from .llm.settings import LLMSettings
from .sources.editing import EDITABLE, edited
from .sources.folder import Loader
from .sources.received import Received, load_received, readable_suffix
from .sources.web import fetch_page, is_web_address
from .stand_in import open_stand_in
from .storage.library import Revision, StoredDocument
from .storage.opening import is_database
from .storage.postgres.database import PostgresDatabase
from .storage.postgres.layout import Extension, PostgresLayout
from .storage.postgres.listener import Listener
from .storage.sqlite.database import Database, Layout
from .storage.state import StoreState
from .text.controls import printable
from .text.scripts import scripts
from .timings import Lap, Running, Stage, Timings
from .version import __version__

__all__ = [
    "ABILITIES",
    "CORPUS",
    "EDITABLE",
    "FACTS_FILE",
    "LONGEST_ADDRESS",
    "LONGEST_NAME",
    "LONGEST_TITLE",
    "MAX_BYTES",
    "UPLOAD_SECONDS",
    "WRITTEN_NOTE",
    "Abstention",
    "Answer",
    "Built",
    "Citation",
    "Collection",
    "CorpusError",
    "Database",
    "Document",
    "Engine",
    "Extension",
    "Fact",
    "IndexUnavailable",
    "IngestProcess",
    "LLMSettings",
    "LanguageModel",
    "Lap",
    "Layout",
    "Listener",
    "Loader",
    "Outcome",
    "PostgresDatabase",
    "PostgresLayout",
    "Proof",
    "Question",
    "RapporteurError",
    "Receipt",
    "Received",
    "Revision",
    "Running",
    "Span",
    "Stage",
    "Statement",
    "StoreState",
    "StoredDocument",
    "Timings",
    "UsageError",
    "__version__",
    "as_json",
    "build",
    "check_index",
    "day",
    "document_key",
    "edited",
    "fetch_page",
    "find_facts",
    "index_copier",
    "is_database",
    "is_index",
    "is_small_talk",
    "is_web_address",
    "lead",
    "load_facts",
    "load_received",
    "locate",
    "open_language_model",
    "open_stand_in",
    "printable",
    "proof_of",
    "put_index",
    "read_aloud",
    "readable_suffix",
    "scripts",
    "visible",
]
