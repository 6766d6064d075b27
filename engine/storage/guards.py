"""Triggers that keep what must never change: the journal, its texts, published definitions.

Prevention raises the bar; detection by `journal verify` is the guarantee. On PostgreSQL the
triggers are ENABLE ALWAYS, so a session in replica mode does not pass them by.
"""

GUARDED = ("journal", "journal_text", "definition")

_NEVER = "rows are never changed or removed"

_SQLITE_PLACE = """CREATE TRIGGER journal_place BEFORE INSERT ON journal
WHEN NEW.seq <> 1 + COALESCE(
        (SELECT max(seq) FROM journal
         WHERE subject_id = NEW.subject_id AND stream = NEW.stream), 0)
  OR (NEW.seq > 1 AND NEW.prev IS NOT
        (SELECT hash FROM journal WHERE subject_id = NEW.subject_id
         AND stream = NEW.stream AND seq = NEW.seq - 1))
BEGIN SELECT RAISE(ABORT, 'journal: the entry does not follow the last one'); END"""

_SAME_ROW = {
    "journal_text": "subject_id = NEW.subject_id AND stream = NEW.stream"
    " AND seq = NEW.seq AND field = NEW.field",
    "definition": "id = NEW.id OR (stream_id = NEW.stream_id AND version = NEW.version)",
}
"""What REPLACE would remove: SQLite tells no delete trigger of it unless the connection asks.

A second entry at a place of the journal follows nothing, so the journal needs no such guard.
"""

_REFUSE_CHANGE = f"""
BEGIN RAISE EXCEPTION '%: {_NEVER}', TG_TABLE_NAME; END """

_JOURNAL_PLACE = """
DECLARE last record;
BEGIN
    SELECT seq, hash INTO last FROM journal
    WHERE subject_id = NEW.subject_id AND stream = NEW.stream ORDER BY seq DESC LIMIT 1;
    IF NEW.seq <> COALESCE(last.seq, 0) + 1 OR (last.seq IS NOT NULL AND NEW.prev <> last.hash) THEN
        RAISE EXCEPTION 'journal: the entry does not follow the last one';
    END IF;
    RETURN NEW;
END """

FUNCTIONS = {
    "marshrut_refuse_change": _REFUSE_CHANGE,
    "marshrut_journal_place": _JOURNAL_PLACE,
}
"""What the triggers of PostgreSQL run, by name."""


def statements(dialect: str) -> list[str]:
    """The statements that set the guards on a database."""
    guards = triggers(dialect)
    if dialect == "sqlite":
        return [*guards.values()]
    functions = [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$"
        for name, body in FUNCTIONS.items()
    ]
    always = [
        f"ALTER TABLE {name.partition('_no_')[0].removesuffix('_place')} "
        f"ENABLE ALWAYS TRIGGER {name}"
        for name in guards
    ]
    return [*functions, *guards.values(), *always]


def triggers(dialect: str) -> dict[str, str]:
    """Each guard by name, word for word as the database gives it back."""
    return _sqlite_triggers() if dialect == "sqlite" else _postgres_triggers()


def _sqlite_triggers() -> dict[str, str]:
    guards = {"journal_place": _SQLITE_PLACE}
    for table in GUARDED:
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table}: {_NEVER}'); END"
        for deed in ("update", "delete"):
            name = f"{table}_no_{deed}"
            guards[name] = f"CREATE TRIGGER {name} BEFORE {deed.upper()} ON {table} {refuse}"
        if table in _SAME_ROW:
            name = f"{table}_no_replace"
            same = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {_SAME_ROW[table]})"  # noqa: S608
            guards[name] = f"CREATE TRIGGER {name} BEFORE INSERT ON {table} {same} {refuse}"
    return guards


def _postgres_triggers() -> dict[str, str]:
    row = "FOR EACH ROW EXECUTE FUNCTION"
    statement = "FOR EACH STATEMENT EXECUTE FUNCTION"
    events = {"journal_place": f"BEFORE INSERT ON journal {row} marshrut_journal_place()"}
    for table in GUARDED:
        change = f"BEFORE DELETE OR UPDATE ON {table} {row} marshrut_refuse_change()"
        truncate = f"BEFORE TRUNCATE ON {table} {statement} marshrut_refuse_change()"
        events |= {f"{table}_no_change": change, f"{table}_no_truncate": truncate}
    return {name: f"CREATE TRIGGER {name} {event}" for name, event in events.items()}
