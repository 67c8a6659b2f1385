"""PostgreSQL keeps lexemes instead of texts, beside what the facets and the rights ask.

Texts and three vectors made rows of one kilobyte and a half; a common word had to read nearly all
of the table, then join the entries. FTS5 needs the texts, this index does not: a trigger makes
the lexemes of a row as it is written, copies what a search reads of its entry, and lets the texts
go. A word of the title is there a second time behind `xqa`, one of the file alone is there behind
`xqb` only: the three degrees of relevance are read from one vector.
"""

from django.db import migrations

VECTORS = ("title_words", "head_words", "words")
FORMER = {
    "title_words": "to_tsvector('simple', title)",
    "head_words": "to_tsvector('simple', title || ' ' || head)",
    "words": "to_tsvector('simple', title || ' ' || head || ' ' || body || ' ' || marks)",
}
COPIED = {
    "notice_id": "uuid",
    "visibility": "varchar(12)",
    '"group"': "varchar(60)",
    "facets": "varchar(1000)",
    "date": "date",
    "added_at": "timestamptz",
    "sorted_title": "varchar(80)",
}
NAMES = ", ".join(COPIED)
NARROW = [
    *(f"ALTER TABLE library_entrytext DROP COLUMN {name}" for name in VECTORS),
    *(f"ALTER TABLE library_entrytext ADD COLUMN {name} {kind}" for name, kind in COPIED.items()),
    "ALTER TABLE library_entrytext ADD COLUMN words tsvector",
    """
    CREATE FUNCTION library_lexemes(title text, head text, body text, marks text)
    RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
        SELECT array_to_tsvector(array_remove(
            string_to_array(concat_ws(' ', title, head, marks), ' ')
            || (SELECT array_agg('xqa' || one) FROM unnest(string_to_array(title, ' ')) one)
            || (SELECT array_agg('xqb' || one) FROM unnest(string_to_array(body, ' ')) one),
            ''))
    $$
    """,
    # Written once with its texts; a row whose texts are gone keeps its lexemes.
    f"""
    CREATE FUNCTION library_entrytext_narrowed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'INSERT' OR concat(NEW.title, NEW.head, NEW.body, NEW.marks) <> '' THEN
            NEW.words := library_lexemes(NEW.title, NEW.head, NEW.body, NEW.marks);
            SELECT {NAMES} INTO {", ".join(f"NEW.{name}" for name in COPIED)}
                FROM library_entry WHERE id = NEW.entry_id;
            NEW.title := ''; NEW.head := ''; NEW.body := ''; NEW.marks := '';
        END IF;
        RETURN NEW;
    END $$
    """,  # noqa: S608 names of ours
    "CREATE TRIGGER library_entrytext_narrowed BEFORE INSERT OR UPDATE ON library_entrytext "
    "FOR EACH ROW EXECUTE FUNCTION library_entrytext_narrowed()",
    "UPDATE library_entrytext SET title = title",
    "CREATE INDEX library_entrytext_words ON library_entrytext USING gin (words)",
]
# The texts are gone: after this way back, `manage.py indexer_documents` writes them again.
WIDE = [
    "DROP TRIGGER library_entrytext_narrowed ON library_entrytext",
    "DROP FUNCTION library_entrytext_narrowed()",
    "DROP FUNCTION library_lexemes(text, text, text, text)",
    *(f"ALTER TABLE library_entrytext DROP COLUMN {name}" for name in ("words", *COPIED)),
    *(
        f"ALTER TABLE library_entrytext ADD COLUMN {name} tsvector "
        f"GENERATED ALWAYS AS ({vector}) STORED"
        for name, vector in FORMER.items()
    ),
    *(
        f"CREATE INDEX library_entrytext_{name} ON library_entrytext USING gin ({name})"
        for name in FORMER
    ),
]


def run(schema_editor, statements):
    if schema_editor.connection.vendor == "postgresql":
        for statement in statements:
            schema_editor.execute(statement)


def forward(apps, schema_editor):
    run(schema_editor, NARROW)


def backward(apps, schema_editor):
    run(schema_editor, WIDE)


class Migration(migrations.Migration):
    dependencies = [("library", "0005_copies")]
    operations = [migrations.RunPython(forward, backward)]
