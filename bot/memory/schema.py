"""The tables of the bot's memory; a change is a new migration at the end."""

from __future__ import annotations

from bot.errors import MemoryCorrupt, MemoryMissing, MemoryUnavailable
from index import Layout

_FIRST = (
    """CREATE TABLE answer (
        id TEXT PRIMARY KEY, guild INTEGER, channel INTEGER NOT NULL, question INTEGER, reply INTEGER,
        asker INTEGER NOT NULL, asked_at REAL NOT NULL, text TEXT, searched_for TEXT, record TEXT NOT NULL,
        private INTEGER NOT NULL)
        WITHOUT ROWID""",
    "CREATE INDEX answer_question ON answer (question)",
    "CREATE INDEX answer_reply ON answer (reply)",
    "CREATE INDEX answer_channel ON answer (channel, asked_at)",
    "CREATE INDEX answer_asker ON answer (asker)",
    "CREATE INDEX answer_text ON answer (asked_at) WHERE text IS NOT NULL",
    """CREATE TABLE vote (
        answer TEXT NOT NULL REFERENCES answer ON DELETE CASCADE, voter INTEGER NOT NULL,
        value INTEGER NOT NULL, PRIMARY KEY (answer, voter)) WITHOUT ROWID""",
    "CREATE INDEX vote_voter ON vote (voter)",
    """CREATE TABLE setting (
        guild INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (guild, name))
        WITHOUT ROWID""",
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
)

_ONCE = (
    """DELETE FROM answer WHERE id IN (
        SELECT id FROM (
            SELECT id, row_number() OVER (PARTITION BY question ORDER BY reply IS NULL, asked_at, id) AS place
            FROM answer WHERE question IS NOT NULL)
        WHERE place > 1)""",
    "DELETE FROM vote WHERE answer NOT IN (SELECT id FROM answer)",
    "DROP INDEX answer_question",
    "CREATE UNIQUE INDEX answer_question ON answer (question)",
    "ALTER TABLE answer ADD COLUMN taken REAL",
    "UPDATE answer SET taken = asked_at WHERE question IS NOT NULL AND reply IS NULL",
    "CREATE INDEX answer_taken ON answer (taken) WHERE taken IS NOT NULL",
)
"""One row a message, and when it was taken while its answer isn't known to stand."""

_AS_ASKED = """INSERT INTO asked
    SELECT {0}.id, {0}.guild, {0}.asked_at, json_extract({0}.record, '$.status') = 'answered',
        (SELECT count(*) FROM vote WHERE answer = {0}.id AND value = -1), 0,
        (SELECT json_group_array(DISTINCT json_extract(value, '$.document'))
            FROM json_each({0}.record, '$.quotes')),
        iif({0}.private, NULL, nullif(coalesce({0}.searched_for, {0}.text), ''))
    {1} WHERE {0}.guild IS NOT NULL AND json_extract({0}.record, '$.status') IS NOT NULL
        AND (json_extract({0}.record, '$.status') = 'answered'
            OR json_array_length({0}.record, '$.passages') > 0)"""
"""Of a server's answer that was looked for, not of a list or small talk."""

_NOT_ASKED = "DELETE FROM asked WHERE answer = new.id"

_RECOUNT = """UPDATE asked SET against = (SELECT count(*) FROM vote WHERE answer = {0}.answer AND value = -1)
    WHERE answer = {0}.answer"""

