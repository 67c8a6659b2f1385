"""The index of the search: FTS5 beside SQLite's table, a tsvector in PostgreSQL's.

Both hold stems made in Python, so no dictionary nor extension of the database is needed.
"""

from django.db import migrations

SQLITE = [
    """
    CREATE VIRTUAL TABLE base_searchentry_words USING fts5(
        title_words, body_words, content='base_searchentry', content_rowid='id',
        tokenize='unicode61 remove_diacritics 0'
    )
    """,
    """
    CREATE TRIGGER base_searchentry_added AFTER INSERT ON base_searchentry BEGIN
        INSERT INTO base_searchentry_words(rowid, title_words, body_words)
        VALUES (new.id, new.title_words, new.body_words);
    END
    """,
    """
    CREATE TRIGGER base_searchentry_gone AFTER DELETE ON base_searchentry BEGIN
        INSERT INTO base_searchentry_words(
            base_searchentry_words, rowid, title_words, body_words
        ) VALUES ('delete', old.id, old.title_words, old.body_words);
    END
    """,
    """
    CREATE TRIGGER base_searchentry_changed AFTER UPDATE ON base_searchentry BEGIN
        INSERT INTO base_searchentry_words(
            base_searchentry_words, rowid, title_words, body_words
        ) VALUES ('delete', old.id, old.title_words, old.body_words);
        INSERT INTO base_searchentry_words(rowid, title_words, body_words)
        VALUES (new.id, new.title_words, new.body_words);
    END
    """,
]
POSTGRESQL = [
    """
    ALTER TABLE base_searchentry ADD COLUMN words tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', title_words), 'A')
        || setweight(to_tsvector('simple', body_words), 'D')
    ) STORED
    """,
    "CREATE INDEX base_searchentry_words ON base_searchentry USING gin (words)",
]
SQLITE_BACK = [
    "DROP TRIGGER base_searchentry_added",
    "DROP TRIGGER base_searchentry_gone",
    "DROP TRIGGER base_searchentry_changed",
    "DROP TABLE base_searchentry_words",
]
POSTGRESQL_BACK = ["ALTER TABLE base_searchentry DROP COLUMN words"]


def run(schema_editor, sqlite, postgresql):
    statements = postgresql if schema_editor.connection.vendor == "postgresql" else sqlite
    for statement in statements:
        schema_editor.execute(statement)


def forward(apps, schema_editor):
    run(schema_editor, SQLITE, POSTGRESQL)


def backward(apps, schema_editor):
    run(schema_editor, SQLITE_BACK, POSTGRESQL_BACK)


class Migration(migrations.Migration):
    dependencies = [("base", "0001_initial")]
    operations = [migrations.RunPython(forward, backward)]
