"""Triggers that keep what must never change: the journal, its texts, published definitions.

Prevention raises the bar; detection by `journal verify` is the guarantee. On PostgreSQL the
triggers are ENABLE ALWAYS, so a session in replica mode does not pass them by.
"""

GUARDED = ("journal", "journal_text", "definition")

_SQLITE_PLACE = """
CREATE TRIGGER journal_place BEFORE INSERT ON journal
WHEN NEW.seq <> 1 + COALESCE(
        (SELECT max(seq) FROM journal
         WHERE subject_id = NEW.subject_id AND stream = NEW.stream), 0)
  OR (NEW.seq > 1 AND NEW.prev IS NOT
        (SELECT hash FROM journal WHERE subject_id = NEW.subject_id
         AND stream = NEW.stream AND seq = NEW.seq - 1))
BEGIN SELECT RAISE(ABORT, 'journal: the entry does not follow the last one'); END
"""

_POSTGRES_FUNCTIONS = (
    """
CREATE FUNCTION marshrut_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%: rows are never changed or removed', TG_TABLE_NAME; END $$
""",
    """
CREATE FUNCTION marshrut_journal_place() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last record;
BEGIN
    SELECT seq, hash INTO last FROM journal
    WHERE subject_id = NEW.subject_id AND stream = NEW.stream ORDER BY seq DESC LIMIT 1;
    IF NEW.seq <> COALESCE(last.seq, 0) + 1 OR (last.seq IS NOT NULL AND NEW.prev <> last.hash) THEN
        RAISE EXCEPTION 'journal: the entry does not follow the last one';
    END IF;
    RETURN NEW;
END $$
""",
    """
CREATE TRIGGER journal_place BEFORE INSERT ON journal
FOR EACH ROW EXECUTE FUNCTION marshrut_journal_place()
""",
    "ALTER TABLE journal ENABLE ALWAYS TRIGGER journal_place",
)


_EACH_ROW = "FOR EACH ROW EXECUTE FUNCTION marshrut_refuse_change()"
_EACH_STATEMENT = "FOR EACH STATEMENT EXECUTE FUNCTION marshrut_refuse_change()"


def names(dialect: str) -> set[str]:
    """The names of all guards on a database."""
    deeds = ("no_update", "no_delete") if dialect == "sqlite" else ("no_change", "no_truncate")
    return {"journal_place"} | {f"{table}_{deed}" for table in GUARDED for deed in deeds}


def statements(dialect: str) -> list[str]:
    """The statements that set the guards on a database."""
    if dialect == "sqlite":
        refusals = [
            f"CREATE TRIGGER {table}_no_{deed} BEFORE {deed.upper()} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table}: rows are never changed or removed'); END"
            for table in GUARDED
            for deed in ("update", "delete")
        ]
        return [_SQLITE_PLACE, *refusals]
    refusals = []
    for table in GUARDED:
        refusals += [
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} {_EACH_ROW}",
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} {_EACH_STATEMENT}",
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_no_change",
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_no_truncate",
        ]
    return [*_POSTGRES_FUNCTIONS, *refusals]
