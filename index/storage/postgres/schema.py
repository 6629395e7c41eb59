"""The tables of the index in PostgreSQL: those of SQLite, but for the vectors, which pgvector keeps.

Text is compared by its bytes, as SQLite does, so that orders are the same. What is packed already (vectors,
tokens, postings) isn't compressed again.
"""

from __future__ import annotations

from ...errors import IndexCorrupt, IndexMissing, IndexUnavailable
from ..relational.dialect import FORMAT, MEND
from .layout import Extension, PostgresLayout
from .near_indexes import PROBES

_TEXT = 'text COLLATE "C"'
_OF_DOCUMENT = "document integer NOT NULL REFERENCES document ON DELETE CASCADE"

_FIRST = (
    "CREATE TABLE history (id text NOT NULL, format integer NOT NULL)",
    f"INSERT INTO history VALUES (replace(gen_random_uuid()::text, '-', ''), {FORMAT})",
    f"CREATE TABLE setting (name {_TEXT} PRIMARY KEY, value {_TEXT} NOT NULL, checksum bigint NOT NULL)",
    f"""CREATE TABLE change (
        number bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, collection {_TEXT}, document {_TEXT},
        added integer NOT NULL, first bigint NOT NULL, last bigint NOT NULL)""",
    f"CREATE TABLE tombstone (collection {_TEXT}, slug {_TEXT}, PRIMARY KEY (collection, slug))",
    f"""CREATE TABLE collection (
        id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY, name {_TEXT} NOT NULL UNIQUE,
        documents integer NOT NULL, passages integer NOT NULL, terms bigint NOT NULL, digest {_TEXT} NOT NULL,
        dimension integer)""",
    f"""CREATE TABLE document (
        id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
        collection integer NOT NULL REFERENCES collection, slug {_TEXT} NOT NULL, title {_TEXT} NOT NULL,
        source {_TEXT}, author {_TEXT}, published {_TEXT}, url {_TEXT}, language {_TEXT} NOT NULL,
        event_date {_TEXT}, places {_TEXT} NOT NULL, content_hash {_TEXT} NOT NULL, origin {_TEXT},
        first bigint NOT NULL, last bigint NOT NULL, checksum bigint NOT NULL, paragraphs bytea NOT NULL,
        words bytea STORAGE EXTERNAL NOT NULL, text {_TEXT} NOT NULL, UNIQUE (collection, slug))""",
    "CREATE INDEX document_hash ON document (content_hash)",
    "CREATE SEQUENCE passage_id",
    f"""CREATE TABLE passage (
        id bigint PRIMARY KEY, {_OF_DOCUMENT}, number integer NOT NULL, paragraph integer NOT NULL,
        start integer NOT NULL, "end" integer NOT NULL, terms integer NOT NULL, checksum bigint NOT NULL,
        sentences bytea NOT NULL, starts bytea STORAGE EXTERNAL NOT NULL,
        tokens bytea STORAGE EXTERNAL NOT NULL)""",
    "CREATE INDEX passage_document ON passage (document, number)",
    """CREATE TABLE vectors (
        passage bigint PRIMARY KEY, collection integer NOT NULL, checksum bigint NOT NULL,
        codes halfvec NOT NULL)""",
    "CREATE INDEX vectors_collection ON vectors (collection)",
    f"""CREATE TABLE postings (
        collection integer NOT NULL, term {_TEXT} NOT NULL, first bigint NOT NULL, width integer NOT NULL,
        checksum bigint NOT NULL, data bytea STORAGE EXTERNAL NOT NULL, PRIMARY KEY (collection, term, first))
        WITH (fillfactor = 70)""",
    f"""CREATE TABLE term (
        collection integer NOT NULL, term {_TEXT} NOT NULL, passages integer NOT NULL,
        PRIMARY KEY (collection, term)) WITH (fillfactor = 70)""",
    f"""CREATE TABLE word (
        collection integer NOT NULL, letters integer NOT NULL, word {_TEXT} NOT NULL,
        passages integer NOT NULL, PRIMARY KEY (collection, letters, word)) WITH (fillfactor = 70)""",
    f"""CREATE TABLE heading (
        collection integer NOT NULL, term {_TEXT} NOT NULL, {_OF_DOCUMENT},
        PRIMARY KEY (collection, term, document))""",
    "CREATE INDEX heading_document ON heading (document)",
    f"""CREATE TABLE statement (
        id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, {_OF_DOCUMENT}, collection integer NOT NULL,
        passage bigint NOT NULL, start integer NOT NULL, "end" integer NOT NULL, speaker {_TEXT} NOT NULL,
        verb {_TEXT} NOT NULL, direct integer NOT NULL, role {_TEXT}, certainty double precision NOT NULL,
        checksum bigint NOT NULL)""",
    "CREATE INDEX statement_document ON statement (document)",
    "CREATE INDEX statement_passage ON statement (passage)",
    "CREATE INDEX statement_speaker ON statement (collection, speaker, passage)",
    f"""CREATE TABLE voice_word (
        collection integer NOT NULL, word {_TEXT} NOT NULL, speaker {_TEXT} NOT NULL, {_OF_DOCUMENT},
        PRIMARY KEY (collection, word, speaker, document))""",
    "CREATE INDEX voice_word_document ON voice_word (document)",
    f"""CREATE TABLE naming (
        id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, {_OF_DOCUMENT}, collection integer NOT NULL,
        start integer NOT NULL, "end" integer NOT NULL, name {_TEXT} NOT NULL, role {_TEXT},
        person integer NOT NULL, checksum bigint NOT NULL)""",
    "CREATE INDEX naming_document ON naming (document)",
    "CREATE INDEX naming_collection ON naming (collection)",
    f"""CREATE TABLE naming_word (
        collection integer NOT NULL, word {_TEXT} NOT NULL,
        naming bigint NOT NULL REFERENCES naming ON DELETE CASCADE,
        PRIMARY KEY (collection, word, naming))""",
    "CREATE INDEX naming_word_naming ON naming_word (naming)",
    f"""CREATE TABLE event (
        id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, {_OF_DOCUMENT}, collection integer NOT NULL,
        first_day {_TEXT} NOT NULL, last_day {_TEXT} NOT NULL, precision {_TEXT} NOT NULL,
        start integer NOT NULL, "end" integer NOT NULL, phrase_start integer NOT NULL,
        phrase_end integer NOT NULL, checksum bigint NOT NULL)""",
    "CREATE INDEX event_document ON event (document)",
    "CREATE INDEX event_day ON event (collection, first_day, last_day)",
)

TABLES = (
    "document, collection, passage, vectors, postings, term, word, heading, statement, voice_word, naming, "
    "naming_word, event, tombstone, setting"
)
"""All that hold what was read, or was set; the history and its changes are not among them."""

INDEX = PostgresLayout(
    name="index",
    schema="rapporteur_index",
    key=0x52415050,  # "RAPP"
    migrations=(_FIRST,),
    extensions=(Extension("vector", (0, 8), "pgvector"),),
    one_writer=True,
    session=(("ivfflat.probes", str(PROBES)),),
    missing="run `rapporteur build`",
    mend=MEND,
    absent=IndexMissing,
    corrupt=IndexCorrupt,
    unavailable=IndexUnavailable,
)
