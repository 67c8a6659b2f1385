"""Questionnaires into the database, version by version."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.db import transaction

from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.directory.models import User
from observatoire.surveys.actions.refusal import Refused
from observatoire.surveys.models import Version
from observatoire.surveys.queries.writing import newest
from observatoire.surveys.questionnaire import Faulty, Problem, read_questionnaire


@transaction.atomic
def publish_version(*, by: User | None, text: str, name: str, origin: str) -> Version:
    """The version that a text describes. Raises Faulty, or Refused where it was already asked."""
    found = read_questionnaire(text, name=name)
    fingerprint = hashlib.sha256(text.encode()).hexdigest()
    known = Version.objects.filter(code=found.code, number=found.version).first()
    if known and known.fingerprint == fingerprint:
        return known
    if known and known.surveys.exists():
        raise Refused(
            f"La version {found.version} de «\u00a0{found.code}\u00a0» a déjà été posée\u00a0: "
            f"écrire version\u00a0: {found.version + 1}."
        )
    kept = {
        "title": found.title,
        "text": text,
        "fingerprint": fingerprint,
        "origin": origin,
    }
    version, _ = Version.objects.update_or_create(
        code=found.code, number=found.version, defaults=kept
    )
    ref = Ref("questionnaire", str(version.pk))
    write_audit(by=by, verb="publier_questionnaire", ref=ref, version=found.version)
    return version


def template(code: str) -> Version:
    """The newest version of a questionnaire, taken from the catalogue where it was not yet."""
    return newest(code) or _from_catalogue(code)


def _from_catalogue(code: str) -> Version:
    load_catalogue(folder=settings.CATALOGUE / "questionnaires")
    found = newest(code)
    if found is None:
        raise Refused(
            f"Le catalogue n’a pas de questionnaire «\u00a0{code}\u00a0»\u00a0: l’écrire."
        )
    return found


def load_catalogue(*, folder: Path) -> list[Version]:
    """Every questionnaire of the catalogue. Raises Faulty with the faults of all the files."""
    problems: list[Problem] = []
    texts = {path: path.read_text("utf-8") for path in sorted(folder.glob("*.yaml"))}
    for path, text in texts.items():
        try:
            found = read_questionnaire(text, name=path.name)
        except Faulty as faulty:
            problems += faulty.problems
            continue
        if found.code != path.stem:
            sentence = f"le code «\u00a0{found.code}\u00a0» n’est pas le nom du fichier."
            problems.append(Problem(path.name, 1, sentence))
    if problems:
        raise Faulty(problems)
    origin = Version.Origin.CATALOGUE
    return [
        publish_version(by=None, text=text, name=path.name, origin=origin)
        for path, text in texts.items()
    ]
