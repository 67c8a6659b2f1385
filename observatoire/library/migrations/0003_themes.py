"""The eight themes that a base starts from; the coordination changes them as it likes."""

from django.db import migrations

THEMES = (
    ("solidarite-et-precarite", "Solidarité et précarité"),
    ("personnes-agees", "Personnes âgées"),
    ("handicap-et-protection-juridique", "Handicap et protection juridique"),
    ("enfance-famille-et-jeunesse", "Enfance, famille et jeunesse"),
    ("emploi-et-insertion", "Emploi et insertion"),
    ("logement-et-hebergement", "Logement et hébergement"),
    ("sante", "Santé"),
    ("territoires-et-numerique", "Territoires et numérique"),
)


def write(apps, schema_editor):
    theme = apps.get_model("library", "Theme")
    for order, (slug, name) in enumerate(THEMES, start=1):
        theme.objects.get_or_create(slug=slug, defaults={"name": name, "order": order})


class Migration(migrations.Migration):
    dependencies = [("library", "0002_words")]
    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
