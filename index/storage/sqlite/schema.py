"""The tables of the index; one of another version is not migrated but built again.

Row ids are never used twice, so that a reader's older one can't come to mean another document's passage.
Whatever names a collection by its number is clustered by it: a question reads its own collections' rows.
"""

from ...errors import IndexCorrupt, IndexMissing, IndexUnavailable
from .database import Layout

INDEX_FILE = "index.sqlite3"
"""Its name in the folder of the index."""

_OF_DOCUMENT = "document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE"

_TABLES = (
    "CREATE TABLE history (id TEXT NOT NULL)",
    "INSERT INTO history VALUES (lower(hex(randomblob(16))))",
    """CREATE TABLE setting (
        name TEXT PRIMARY KEY, value TEXT NOT NULL, checksum INTEGER NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE change (
        number INTEGER PRIMARY KEY AUTOINCREMENT, collection TEXT, document TEXT, added INTEGER NOT NULL,
        first INTEGER NOT NULL, last INTEGER NOT NULL)""",
    "CREATE TABLE tombstone (collection TEXT NOT NULL, slug TEXT NOT NULL, PRIMARY KEY (collection, slug)) "
    "WITHOUT ROWID",
    # of its documents, their passages and these passages' terms; digest is the sum of the documents' hashes
    """CREATE TABLE collection (
        id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, documents INTEGER NOT NULL,
        passages INTEGER NOT NULL, terms INTEGER NOT NULL, digest TEXT NOT NULL)""",
    # first and last are its passages' ids, which follow one another
    """CREATE TABLE document (
        id INTEGER PRIMARY KEY AUTOINCREMENT, collection INTEGER NOT NULL REFERENCES collection,
        slug TEXT NOT NULL, title TEXT NOT NULL, source TEXT, author TEXT, published TEXT, url TEXT,
        language TEXT NOT NULL, event_date TEXT, places TEXT NOT NULL, content_hash TEXT NOT NULL,
        origin TEXT, first INTEGER NOT NULL, last INTEGER NOT NULL, checksum INTEGER NOT NULL,
        paragraphs BLOB NOT NULL, words BLOB NOT NULL, text TEXT NOT NULL, UNIQUE (collection, slug))""",
    "CREATE INDEX document_hash ON document (content_hash)",
    f"""CREATE TABLE passage (
        id INTEGER PRIMARY KEY AUTOINCREMENT, {_OF_DOCUMENT}, number INTEGER NOT NULL,
        paragraph INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL, terms INTEGER NOT NULL,
        checksum INTEGER NOT NULL, sentences BLOB NOT NULL, starts BLOB NOT NULL, tokens BLOB NOT NULL)""",
    "CREATE INDEX passage_document ON passage (document, number)",
    """CREATE TABLE vectors (
        collection INTEGER NOT NULL, first INTEGER NOT NULL, width INTEGER NOT NULL,
        checksum INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (collection, first))""",
    """CREATE TABLE postings (
        collection INTEGER NOT NULL, term TEXT NOT NULL, first INTEGER NOT NULL, width INTEGER NOT NULL,
        checksum INTEGER NOT NULL, data BLOB NOT NULL,
        PRIMARY KEY (collection, term, first)) WITHOUT ROWID""",
    """CREATE TABLE term (
        collection INTEGER NOT NULL, term TEXT NOT NULL, passages INTEGER NOT NULL,
        PRIMARY KEY (collection, term)) WITHOUT ROWID""",
    """CREATE TABLE word (
        collection INTEGER NOT NULL, letters INTEGER NOT NULL, word TEXT NOT NULL, passages INTEGER NOT NULL,
        PRIMARY KEY (collection, letters, word)) WITHOUT ROWID""",
    f"""CREATE TABLE heading (
        collection INTEGER NOT NULL, term TEXT NOT NULL, {_OF_DOCUMENT},
        PRIMARY KEY (collection, term, document)) WITHOUT ROWID""",
    "CREATE INDEX heading_document ON heading (document)",
    f"""CREATE TABLE statement (
        id INTEGER PRIMARY KEY, {_OF_DOCUMENT}, collection INTEGER NOT NULL, passage INTEGER NOT NULL,
        start INTEGER NOT NULL, end INTEGER NOT NULL, speaker TEXT NOT NULL, verb TEXT NOT NULL,
        direct INTEGER NOT NULL, role TEXT, certainty REAL NOT NULL, checksum INTEGER NOT NULL)""",
    "CREATE INDEX statement_document ON statement (document)",
    "CREATE INDEX statement_passage ON statement (passage)",
    "CREATE INDEX statement_speaker ON statement (collection, speaker, passage)",
    f"""CREATE TABLE voice_word (
        collection INTEGER NOT NULL, word TEXT NOT NULL, speaker TEXT NOT NULL, {_OF_DOCUMENT},
        PRIMARY KEY (collection, word, speaker, document)) WITHOUT ROWID""",
    "CREATE INDEX voice_word_document ON voice_word (document)",
    f"""CREATE TABLE naming (
        id INTEGER PRIMARY KEY, {_OF_DOCUMENT}, collection INTEGER NOT NULL, start INTEGER NOT NULL,
        end INTEGER NOT NULL, name TEXT NOT NULL, role TEXT, person INTEGER NOT NULL,
        checksum INTEGER NOT NULL)""",
    "CREATE INDEX naming_document ON naming (document)",
    "CREATE INDEX naming_collection ON naming (collection)",
    """CREATE TABLE naming_word (
        collection INTEGER NOT NULL, word TEXT NOT NULL,
        naming INTEGER NOT NULL REFERENCES naming ON DELETE CASCADE,
        PRIMARY KEY (collection, word, naming)) WITHOUT ROWID""",
    "CREATE INDEX naming_word_naming ON naming_word (naming)",
    f"""CREATE TABLE event (
        id INTEGER PRIMARY KEY, {_OF_DOCUMENT}, collection INTEGER NOT NULL, first_day TEXT NOT NULL,
        last_day TEXT NOT NULL, precision TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
        phrase_start INTEGER NOT NULL, phrase_end INTEGER NOT NULL, checksum INTEGER NOT NULL)""",
    "CREATE INDEX event_document ON event (document)",
    "CREATE INDEX event_day ON event (collection, first_day, last_day)",
)

INDEX = Layout(
    name="index",
    application_id=0x52415050,  # "RAPP"
    migrations=((), (), (), _TABLES),  # versions 1 to 3 had other tables or checksums
    migrates=False,
    missing="run `rapporteur build`",
    foreign="move it away or choose another --index",
    mend="run `rapporteur build --force`",
    absent=IndexMissing,
    corrupt=IndexCorrupt,
    unavailable=IndexUnavailable,
)
