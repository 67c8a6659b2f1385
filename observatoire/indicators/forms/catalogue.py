"""The sheet of an indicator. The engine judges what is typed: the form only carries it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from django import forms

from stats.catalogue import KeyProblem

SPACES = re.compile(r"[ \t\r\n]+")  # unbreakable ones are typography, and stay
WHOLE = re.compile(r"-?\d+$")
DECIMAL = re.compile(r"-?\d+[.,]\d+$")

DIRECTIONS = (
    ("-1", "Une hausse est une mauvaise nouvelle"),
    ("0", "Ambigu\u00a0: ni bonne ni mauvaise"),
    ("1", "Une hausse est une bonne nouvelle"),
)
CYCLES = (
    ("propose", "Proposé"),
    ("retenu", "Retenu"),
    ("en_collecte", "En cours de collecte"),
    ("publie", "Publié"),
    ("abandonne", "Abandonné"),
)
AVAILABILITIES = (
    ("ouverte", "Données ouvertes"),
    ("convention", "Par convention"),
    ("manuelle", "Recueil à la main"),
)
CHANGE_KINDS = (("points", "points"), ("pourcent", "pour cent"), ("unites", "unités"))
TEXTS = (
    "titre", "titre_court", "sujet", "definition", "numerateur", "denominateur", "champ",
    "pourquoi", "ce_quil_ne_dit_pas", "rythme", "cycle", "disponibilite", "piste",
    "raison_du_sens",
)  # fmt: skip
BOOLEANS = ("pluriel", "cle")
PARTS = {
    "variation_minimale": {"variation_valeur": "valeur", "variation_en": "en"},
    "collecte": {"collecte_par": "par", "collecte_depuis": "depuis", "collecte_attendu": "attendu"},
}
FIELDSETS = (
    ("Nommer", ("titre", "titre_court", "sujet", "pluriel")),
    ("Définir", ("definition", "numerateur", "denominateur", "champ", "decimales")),
    ("Lire", ("sens", "raison_du_sens", "variation_valeur", "variation_en", "mises_en_garde",
              "pourquoi", "ce_quil_ne_dit_pas", "cle")),
    ("Suivre", ("rythme", "disponibilite", "cycle", "piste", "collecte_par", "collecte_depuis",
                "collecte_attendu")),
)  # fmt: skip


def _line(label: str, help_text: str = "", **options) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, required=False, **options)


def _area(label: str, help_text: str = "", rows: int = 3) -> forms.CharField:
    return _line(label, help_text, widget=forms.Textarea(attrs={"rows": rows}))


def _choice(label: str, choices: tuple) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices)


class IndicatorForm(forms.Form):
    version = forms.CharField(widget=forms.HiddenInput)
    titre = _line("Titre")
    titre_court = _line("Titre court", "45 signes au plus\u00a0: celui des tuiles.")
    sujet = _line("Sujet", "Le début d’une phrase\u00a0: «\u00a0le taux de pauvreté\u00a0».")
    pluriel = forms.BooleanField(label="Le sujet est au pluriel", required=False)
    definition = _area("Définition", "Une phrase, avec son point.")
    numerateur = _line("Numérateur")
    denominateur = _line("Dénominateur")
    champ = _area("Champ", "La population couverte, en une phrase. Facultatif.", rows=2)
    decimales = _line("Décimales montrées", "De 0 à 4.")
    sens = _choice("Sens", DIRECTIONS)
    raison_du_sens = _line("Raison d’un sens ambigu", "Une phrase, avec son point. Facultatif.")
    variation_valeur = _line("Variation minimale", "En dessous, le site dit «\u00a0stable\u00a0».")
    variation_en = _choice("Unité de cette variation", CHANGE_KINDS)
    mises_en_garde = _area("Mises en garde", "Une phrase par ligne, avec son point.", rows=6)
    pourquoi = _area("Pourquoi cet indicateur")
    ce_quil_ne_dit_pas = _area("Ce qu’il ne dit pas")
    cle = forms.BooleanField(label="Indicateur clé du groupe", required=False)
    rythme = _line("Rythme de publication")
    disponibilite = _choice("Disponibilité", AVAILABILITIES)
    cycle = _choice("État", CYCLES)
    piste = _line("Piste", "L’institution qui la porte, quand l’indicateur est proposé.")
    collecte_par = _line("Collecte\u00a0: par qui")
    collecte_depuis = _line("Collecte\u00a0: depuis quand")
    collecte_attendu = _line("Collecte\u00a0: attendue quand")

    @classmethod
    def of(cls, keys: Mapping[str, object], version: str) -> IndicatorForm:
        """The form filled with what is true now."""
        initial = {name: keys.get(name, "") for name in TEXTS} | {"version": version}
        initial |= {name: bool(keys.get(name)) for name in BOOLEANS}
        initial |= {name: str(keys.get(name, "")) for name in ("sens", "decimales")}
        initial["mises_en_garde"] = "\n".join(keys.get("mises_en_garde", ()))
        for key, fields in PARTS.items():
            parts = keys.get(key) or {}
            initial |= {name: _shown(parts.get(part, "")) for name, part in fields.items()}
        return cls(initial=initial)

    @classmethod
    def labels(cls) -> dict[str, str]:
        """How the keys of the file are called on the screen."""
        fields = {name: field.label for name, field in cls.base_fields.items()}
        return fields | {"variation_minimale": "Variation minimale", "collecte": "Collecte"}

    @property
    def fieldsets(self):
        return [(legend, [self[name] for name in names]) for legend, names in FIELDSETS]

    def keys_over(self, keys: Mapping[str, object]) -> dict[str, object]:
        """All the keys: those of the form changed, the others as they were."""
        typed, found = self.cleaned_data, dict(keys)
        for name in TEXTS:
            _put(found, name, _flat(typed[name]))
        for name in BOOLEANS:
            if typed[name] or name in found:
                found[name] = typed[name]
        found |= {name: _number(typed[name]) for name in ("sens", "decimales")}
        lines = [_flat(line) for line in typed["mises_en_garde"].splitlines()]
        found["mises_en_garde"] = [line for line in lines if line]
        for key, fields in PARTS.items():
            self._put_parts(found, key, fields)
        return found

    def _put_parts(self, found: dict, key: str, fields: Mapping[str, str]) -> None:
        parts = dict(found.get(key) or {})
        for name, part in fields.items():
            text = _flat(self.cleaned_data[name])
            parts[part] = _number(text) if part == "valeur" else text
        parts = {part: value for part, value in parts.items() if value != ""}
        if parts:
            found[key] = parts
        else:
            found.pop(key, None)

    def take(self, problems: Iterable[KeyProblem]) -> None:
        """Each sentence of the engine beside its field, or above all when it has none here."""
        for one in problems:
            name = next(iter(PARTS.get(one.key, {})), one.key)
            self.add_error(name if name in self.fields else None, one.sentence)


def _flat(text: str) -> str:
    return SPACES.sub(" ", text).strip(" ")


def _put(found: dict, key: str, text: str) -> None:
    """A text that is the same but for its line ends stays as it was; nothing is added empty."""
    former = found.get(key)
    if (former is None and not text) or (isinstance(former, str) and _flat(former) == text):
        return
    found[key] = text


def _number(text: str) -> int | float | str:
    """The number typed, with a comma or a point; else the text, which the engine refuses."""
    if WHOLE.match(text):
        return int(text)
    return float(text.replace(",", ".")) if DECIMAL.match(text) else text


def _shown(value: object) -> str:
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)
