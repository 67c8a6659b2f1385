"""What Wagtail creates under an English name, and shows under it in the administration."""

from django.db import migrations

GROUPS = {"Editors": "Rédaction", "Moderators": "Publication"}
ROOT = ("Root", "Racine")


def rename(apps, groups, root):
    for former, name in groups.items():
        apps.get_model("auth", "Group").objects.filter(name=former).update(name=name)
    former, title = root
    pages = apps.get_model("wagtailcore", "Page").objects.filter(depth=1, title=former)
    pages.update(title=title, draft_title=title)


def forward(apps, schema_editor):
    rename(apps, GROUPS, ROOT)


def backward(apps, schema_editor):
    rename(apps, {name: former for former, name in GROUPS.items()}, ROOT[::-1])


class Migration(migrations.Migration):
    # After all those of Wagtail that look for these groups by their English names.
    dependencies = [
        ("wagtailcore", "0098_apitoken"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailimages", "0025_alter_image_file_alter_rendition_file"),
        ("wagtaildocs", "0012_uploadeddocument"),
    ]
    operations = [migrations.RunPython(forward, backward)]
