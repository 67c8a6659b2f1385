"""The keys of each kind of YAML file of the catalogue, and the model each one fills."""

from __future__ import annotations

from stats.catalogue.calculation import calculation
from stats.catalogue.document import Entry
from stats.catalogue.fields import (
    Field,
    boolean,
    choice,
    days,
    decimals,
    direction,
    file_name,
    fingerprint,
    group,
    many,
    period,
    positive,
    sentence,
    sentence_or_empty,
    short_title,
    text,
    text_or_empty,
    web_address,
)
from stats.catalogue.lecture.schema import lecture
from stats.catalogue.model import (
    Availability,
    Break,
    Collection,
    Cycle,
    Download,
    Floor,
    MinimumChange,
    Nature,
    Randomness,
    Schedule,
    SecrecyRule,
    Section,
    Theme,
)
from stats.catalogue.uncertainty import interval
from stats.territory.model import Level

RHYTHMS = ("mois", "trimestre", "semestre", "annee")
CHANGE_KINDS = ("points", "pourcent", "unites")
THEMES_OF_GROUP = tuple(str(theme) for theme in Theme if theme is not Theme.CONTEXTE)


def theme_of_group(entry: Entry) -> Theme:
    return Theme(choice(THEMES_OF_GROUP)(entry))


INDICATOR = (
    Field("code", "code", text),
    Field("titre", "title", text),
    Field("titre_court", "short_title", short_title),
    Field("sujet", "subject", text),
    Field("pluriel", "plural", boolean),
    Field("theme", "theme", choice(Theme)),
    Field("theme_lie", "related_theme", theme_of_group, required=False),
    Field("nature", "nature", choice(Nature)),
    Field("unite", "unit", text),
    Field("decimales", "decimals", decimals),
    Field("definition", "definition", sentence),
    Field("numerateur", "numerator", text_or_empty),
    Field("denominateur", "denominator", text_or_empty),
    Field("source", "source", text),
    Field("producteur", "producer", text),
    Field("rythme", "rhythm", text),
    Field("niveaux", "levels", many(choice(Level), empty=False)),
    Field("sens", "direction", direction),
    Field("raison_du_sens", "direction_reason", sentence_or_empty, required=False),
    Field("alea", "randomness", choice(Randomness)),
    Field("cycle", "cycle", choice(Cycle)),
    Field("disponibilite", "availability", choice(Availability)),
    Field(
        "variation_minimale",
        "minimum_change",
        group(
            MinimumChange,
            Field("valeur", "value", positive),
            Field("en", "kind", choice(CHANGE_KINDS)),
        ),
    ),
    Field("mises_en_garde", "caveats", many(sentence)),
    Field("pourquoi", "why", sentence),
    Field("ce_quil_ne_dit_pas", "silence", sentence),
    Field("panorama_insee", "in_insee_panorama", boolean),
    Field("cle", "key", boolean, required=False),
    Field("additif", "additive", boolean, required=False),
    Field("champ", "scope", sentence_or_empty, required=False),
    Field(
        "ruptures",
        "breaks",
        many(
            group(
                Break,
                Field("periode", "period", period),
                Field("raison", "reason", sentence),
            )
        ),
        required=False,
    ),
    Field(
        "collecte",
        "collection",
        group(
            Collection,
            Field("par", "by", text),
            Field("depuis", "since", text_or_empty, required=False),
            Field("attendu", "expected", text_or_empty, required=False),
        ),
        required=False,
    ),
    Field("piste", "lead", text_or_empty, required=False),
    Field("composantes", "components", many(text), required=False),
    Field("calcul", "calculation", calculation, required=False),
    Field("intervalle", "interval", interval, required=False),
    Field(
        "plancher",
        "floor",
        group(
            Floor,
            Field("valeur", "value", positive),
            Field("niveaux", "levels", many(choice(Level), empty=False)),
        ),
        required=False,
    ),
)

SOURCE = (
    Field("code", "code", text),
    Field("titre", "title", text),
    Field("producteur", "producer", text),
    Field("licence", "licence", text),
    Field("adresse", "address", text_or_empty),
    Field("rythme", "rhythm", text),
    Field("champ", "scope", sentence_or_empty, required=False),
    Field("notes", "notes", many(sentence), required=False),
    Field(
        "parution",
        "schedule",
        group(
            Schedule,
            Field("tous_les", "every", choice(RHYTHMS)),
            Field("delai", "delay", days),
            Field("tolerance", "grace", days, required=False),
        ),
        required=False,
    ),
    Field("sans_intervalle", "no_interval", sentence_or_empty, required=False),
    Field("lecture", "reading", lecture, required=False),
    Field(
        "secret",
        "secrecy",
        group(
            SecrecyRule,
            Field("origine", "origin", sentence),
            Field("seuil", "threshold", positive, required=False),
            Field("dominance", "dominance", positive, required=False),
            Field("p", "p", positive, required=False),
            Field("marge", "margin", positive, required=False),
            Field("zeros_sensibles", "sensitive_zeros", boolean, required=False),
            Field("sauf", "aside", many(text, empty=False), required=False),
        ),
        required=False,
    ),
    Field(
        "telechargements",
        "downloads",
        many(
            group(
                Download,
                Field("adresse", "address", web_address),
                Field("nom", "name", file_name),
                Field("empreinte", "fingerprint", fingerprint, required=False),
            )
        ),
        required=False,
    ),
)

DASHBOARD = (
    Field("code", "slug", text),
    Field("titre", "title", text),
    Field("chapo", "lead", sentence),
    Field(
        "sections",
        "sections",
        many(
            group(
                Section,
                Field("theme", "theme", theme_of_group),
                Field("indicateurs", "codes", many(text, empty=False)),
            ),
        ),
    ),
)
