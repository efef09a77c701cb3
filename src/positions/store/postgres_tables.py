"""What a ledger in PostgreSQL has beside eventsourcing's table: triggers, and the index of keys."""

from __future__ import annotations

__all__ = ["TABLES"]

TABLES = (
    "ALTER TABLE {table} ALTER COLUMN topic SET NOT NULL, ALTER COLUMN state SET NOT NULL",
    (
        "CREATE TABLE IF NOT EXISTS {keys} ("
        "key bytea NOT NULL, originator_id text NOT NULL, originator_version bigint NOT NULL, "
        "PRIMARY KEY (key, originator_id, originator_version))"
    ),
    (
        "CREATE OR REPLACE FUNCTION {refuse}() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'what is recorded is never rewritten'; END $$"
    ),
    "DROP TRIGGER IF EXISTS rewritten ON {table}",
    (
        "CREATE TRIGGER rewritten BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION {refuse}()"
    ),
    (
        "CREATE OR REPLACE FUNCTION {skipped}() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN IF EXISTS (SELECT 1 FROM inserted i WHERE i.originator_version > 1 "
        "AND NOT EXISTS (SELECT 1 FROM {table} e WHERE e.originator_id = i.originator_id "
        "AND e.originator_version = i.originator_version - 1)) "
        "THEN RAISE EXCEPTION 'the version before is missing in this stream' "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$"
    ),
    "DROP TRIGGER IF EXISTS skipped ON {table}",
    (
        "CREATE TRIGGER skipped AFTER INSERT ON {table} REFERENCING NEW TABLE AS inserted "
        "FOR EACH STATEMENT EXECUTE FUNCTION {skipped}()"
    ),
    (
        "CREATE OR REPLACE FUNCTION {keep}() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN IF TG_OP = 'UPDATE' OR (SELECT reaches FROM {reach}) > 0 "
        "THEN RAISE EXCEPTION 'what the index says it reaches is not taken out of it'; END IF; "
        "RETURN NULL; END $$"
    ),
    "DROP TRIGGER IF EXISTS kept ON {keys}",
    (
        "CREATE TRIGGER kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {keys} "
        "FOR EACH STATEMENT EXECUTE FUNCTION {keep}()"
    ),
    "CREATE TABLE IF NOT EXISTS {reach} (one boolean PRIMARY KEY, reaches bigint, whole boolean)",
    "INSERT INTO {reach} VALUES (true, 0, true) ON CONFLICT DO NOTHING",
)
