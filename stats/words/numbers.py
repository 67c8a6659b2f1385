"""Numbers as a French reader writes them."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

THOUSANDS = "\u202f"
NB_SPACE = "\u00a0"
MINUS = "\u2212"
INVARIABLE = {"repas", "mois", "fois", "colis", "avis"}
SYMBOLS = ("%", "‰", "€", "pour ", "m²", "km²")
WITHOUT_DIMENSION = ("rapport", "indice", "score")
THOUSAND = re.compile(r"\b(\d+) 000\b")


def rounded(value: float, decimals: int) -> Decimal:
    """As one rounds by hand (half away from zero) the number that is written, not its binary."""
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def format_number(value: float, decimals: int = 0, *, signed: bool = False) -> str:
    """« 1 234,5 », « −0,3 », and with `signed` « +0,3 »."""
    number = rounded(value, decimals)
    text = f"{abs(number):,f}".replace(",", THOUSANDS).replace(".", ",")
    if number == 0:
        return text
    return (MINUS if number < 0 else "+" if signed else "") + text


def format_value(value: float | None, unit: str, decimals: int = 0) -> str:
    """« 12,9 % », « 22 910 € », « 29 997 foyers », « 3,1 pour 1 000 »; « – » for None.

    The unit agrees with the number: « 1 foyer », « 2 foyers ».
    """
    if value is None:
        return "–"
    number = format_number(value, decimals)
    written = agree(unit, value)
    return f"{number}{NB_SPACE}{written}" if written else number


def agree(unit: str, value: float) -> str:
    """The unit, singular below 2 as French has it; nothing for a mere ratio or score."""
    if unit.startswith(WITHOUT_DIMENSION):
        return ""
    if unit.startswith("pour "):
        whole = THOUSAND.sub(rf"\1{THOUSANDS}000", unit)
        return whole.replace("pour ", f"pour{NB_SPACE}", 1)
    first, space, rest = unit.partition(" ")
    if abs(value) < 2 and first.endswith("s") and first not in INVARIABLE:
        return f"{first[:-1]}{space}{rest}"
    return unit


def short_unit(unit: str) -> str:
    """What an axis may repeat: « € » of « € par an », « % »; nothing for a counted noun."""
    symbol = unit.partition(" ")[0]
    return symbol if symbol in ("%", "‰", "€") else ""


def is_symbol(unit: str) -> bool:
    """Whether the unit must follow the number even where the subject already names the count."""
    return unit.startswith(SYMBOLS)
