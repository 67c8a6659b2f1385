"""A Questionnaire into its text: what is built on the site is kept as a file would be."""

from __future__ import annotations

import yaml

from observatoire.surveys.questionnaire.model import Kind, Question, Questionnaire, Section


def written(questionnaire: Questionnaire) -> str:
    """The text that reads back as this questionnaire."""
    whole = {
        "code": questionnaire.code,
        "version": questionnaire.version,
        "titre": questionnaire.title,
        "introduction": questionnaire.introduction,
        "sections": [_section(one) for one in questionnaire.sections],
        "controles": [
            {
                "code": one.code,
                "gravite": str(one.severity),
                "phrase": one.sentence,
                "attendu": one.expected,
            }
            for one in questionnaire.controls
        ],
    }
    return yaml.safe_dump(_kept(whole), allow_unicode=True, sort_keys=False, width=100)


def _section(section: Section) -> dict:
    return _kept(
        {
            "titre": section.title,
            "texte": section.text,
            "questions": [_question(one) for one in section.questions],
        }
    )


def _question(one: Question) -> dict:
    found = {
        "code": one.code,
        "type": str(one.kind),
        "question": one.label,
        "aide": one.help,
        "obligatoire": one.is_required,
        "personnel": one.is_personal,
        "choix": [{"code": option.code, "libelle": option.label} for option in one.options],
        "lignes": [{"code": row.code, "libelle": row.label} for row in one.rows],
        "colonnes": [{"code": column.code, "libelle": column.label} for column in one.columns],
        "totaux": one.has_totals,
        "somme": list(one.parts),
        "debut": one.low_label,
        "fin": one.high_label,
        "entier": one.is_whole,
        "unite": one.unit,
        "long": one.is_long,
    }
    if one.kind is Kind.SCALE:
        found |= {"de": one.low, "a": one.high}
    if one.kind is Kind.TEXT:
        found["longueur"] = one.longest
    if one.condition:
        found["si"] = {"question": one.condition.question, "parmi": list(one.condition.among)}
    bounds = {"minimum": one.minimum, "maximum": one.maximum}
    return _kept(found) | {name: value for name, value in bounds.items() if value is not None}


def _kept(found: dict) -> dict:
    """Without what is empty or false: the text says only what was decided. A zero is kept."""
    return {
        name: value for name, value in found.items() if value == 0 and value is not False or value
    }
