"""What the tests of surveys start from: a questionnaire, a survey that is open, answers."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from observatoire.surveys import actions
from observatoire.surveys.models import Survey, Version
from observatoire.surveys.queries.links import path_of

TEXT = """
code: essai
version: 1
titre: Essai
sections:
  - titre: Un
    questions:
      - {code: venu, type: choix, question: "Êtes-vous venu ?", obligatoire: true,
         choix: [{code: oui, libelle: Oui}, {code: non, libelle: Non}]}
      - {code: avis, type: satisfaction, question: "Satisfait ?", obligatoire: true,
         si: {question: venu, parmi: [oui]}}
      - {code: usages, type: choix_multiple, question: "Pour quoi faire ?",
         choix: [{code: lire, libelle: Lire}, {code: agir, libelle: Agir}]}
      - {code: note, type: echelle, question: "Note ?", de: 1, a: 5, debut: peu, fin: beaucoup}
      - {code: parler, type: recommandation, question: "En parlerez-vous ?"}
      - {code: trajet, type: nombre, question: "Trajet ?", unite: minutes, minimum: 0, maximum: 600}
      - {code: jour, type: date, question: "Quel jour ?"}
      - {code: mots, type: texte, question: "Vos mots ?", longueur: 40}
      - {code: points, type: matrice, question: "Point par point ?",
         lignes: [{code: salle, libelle: La salle}, {code: son, libelle: Le son}],
         choix: [{code: bien, libelle: Bien}, {code: mal, libelle: Mal}]}
"""
CAME = {"q-venu": "oui", "q-avis": "tres_satisfait"}


def version(text: str = TEXT) -> Version:
    return actions.publish_version(by=None, text=text, name="essai.yaml", origin="catalogue")


def opened(*, is_anonymous: bool = True, people: int = 1, text: str = TEXT) -> Survey:
    survey = actions.prepare_survey(
        by=None, version=version(text), title="Votre avis", is_anonymous=is_anonymous
    )
    closes_at = timezone.now() + timedelta(days=10)
    survey = actions.open_survey(by=None, survey=survey, closes_at=closes_at)
    boxes = {f"p{n:03}": f"p{n:03}@example.org" for n in range(people)}
    actions.invite(survey=survey, people=boxes)
    return survey


def paths(survey: Survey) -> list[str]:
    return [path_of(one) for one in survey.invitations.order_by("key")]


def answered(survey: Survey, answers: list[dict]) -> Survey:
    invitations = list(survey.invitations.order_by("key"))
    for invitation, values in zip(invitations, answers, strict=False):
        actions.submit(invitation=invitation, values=values)
    return survey


def closed(survey: Survey) -> Survey:
    return actions.close_survey(by=None, survey=survey)
