"""The tables of the index; one of another version is not migrated but built again."""

from .database import Layout
from .errors import IndexCorrupt, IndexMissing, IndexUnavailable

_TABLES = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE document (
        id INTEGER PRIMARY KEY, collection TEXT NOT NULL, slug TEXT NOT NULL, title TEXT NOT NULL,
        text TEXT NOT NULL, source TEXT, author TEXT, published TEXT, url TEXT, language TEXT NOT NULL,
        event_date TEXT, places TEXT NOT NULL, content_hash TEXT NOT NULL, UNIQUE (collection, slug))""",
    """CREATE TABLE paragraph (
        document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE, number INTEGER NOT NULL,
        start INTEGER NOT NULL, end INTEGER NOT NULL, PRIMARY KEY (document, number)) WITHOUT ROWID""",
    """CREATE TABLE passage (
        id INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
        paragraph INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
        vector BLOB NOT NULL, token_starts BLOB NOT NULL, token_vectors BLOB NOT NULL)""",
    "CREATE INDEX passage_document ON passage (document)",
    """CREATE TABLE sentence (
        passage INTEGER NOT NULL REFERENCES passage ON DELETE CASCADE, start INTEGER NOT NULL,
        end INTEGER NOT NULL, PRIMARY KEY (passage, start)) WITHOUT ROWID""",
    """CREATE TABLE statement (
        document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE, start INTEGER NOT NULL,
        end INTEGER NOT NULL, speaker TEXT NOT NULL, role TEXT, verb TEXT NOT NULL, direct INTEGER NOT NULL,
        certainty REAL NOT NULL)""",
    "CREATE INDEX statement_document ON statement (document, start)",
    """CREATE TABLE word (
        collection TEXT NOT NULL, word TEXT NOT NULL, passages INTEGER NOT NULL,
        PRIMARY KEY (collection, word)) WITHOUT ROWID""",
    """CREATE TABLE document_word (
        document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE, word TEXT NOT NULL,
        passages INTEGER NOT NULL, PRIMARY KEY (document, word)) WITHOUT ROWID""",
    "CREATE VIRTUAL TABLE passage_terms USING fts5(terms, tokenize = 'unicode61 remove_diacritics 0')",
    """CREATE TRIGGER passage_removed AFTER DELETE ON passage
        BEGIN DELETE FROM passage_terms WHERE rowid = old.id; END""",
)

INDEX = Layout(
    name="index",
    application_id=0x52415050,  # "RAPP"
    migrations=(_TABLES,),
    migrates=False,
    missing="run `rapporteur build`",
    foreign="move it away or choose another --index",
    mend="run `rapporteur build --force`",
    absent=IndexMissing,
    corrupt=IndexCorrupt,
    unavailable=IndexUnavailable,
)
