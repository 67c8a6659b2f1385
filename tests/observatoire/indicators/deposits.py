"""What the tests of the administration start from: people, small files, a store of their own."""

from __future__ import annotations

import shutil
from pathlib import Path

from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile

from observatoire.directory.models import User
from observatoire.indicators.actions.imports import deposit_files
from observatoire.indicators.actions.reading import read_deposit
from observatoire.indicators.models import Import

HEADER = "indicateur,niveau,territoire,periode,valeur,edition,source\n"
# Insee, Filosofi 2020: 10.0 in Loire-Atlantique; here a year that is not published.
ROW = 'TX_PAUV60,departement,{code},{period},{value},{edition},"Insee, Filosofi"\n'
REFUSED = HEADER + ROW.format(code="44", period="2031", value="beaucoup", edition="Filosofi 2031")


def csv_text(values: dict[str, float], period: str = "2031") -> str:
    edition = f"Filosofi {period}"
    rows = [
        ROW.format(code=code, period=period, value=value, edition=edition)
        for code, value in values.items()
    ]
    return HEADER + "".join(rows)


def upload(text: str, name: str = "taux.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(), content_type="text/csv")


def deposited(by, text: str, *, replaces: bool = False, name: str = "taux.csv") -> Import:
    return deposit_files(
        by=by, source="long", title="Table longue", files=[upload(text, name)], replaces=replaces
    )


def read(by, text: str, **options) -> Import:
    """Deposited, then read as the worker does."""
    imported = deposited(by, text, **options)
    read_deposit(identifier=str(imported.pk))
    imported.refresh_from_db()
    return imported


def person(email: str, *rights: str) -> User:
    """Someone who may enter the administration, with these rights of the indicators."""
    found = User.objects.create_user(email, "mot-de-passe-d-essai", is_staff=True)
    found.user_permissions.add(Permission.objects.get(codename="access_admin"))
    found.user_permissions.add(
        *Permission.objects.filter(content_type__app_label="indicators", codename__in=rights)
    )
    return User.objects.get(pk=found.pk)


def own_store(published: Path, folder: Path) -> Path:
    """A copy of the published store that a test may write in."""
    shutil.copytree(published, folder, ignore=shutil.ignore_patterns("derive"))
    return folder


def parsed(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def texts(page, selector: str) -> list[str]:
    """The text of every element, its white spaces made one and plain."""
    return [
        " ".join(found.get_text().replace("\u202f", " ").split()) for found in page.select(selector)
    ]
