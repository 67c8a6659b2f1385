"""The index of the words: FTS5 beside SQLite's table, three tsvectors in PostgreSQL's.

All hold stems made in Python: the same words are found, in the same order, by both.
"""

from django.db import migrations

COLUMNS = "title, head, body, marks"
NEW, OLD = "new.title, new.head, new.body, new.marks", "old.title, old.head, old.body, old.marks"
ADD = f"INSERT INTO library_words(rowid, {COLUMNS}) VALUES (new.entry_id, {NEW});"  # noqa: S608
TAKE = (
    f"INSERT INTO library_words(library_words, rowid, {COLUMNS}) "  # noqa: S608 names of ours
    f"VALUES ('delete', old.entry_id, {OLD});"
)
SQLITE = [
    f"""
    CREATE VIRTUAL TABLE library_words USING fts5(
        {COLUMNS}, content='library_entrytext', content_rowid='entry_id',
        tokenize='unicode61 remove_diacritics 0'
    )
    """,
    f"CREATE TRIGGER library_words_added AFTER INSERT ON library_entrytext BEGIN {ADD} END",
    f"CREATE TRIGGER library_words_gone AFTER DELETE ON library_entrytext BEGIN {TAKE} END",
    "CREATE TRIGGER library_words_changed AFTER UPDATE ON library_entrytext "
    f"BEGIN {TAKE} {ADD} END",
]
VECTORS = {
    "title_words": "to_tsvector('simple', title)",
    "head_words": "to_tsvector('simple', title || ' ' || head)",
    # A very long text is cut in Python: a tsvector holds one megabyte at most.
    "words": "to_tsvector('simple', title || ' ' || head || ' ' || body || ' ' || marks)",
}
POSTGRESQL = [
    *(
        f"ALTER TABLE library_entrytext ADD COLUMN {name} tsvector "
        f"GENERATED ALWAYS AS ({vector}) STORED"
        for name, vector in VECTORS.items()
    ),
    *(
        f"CREATE INDEX library_entrytext_{name} ON library_entrytext USING gin ({name})"
        for name in VECTORS
    ),
]
SQLITE_BACK = [
    "DROP TRIGGER library_words_added",
    "DROP TRIGGER library_words_gone",
    "DROP TRIGGER library_words_changed",
    "DROP TABLE library_words",
]
POSTGRESQL_BACK = [f"ALTER TABLE library_entrytext DROP COLUMN {name}" for name in VECTORS]


def run(schema_editor, sqlite, postgresql):
    statements = postgresql if schema_editor.connection.vendor == "postgresql" else sqlite
    for statement in statements:
        schema_editor.execute(statement)


def forward(apps, schema_editor):
    run(schema_editor, SQLITE, POSTGRESQL)


def backward(apps, schema_editor):
    run(schema_editor, SQLITE_BACK, POSTGRESQL_BACK)


class Migration(migrations.Migration):
    dependencies = [("library", "0001_initial")]
    operations = [migrations.RunPython(forward, backward)]
