"""The roles: who may do what, in one place. Each one is a sentence, and the rights it gives.

Coordination, edition, partner and respondent are groups of accounts, given in the administration.
Pilot and member of a group come from the seats of the directory; the public is everyone.
"""

from __future__ import annotations

from dataclasses import dataclass

SECOND_FACTOR = "directory.second_factor"  # in a session: the account that showed a second factor
ENTER = "wagtailadmin.access_admin"
LIBRARY = tuple(
    f"library.{one}"
    for one in ("add_notice", "change_notice", "publish_notice", "add_producer", "change_producer")
)


@dataclass(frozen=True)
class Role:
    """`rights` are « app.codename », where a star stands for every right of the app.

    `pages` and `files` are what Wagtail gives by branch and by collection: here, on the whole.
    """

    key: str
    label: str
    sentence: str
    rights: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    files: tuple[str, ...] = ()

    @property
    def enters_administration(self) -> bool:
        return ENTER in self.rights


PUBLIC = Role("public", "Public", "Lit ce qui est publié.")
RESPONDENT = Role(
    "repondant", "Répondant", "Répond aux collectes de son service et relit ses propres réponses."
)
PARTNER = Role(
    "partenaire", "Partenaire", "Propose des contenus et suit ce que deviennent ses propositions."
)
MEMBER = Role(
    "membre", "Membre de groupe", "Lit les documents et les comptes rendus de ses groupes."
)
PILOT = Role(
    "pilote",
    "Pilote de groupe",
    "Anime son groupe\u00a0: réunions, comptes rendus, membres, propositions d’indicateurs.",
)
EDITION = Role(
    "edition",
    "Édition",
    "Écrit et publie les pages et les notices, dépose des documents et des fichiers de chiffres.",
    rights=(ENTER, "base.view_territory", *LIBRARY),
    pages=("add", "change", "publish"),
    files=("add", "change", "choose"),
)
COORDINATION = Role(
    "coordination",
    "Coordination",
    "Tient la plateforme\u00a0: comptes, annuaire, chiffres, catalogue, lettres, journal.",
    # Every app of ours, those to come too: what belongs to nobody else is hers.
    rights=(ENTER, "observatoire.*"),
    pages=("add", "change", "publish", "bulk_delete", "lock", "unlock"),
    files=("add", "change", "delete", "choose"),
)
ROLES = (COORDINATION, EDITION, PILOT, MEMBER, PARTNER, RESPONDENT, PUBLIC)
GIVEN = (COORDINATION, EDITION, PARTNER, RESPONDENT)  # by hand, to an account


def may_enter_administration(person) -> bool:
    """Whether an account opens the administration, once a second factor is shown."""
    return person.is_authenticated and person.is_staff and person.has_perm(ENTER)


def may_read_audit(person) -> bool:
    return person.has_perm("directory.view_auditline")


def has_second_factor(request) -> bool:
    """Whether who is signed in showed, in this session, something besides their mailbox."""
    return request.session.get(SECOND_FACTOR) == str(request.user.pk)


def note_second_factor(request, person) -> None:
    request.session[SECOND_FACTOR] = str(person.pk)


def forget_second_factor(request) -> None:
    request.session.pop(SECOND_FACTOR, None)


def may_manage_people(person) -> bool:
    """Who keeps the directory: sees and writes people, lists, imports, the ledger of consent."""
    return person.is_active and person.has_perm("directory.change_person")


def may_see_holders(person) -> bool:
    """Who reads which person holds which function: partners known to the directory, its keepers."""
    if not person.is_authenticated:
        return False
    known = getattr(person, "person", None)
    return may_manage_people(person) or (known is not None and known.institution_id is not None)
