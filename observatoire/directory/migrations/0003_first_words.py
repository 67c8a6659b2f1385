"""Subjects, and what people are told for each purpose, word for word: the first version."""

from datetime import date

from django.db import migrations

TOPICS = [
    ("precarite", "Pauvreté et précarité"),
    ("logement", "Logement et hébergement"),
    ("aide-alimentaire", "Aide alimentaire"),
    ("jeunes", "Jeunes"),
    ("protection-juridique", "Protection juridique des majeurs"),
    ("personnes-agees", "Personnes âgées"),
    ("handicap", "Handicap"),
    ("emploi", "Emploi et insertion"),
    ("sante", "Santé et accès aux soins"),
    ("numerique", "Numérique et accès aux droits"),
    ("mobilite", "Mobilité"),
    ("observation", "Observation et études"),
]
SINCE = date(2026, 1, 1)
TEXTS = [
    (
        "instances",
        "mission",
        "Votre institution vous a désigné, ou vous tenez en son nom une fonction, dans une "
        "instance de la plateforme. Nous vous écrivons pour vous convoquer et vous transmettre "
        "les documents de cette instance, au titre de la mission d’intérêt public "
        "d’observation sociale confiée à la DREETS (article 6.1.e du RGPD). Vous pouvez vous y "
        "opposer à tout moment.",
    ),
    (
        "lettre",
        "mission",
        "Vous recevez la lettre électronique au titre de vos fonctions : elle fait connaître "
        "aux professionnels les travaux d’observation sociale de la région, mission d’intérêt "
        "public de la DREETS (article 6.1.e du RGPD). Vous pouvez vous y opposer à tout moment, "
        "d’un clic.",
    ),
    (
        "evenements",
        "consentement",
        "Vous acceptez de recevoir les invitations aux matinales, conférences et autres "
        "événements de la plateforme. Vous pouvez retirer cet accord à tout moment, d’un clic.",
    ),
    (
        "alertes",
        "consentement",
        "Vous acceptez de recevoir les alertes et nouveautés que vous avez choisies. Vous "
        "pouvez retirer cet accord à tout moment, d’un clic.",
    ),
]


def write(apps, schema_editor):
    topics, texts = (apps.get_model("directory", name) for name in ("Topic", "LegalText"))
    for order, (slug, name) in enumerate(TOPICS):
        topics.objects.create(slug=slug, name=name, order=order)
    for purpose, basis, text in TEXTS:
        texts.objects.create(
            purpose=purpose,
            version=1,
            basis=basis,
            text=text.replace(" :", "\u00a0:"),
            since=SINCE,
        )


class Migration(migrations.Migration):
    dependencies = [("directory", "0002_people")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
