"""Who deposits, who publishes, who writes the catalogue.

Whoever enters the administration may deposit files and read what the engine made of them; what
the public sees changes only by the hand of those who hold the right.
"""

from __future__ import annotations

PUBLISH = "indicators.publish_import"
WRITE_CATALOGUE = "indicators.change_catalogue"


def may_publish(person) -> bool:
    return person.has_perm(PUBLISH)


def may_write_catalogue(person) -> bool:
    return person.has_perm(WRITE_CATALOGUE)
