"""The tables of the memory in PostgreSQL; a change is a new migration at the end.

They are those of ``bot.memory.schema``, whose triggers are here too: whatever writes an answer or a vote,
expiry and a copied memory included, the tables that follow from it follow.
"""

from __future__ import annotations

from bot.errors import MemoryCorrupt, MemoryMissing, MemoryUnavailable
from index import PostgresLayout

_TEXT = 'text COLLATE "C"'
"""Compared by code points and lowered in ASCII alone, as SQLite does."""

SETTINGS = "rapporteur_setting"
"""The channel on which the server of a changed setting is notified."""

_RECORDS = (
    f"""CREATE TABLE answer (
        id {_TEXT} PRIMARY KEY, guild bigint, channel bigint NOT NULL, question bigint, reply bigint,
        asker bigint NOT NULL, asked_at double precision NOT NULL, text text, searched_for text,
        record text NOT NULL, private boolean NOT NULL, taken double precision, holder {_TEXT})""",
    "CREATE UNIQUE INDEX answer_question ON answer (question)",
    "CREATE INDEX answer_reply ON answer (reply)",
    "CREATE INDEX answer_channel ON answer (channel, asked_at)",
    "CREATE INDEX answer_asker ON answer (asker)",
    "CREATE INDEX answer_guild ON answer (guild)",
    "CREATE INDEX answer_text ON answer (asked_at) WHERE text IS NOT NULL",
    "CREATE INDEX answer_taken ON answer (taken) WHERE taken IS NOT NULL",
    f"""CREATE TABLE vote (
        answer {_TEXT} NOT NULL REFERENCES answer ON DELETE CASCADE, voter bigint NOT NULL,
        value smallint NOT NULL, reason text, PRIMARY KEY (answer, voter))""",
    "CREATE INDEX vote_voter ON vote (voter)",
    f"""CREATE TABLE setting (
        guild bigint NOT NULL, name {_TEXT} NOT NULL, value text NOT NULL, PRIMARY KEY (guild, name))""",
    f"CREATE TABLE meta (key {_TEXT} PRIMARY KEY, value text NOT NULL)",
    f"""CREATE TABLE fact (
        guild bigint NOT NULL, id {_TEXT} NOT NULL, label {_TEXT} NOT NULL, answer text NOT NULL,
        quote text NOT NULL, document text NOT NULL, PRIMARY KEY (guild, id))""",
    f"""CREATE TABLE golden (
        guild bigint NOT NULL, id {_TEXT} NOT NULL, text {_TEXT} NOT NULL, quote text,
        answer {_TEXT} REFERENCES answer ON DELETE CASCADE, PRIMARY KEY (guild, id))""",
    "CREATE INDEX golden_answer ON golden (answer)",
    f"""CREATE TABLE held (
        key {_TEXT} PRIMARY KEY, guild bigint NOT NULL, since double precision NOT NULL,
        article text NOT NULL)""",
    "CREATE INDEX held_guild ON held (guild, since)",
    "CREATE INDEX held_since ON held (since)",
)

_FOLLOWING = (
    f"""CREATE TABLE asked (
        answer {_TEXT} PRIMARY KEY REFERENCES answer ON DELETE CASCADE, guild bigint NOT NULL,
        at double precision NOT NULL, answered smallint NOT NULL, against integer NOT NULL,
        dismissed smallint NOT NULL, quoted text NOT NULL, words {_TEXT})""",
    "CREATE INDEX asked_outcome ON asked (guild, answered, at, against)",
    "CREATE INDEX asked_refused ON asked (guild, at) WHERE answered = 0 AND words IS NOT NULL",
    "CREATE INDEX asked_against ON asked (guild, at) WHERE against > 0",
    "CREATE INDEX asked_words ON asked (guild, at) WHERE words IS NOT NULL",
    f"""CREATE TABLE quoted (
        collection {_TEXT} NOT NULL, document {_TEXT} NOT NULL,
        answer {_TEXT} NOT NULL REFERENCES answer ON DELETE CASCADE,
        PRIMARY KEY (collection, document, answer))""",
    "CREATE INDEX quoted_answer ON quoted (answer)",
    """CREATE FUNCTION follow_answer() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
        DECLARE
            record json := NEW.record;
            answered boolean := record->>'status' = 'answered';
        BEGIN
            DELETE FROM asked WHERE answer = NEW.id;
            IF NEW.guild IS NOT NULL AND (answered OR json_array_length(record->'passages') > 0) THEN
                INSERT INTO asked SELECT NEW.id, NEW.guild, NEW.asked_at, answered::int,
                    (SELECT count(*) FROM vote WHERE answer = NEW.id AND value = -1), 0,
                    (SELECT coalesce(json_agg(DISTINCT quote->>'document')::text, '[]')
                        FROM json_array_elements(record->'quotes') AS quote),
                    CASE WHEN NOT NEW.private THEN nullif(coalesce(NEW.searched_for, NEW.text), '') END;
            END IF;
            RETURN NULL;
        END $$""",
    """CREATE FUNCTION follow_quotes() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
        BEGIN
            DELETE FROM quoted WHERE answer = NEW.id;
            INSERT INTO quoted SELECT DISTINCT quote->>'collection', quote->>'document', NEW.id
                FROM json_array_elements(NEW.record::json->'quotes') AS quote;
            RETURN NULL;
        END $$""",
    """CREATE FUNCTION follow_vote() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
        BEGIN
            PERFORM 1 FROM asked WHERE answer = coalesce(NEW.answer, OLD.answer) FOR UPDATE;
            UPDATE asked SET against =
                (SELECT count(*) FROM vote WHERE vote.answer = asked.answer AND value = -1)
                WHERE answer = coalesce(NEW.answer, OLD.answer);
            RETURN NULL;
        END $$""",
    f"""CREATE FUNCTION tell_setting() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM pg_notify('{SETTINGS}', coalesce(NEW.guild, OLD.guild)::text);
            RETURN NULL;
        END $$""",
    """CREATE TRIGGER answer_kept
        AFTER INSERT OR UPDATE OF guild, asked_at, text, searched_for, record, private ON answer
        FOR EACH ROW EXECUTE FUNCTION follow_answer()""",
    """CREATE TRIGGER quotes_kept AFTER INSERT OR UPDATE OF record
        ON answer FOR EACH ROW EXECUTE FUNCTION follow_quotes()""",
    """CREATE TRIGGER vote_cast AFTER INSERT OR DELETE
        ON vote FOR EACH ROW EXECUTE FUNCTION follow_vote()""",
    """CREATE TRIGGER setting_changed AFTER INSERT OR UPDATE OR DELETE
        ON setting FOR EACH ROW EXECUTE FUNCTION tell_setting()""",
)
"""A recount waits for the one before it (``FOR UPDATE``), and so sees its vote."""

