"""Settings that a browser would complain of."""

from __future__ import annotations

from wagtail.admin.localization import get_available_admin_time_zones


def test_the_administration_offers_time_zones_that_browsers_know():
    assert get_available_admin_time_zones() == [
        "Europe/Paris",
        "America/Cayenne",
        "America/Guadeloupe",
        "America/Martinique",
        "Indian/Mayotte",
        "Indian/Reunion",
    ]
