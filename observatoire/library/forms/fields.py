"""What people write of a study, understood: a date as far as it is known, names, places, codes."""

from __future__ import annotations

import re
from datetime import date
from pathlib import PurePosixPath

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from observatoire.base.french import normalise
from observatoire.base.models import Territory
from observatoire.base.registry import Ref, registry
from observatoire.library.models import Manifestation, Notice
from observatoire.library.queries.labels import FRANCE, known_place

ENDINGS = ("pdf", "odt", "docx", "ods", "xlsx", "odp", "pptx", "csv", "zip", "txt", "epub")
DATES = (
    (re.compile(r"(?P<y>\d{4})"), Notice.Precision.YEAR),
    (re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})"), Notice.Precision.MONTH),
    (re.compile(r"(?P<m>\d{1,2})/(?P<y>\d{4})"), Notice.Precision.MONTH),
    (re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"), Notice.Precision.DAY),
    (re.compile(r"(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})"), Notice.Precision.DAY),
)
MOST_LINES = 40
MOST_MEGABYTES = 50
_is_address = URLValidator(schemes=["http", "https"])


class AddressField(forms.CharField):
    """An address of the web: http or https, and nothing that would run."""

    widget = forms.URLInput

    def __init__(self, **options):
        super().__init__(max_length=1000, **options)
        self.validators.append(_is_address)


class PartialDateField(forms.CharField):
    """« 15/03/2024 », « 03/2024 » or « 2024 » → (first day, precision)."""

    def clean(self, value):
        text = super().clean(value).strip()
        if not text:
            return None, Notice.Precision.DAY
        for pattern, precision in DATES:
            if found := pattern.fullmatch(text):
                parts = {name: int(part) for name, part in found.groupdict().items()}
                try:
                    return date(parts["y"], parts.get("m", 1), parts.get("d", 1)), precision
                except ValueError:
                    break
        raise ValidationError(
            "Écrire la date comme 15/03/2024, ou 03/2024, ou seulement l’année\u00a0: 2024."
        )

    @staticmethod
    def written(day: date | None, precision: str) -> str:
        if day is None:
            return ""
        forms_of = {Notice.Precision.YEAR: "%Y", Notice.Precision.MONTH: "%m/%Y"}
        return day.strftime(forms_of.get(precision, "%d/%m/%Y"))


class LinesField(forms.CharField):
    """One thing a line, each once."""

    widget = forms.Textarea(attrs={"rows": 3})

    def clean(self, value):
        lines = [" ".join(line.split()) for line in super().clean(value).splitlines()]
        kept = list(dict.fromkeys(line for line in lines if line))
        if len(kept) > MOST_LINES:
            raise ValidationError(f"{MOST_LINES} lignes au plus.")
        return self.understood(kept)

    def understood(self, lines: list[str]):
        if any(len(line) > 200 for line in lines):
            raise ValidationError("Chaque ligne tient en 200 caractères.")
        return lines


class KeywordsField(forms.CharField):
    """« logement, jeunes » → a list."""

    def clean(self, value):
        words = (" ".join(word.split()) for word in re.split(r"[,;\n]", super().clean(value)))
        kept = list(dict.fromkeys(word[:80] for word in words if word))
        if len(kept) > MOST_LINES:
            raise ValidationError(f"{MOST_LINES} mots-clés au plus.")
        return kept


class PlacesField(LinesField):
    """Names of towns and of groups of towns, or keys (« commune:44109 ») → keys."""

    def understood(self, lines):
        return [self._key(line) for line in lines]

    @staticmethod
    def _key(line: str) -> str:
        if ":" in line and known_place(line):
            return line
        rows = Territory.objects.present().filter(in_region=True).exclude(level="epci_dep")
        found = list(rows.filter(searched_name=normalise(line)).order_by("level", "code")[:5])
        if len(found) == 1:
            return f"{found[0].level}:{found[0].code}"
        if not found:
            raise ValidationError(
                f"«\u00a0{line}\u00a0» n’est le nom d’aucun territoire de la région."
            )
        which = ", ".join(f"{one.level}:{one.code}" for one in found)
        raise ValidationError(f"«\u00a0{line}\u00a0» désigne plusieurs territoires\u00a0: {which}.")


class OtherAddressesField(LinesField):
    """« https://… Relais : tel site » → (kind, words, address)."""

    def understood(self, lines):
        return [self._parsed(line) for line in lines]

    @staticmethod
    def _parsed(line: str) -> tuple[str, str, str]:
        address, _, words = line.partition(" ")
        try:
            _is_address(address)
        except ValidationError as error:
            raise ValidationError(
                f"«\u00a0{address[:60]}\u00a0» n’est pas une adresse. Commencer chaque ligne par "
                "https://, puis dire ce que c’est."
            ) from error
        if len(address) > 1000 or len(words) > 200:
            raise ValidationError("Une adresse, ou ce qui la suit, est trop long.")
        kinds = {normalise(label): kind for kind, label in Manifestation.Kind.choices}
        begun = normalise(words)
        kind = next((kinds[one] for one in kinds if begun.startswith(one)), "relais")
        return kind, words, address


class IndicatorsField(LinesField):
    """« TX_PAUV60 2021 » → (kind, code, period); a code that nobody knows is refused."""

    def understood(self, lines):
        return [self._parsed(line) for line in lines]

    @staticmethod
    def _parsed(line: str) -> tuple[str, str, str]:
        code, _, period = line.partition(" ")
        if registry.resolve(Ref("indicateur", code)) is None:
            raise ValidationError(f"Aucun indicateur n’a le code «\u00a0{code[:60]}\u00a0».")
        if len(period) > 20:
            raise ValidationError("La période tient en vingt caractères\u00a0: 2021, 2021-T3…")
        return "indicateur", code, period


class StudyFileField(forms.FileField):
    """A file that a reader can open, no larger than the platform takes."""

    def clean(self, data, initial=None):
        given = super().clean(data, initial)
        if not given or given is initial:
            return given
        ending = PurePosixPath(given.name).suffix.lower().lstrip(".")
        if ending not in ENDINGS:
            raise ValidationError(f"Donner un fichier {', '.join(ENDINGS)}.")
        if given.size > MOST_MEGABYTES * 1_000_000:
            raise ValidationError(
                f"Le fichier dépasse {MOST_MEGABYTES}\u00a0Mo\u00a0: "
                "le déposer chez vous et donner son adresse."
            )
        begun = given.read(5)
        given.seek(0)
        if ending == "pdf" and begun != b"%PDF-":
            raise ValidationError("Ce fichier n’est pas un PDF, malgré son nom.")
        return given


def near_places() -> list[tuple[str, str]]:
    """France, the region and its départements: what most studies are about."""
    rows = Territory.objects.present().filter(in_region=True, level__in=("region", "departement"))
    found = [(f"{one.level}:{one.code}", one.name) for one in rows.order_by("-level", "code")]
    return [(FRANCE, "France entière"), *found]
