"""The tables of the index; one of another version is not migrated but built again.

Ids are never used twice, so that a reader's older one can't come to mean another document's passage.
"""

from ...errors import IndexCorrupt, IndexMissing, IndexUnavailable
from .database import Layout

INDEX_FILE = "index.sqlite3"
"""Its name in the folder of the index."""

_TABLES = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL, checksum INTEGER NOT NULL) WITHOUT ROWID",
    """CREATE TABLE document (
        id INTEGER PRIMARY KEY AUTOINCREMENT, collection TEXT NOT NULL, slug TEXT NOT NULL,
        title TEXT NOT NULL, source TEXT, author TEXT, published TEXT, url TEXT, language TEXT NOT NULL,
        event_date TEXT, places TEXT NOT NULL, content_hash TEXT NOT NULL, checksum INTEGER NOT NULL,
        origin TEXT, text TEXT NOT NULL, reading TEXT NOT NULL, UNIQUE (collection, slug))""",
    """CREATE TABLE passage (
        id INTEGER PRIMARY KEY AUTOINCREMENT, document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
        collection TEXT NOT NULL, paragraph INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
        terms INTEGER NOT NULL, checksum INTEGER NOT NULL, vector_checksum INTEGER NOT NULL,
        vector BLOB NOT NULL, sentences BLOB NOT NULL, token_starts BLOB NOT NULL,
        token_vectors BLOB NOT NULL)""",
    "CREATE INDEX passage_document ON passage (document, start, end)",
    "CREATE INDEX passage_collection ON passage (collection, terms)",
    """CREATE TABLE posting (
        collection TEXT NOT NULL, term TEXT NOT NULL,
        passage INTEGER NOT NULL REFERENCES passage ON DELETE CASCADE, count INTEGER NOT NULL,
        terms INTEGER NOT NULL, PRIMARY KEY (collection, term, passage)) WITHOUT ROWID""",
    "CREATE INDEX posting_passage ON posting (passage)",
    """CREATE TABLE tombstone (
        collection TEXT NOT NULL, slug TEXT NOT NULL, PRIMARY KEY (collection, slug)) WITHOUT ROWID""",
)

INDEX = Layout(
    name="index",
    application_id=0x52415050,  # "RAPP"
    migrations=((), _TABLES),  # version 1 had other tables
    migrates=False,
    missing="run `rapporteur build`",
    foreign="move it away or choose another --index",
    mend="run `rapporteur build --force`",
    absent=IndexMissing,
    corrupt=IndexCorrupt,
    unavailable=IndexUnavailable,
)