_SHARING = (
    f"CREATE UNLOGGED TABLE process (name {_TEXT} PRIMARY KEY, until double precision NOT NULL)",
    f"""CREATE UNLOGGED TABLE interaction (
        id bigint PRIMARY KEY, holder {_TEXT} NOT NULL, at double precision NOT NULL)""",
    """CREATE UNLOGGED TABLE turn (
        event bigint PRIMARY KEY, person bigint NOT NULL, channel bigint NOT NULL,
        at double precision NOT NULL)""",
    "CREATE INDEX turn_person ON turn (person, at)",
    "CREATE INDEX turn_channel ON turn (channel, at)",
    "CREATE UNLOGGED TABLE session_start (bucket integer PRIMARY KEY, at double precision NOT NULL)",
    """CREATE FUNCTION epoch() RETURNS double precision LANGUAGE sql AS
        'SELECT extract(epoch FROM clock_timestamp())::double precision'""",
    """CREATE FUNCTION lives(holder text) RETURNS boolean LANGUAGE sql STABLE SET search_path FROM CURRENT AS
        'SELECT EXISTS (SELECT 1 FROM process WHERE name = $1 AND until > epoch())'""",
    """CREATE FUNCTION take_turn(
            of_event bigint, of_person bigint, of_channel bigint, now double precision,
            window_seconds double precision, a_person integer, a_channel integer)
        RETURNS double precision LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
        DECLARE
            since double precision := now - window_seconds;
            wait double precision;
        BEGIN
            PERFORM pg_advisory_xact_lock(of_person);
            PERFORM pg_advisory_xact_lock(of_channel);
            IF EXISTS (SELECT 1 FROM turn WHERE event = of_event) THEN
                RETURN 0;
            END IF;
            SELECT max(latest) - since INTO wait FROM (
                (SELECT at AS latest FROM turn WHERE person = of_person AND at > since
                    ORDER BY at DESC OFFSET a_person - 1 LIMIT 1)
                UNION ALL
                (SELECT at FROM turn WHERE channel = of_channel AND at > since
                    ORDER BY at DESC OFFSET a_channel - 1 LIMIT 1)) AS full_windows;
            IF wait IS NULL THEN
                INSERT INTO turn VALUES (of_event, of_person, of_channel, now);
            END IF;
            RETURN coalesce(wait, 0);
        END $$""",
)
"""What the processes tell one another: which are there, which interaction one of them has, who asked in the
last minute. What isn't logged costs no time of the disk's; a crash of the server, after which it is gone,
costs a limit, no answer."""

SWEPT = ("answer", "vote", "asked", "quoted", "golden", "held", "turn")
"""The tables that hold words, or who said something."""

_SWEEPING = tuple(
    f"ALTER TABLE {table} SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 50)"
    for table in SWEPT
)
"""Dead rows are taken out of them after 50, not after a fifth of the table."""

MEMORY = PostgresLayout(
    name="memory",
    schema="rapporteur_memory",
    key=0x5241504D,  # "RAPM"
    migrations=(_RECORDS + _FOLLOWING + _SHARING + _SWEEPING,),
    extensions=(),
    one_writer=False,
    missing="start the bot once",
    mend="restore it, or drop the schema rapporteur_memory: the bot then starts with an empty one",
    absent=MemoryMissing,
    corrupt=MemoryCorrupt,
    unavailable=MemoryUnavailable,
    statement_seconds=5.0,
    lock_seconds=3.0,
    wait_seconds=1.0,
)