_DESK = (
    "ALTER TABLE vote ADD COLUMN reason TEXT",
    """CREATE TABLE asked (
        answer TEXT PRIMARY KEY REFERENCES answer ON DELETE CASCADE, guild INTEGER NOT NULL, at REAL NOT NULL,
        answered INTEGER NOT NULL, against INTEGER NOT NULL, dismissed INTEGER NOT NULL, quoted TEXT NOT NULL,
        words TEXT) WITHOUT ROWID""",
    _AS_ASKED.format("answer", "FROM answer"),
    "CREATE INDEX asked_outcome ON asked (guild, answered, at, against, quoted)",
    "CREATE INDEX asked_refused ON asked (guild, at) WHERE answered = 0 AND words IS NOT NULL",
    "CREATE INDEX asked_against ON asked (guild, at) WHERE against > 0",
    "CREATE INDEX asked_words ON asked (guild, at, words) WHERE words IS NOT NULL",
    f"CREATE TRIGGER answer_kept AFTER INSERT ON answer BEGIN {_AS_ASKED.format('new', '')}; END",
    "CREATE TRIGGER answer_changed AFTER UPDATE OF guild, asked_at, text, searched_for, record, private "
    f"ON answer BEGIN {_NOT_ASKED}; {_AS_ASKED.format('new', '')}; END",
    f"CREATE TRIGGER vote_cast AFTER INSERT ON vote BEGIN {_RECOUNT.format('new')}; END",
    f"CREATE TRIGGER vote_gone AFTER DELETE ON vote BEGIN {_RECOUNT.format('old')}; END",
    """CREATE TABLE fact (
        guild INTEGER NOT NULL, id TEXT NOT NULL, label TEXT NOT NULL, answer TEXT NOT NULL,
        quote TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY (guild, id)) WITHOUT ROWID""",
    """CREATE TABLE golden (
        guild INTEGER NOT NULL, id TEXT NOT NULL, text TEXT NOT NULL, quote TEXT,
        answer TEXT REFERENCES answer ON DELETE CASCADE, PRIMARY KEY (guild, id)) WITHOUT ROWID""",
    "CREATE INDEX golden_answer ON golden (answer)",
)
"""What moderators are shown of the answers, in rows so narrow that 10^5 of them are counted in 35 ms, without
askers and private words; it follows ``answer`` and ``vote`` by itself. And what they write down."""

_HELD = (
    """CREATE TABLE held (
        key TEXT PRIMARY KEY, guild INTEGER NOT NULL, since REAL NOT NULL, article TEXT NOT NULL)
        WITHOUT ROWID""",
    "CREATE INDEX held_guild ON held (guild, since)",
    "CREATE INDEX held_since ON held (since)",
)
"""Articles that were removed a short while ago, or wait for a word."""

_OF_ANSWER = "json_extract(value, '$.collection'), json_extract(value, '$.document'), new.id"
_QUOTES = f"INSERT INTO quoted SELECT DISTINCT {_OF_ANSWER} FROM json_each(new.record, '$.quotes');"  # noqa: S608
_NO_QUOTES = "DELETE FROM quoted WHERE answer = new.id;"

_QUOTED = (
    """CREATE TABLE quoted (
        collection TEXT NOT NULL, document TEXT NOT NULL,
        answer TEXT NOT NULL REFERENCES answer ON DELETE CASCADE,
        PRIMARY KEY (collection, document, answer)) WITHOUT ROWID""",
    "CREATE INDEX quoted_answer ON quoted (answer)",
    "CREATE INDEX answer_asked ON answer (asked_at)",
    f"CREATE TRIGGER quotes_kept AFTER INSERT ON answer BEGIN {_QUOTES} END",
    f"CREATE TRIGGER quotes_changed AFTER UPDATE OF record ON answer BEGIN {_NO_QUOTES} {_QUOTES} END",
    "UPDATE answer SET record = record",
)
"""Which answers quote which documents, kept by the file itself with the records of the answers."""

MEMORY = Layout(
    name="memory",
    application_id=0x5241504D,  # "RAPM"
    migrations=(_FIRST, _ONCE, _DESK, _HELD, _QUOTED),
    migrates=True,
    missing="start the bot once",
    foreign="move it away or set RAPPORTEUR_MEMORY to another file",
    mend="restore it, or move it away: the bot then starts with an empty one",
    absent=MemoryMissing,
    corrupt=MemoryCorrupt,
    unavailable=MemoryUnavailable,
)
