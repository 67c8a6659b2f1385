"""The region gives the site its first words; one that does not exist stops the start."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from observatoire.config.environment import REGIONS, region

SAID = (
    "from observatoire.config import settings as s;"
    "print(s.PLATFORM_PLACE, s.PLATFORM_BRAND, s.IN_REGION, s.OF_REGION, sep='|')"
)


def said(**given) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OBS_")}
    asked = kept | {"OBS_SECRET_KEY": "essai", **given}
    found = subprocess.run([sys.executable, "-c", SAID], env=asked, capture_output=True, text=True)
    return found.stdout.strip()


def test_the_brand_and_the_place_follow_the_region():
    assert said(OBS_REGION="53") == (
        "Bretagne|Préfet<br>de la région<br>Bretagne|en Bretagne|de Bretagne"
    )


def test_they_may_be_told_otherwise():
    assert said(OBS_REGION="53", OBS_TERRITOIRE="Le grand Ouest", OBS_MARQUE="Marque") == (
        "Le grand Ouest|Marque|en Bretagne|de Bretagne"
    )


def test_the_eighteen_regions_are_known():
    assert len(REGIONS) == 18


def test_a_region_that_does_not_exist_stops_the_start():
    with pytest.raises(ImproperlyConfigured, match="n’est pas le code d’une région"):
        region("99")
