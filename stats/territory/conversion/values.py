"""Values carried from one geography to another, each with the method that made it, or the reason
why nothing could."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from stats.grid import NUMBER, SEVERITY
from stats.statuses import Status
from stats.territory.conversion.passage import Part, Passage
from stats.territory.conversion.weights import Weights
from stats.territory.conversion.why import why_unknown

PERCENT = 100.0


class Kind(StrEnum):
    """What is converted: decides what arithmetic is allowed."""

    COUNT = "effectif"
    RATE = "taux"
    MEDIAN = "mediane"


class Method(StrEnum):
    """How a converted value was made."""

    EXACT = "exact"
    SUM = "somme"
    SHARE = "repartition"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True)
class Value:
    """A number, or why there is none; `mark` is how the file wrote it (« s », « nd »)."""

    number: float | None = None
    status: Status = Status.VALUE
    mark: str = ""

    @property
    def known(self) -> bool:
        return self.status is Status.VALUE


@dataclass(frozen=True)
class Given:
    """A line of the file: a value, and for a rate its operands when they are known."""

    value: Value | None = None
    numerator: Value | None = None
    denominator: Value | None = None

    @property
    def has_operands(self) -> bool:
        return self.numerator is not None and self.denominator is not None


@dataclass(frozen=True)
class Converted:
    """One commune of the new geography. `number` and `mark` are both empty when impossible."""

    code: str
    method: Method
    value: Value | None = None
    origins: tuple[str, ...] = ()
    reason: str = ""


def convert(
    given: Mapping[str, Given],
    passage: Passage,
    kind: Kind,
    weights: Weights | None = None,
    *,
    factor: float = PERCENT,
) -> list[Converted]:
    """Every commune that the values lead to, then the codes that lead nowhere, by code.

    A rate is `factor` × numerator / denominator, both converted first.
    """
    work = _Work(given, passage, Kind(kind), weights or Weights(), factor)
    known = [code for code in given if passage.parts_of(code)]
    found = {target: work.converted(target) for target in passage.targets(known)}
    for code in given:
        if not passage.parts_of(code):
            found[code] = _lost(code, passage, found.get(code))
    return [found[code] for code in sorted(found)]


@dataclass(frozen=True)
class _Work:
    given: Mapping[str, Given]
    passage: Passage
    kind: Kind
    weights: Weights
    factor: float

    def converted(self, target: str) -> Converted:
        parts = self._parts(target)
        origins = tuple(part.origin for part in parts)
        missing = [code for code in origins if code not in self.given]
        if missing:
            return self._impossible(target, origins, f"{_listed(missing)} dans le fichier")
        only = parts[0]
        if len(parts) == 1 and self.passage.is_same_ground(only.origin, target):
            return self._carried(target, only.origin)
        if self.kind is Kind.MEDIAN:
            return self._impossible(target, origins, _median_reason(target, parts))
        shares: dict[str, float] = {}
        for part in parts:
            found = self.weights.shares(self.passage, part.origin)
            if isinstance(found, str):
                return self._impossible(target, origins, found)
            shares[part.origin] = found[target]
        method = Method.SUM if all(part.whole for part in parts) else Method.SHARE
        if self.kind is Kind.RATE:
            return self._rate(target, shares, method)
        values = [self.given[code].value for code in shares]
        total, reason = _sum(values, list(shares.values()), list(shares))
        return Converted(target, method, total, origins, _because(method, reason))

    def _parts(self, target: str) -> tuple[Part, ...]:
        """Without a commune that only a merger says stood, when the file does not know it."""
        parts = self.passage.parts_into(target)
        certain = [
            part
            for part in parts
            if part.origin in self.given or not self.passage.is_presumed(part.origin)
        ]
        return tuple(certain) or parts

    def _carried(self, target: str, origin: str) -> Converted:
        """The same ground: nothing to compute, whatever the nature of the value."""
        line = self.given[origin]
        value = line.value
        if self.kind is Kind.RATE and line.has_operands:
            value, _ = _quotient(line.numerator, line.denominator, self.factor)
        reason = "" if origin == target else f"{origin} a changé de code"
        return Converted(target, Method.EXACT, value, (origin,), reason)

    def _rate(self, target: str, shares: dict[str, float], method: Method) -> Converted:
        origins = tuple(shares)
        without = [code for code in origins if not self.given[code].has_operands]
        if without:
            return self._impossible(
                target,
                origins,
                "un taux ne s’additionne pas et ne se moyenne pas : donner le numérateur et le "
                f"dénominateur de {', '.join(without)}",
            )
        lines, ratios = [self.given[code] for code in origins], list(shares.values())
        above, reason = _sum([line.numerator for line in lines], ratios, list(origins))
        below, other = _sum([line.denominator for line in lines], ratios, list(origins))
        value, zero = _quotient(above, below, self.factor)
        return Converted(target, method, value, origins, _because(method, reason or other or zero))

    def _impossible(self, target: str, origins: tuple[str, ...], reason: str) -> Converted:
        return Converted(target, Method.IMPOSSIBLE, None, origins, reason)


def _sum(values: list[Value], shares: list[float], codes: list[str]) -> tuple[Value, str]:
    """s + 5 = s: one value that is not a number takes the whole with it, the most severe first."""
    unknown = [(value, code) for value, code in zip(values, codes, strict=True) if not value.known]
    if not unknown:
        return Value(
            sum(value.number * share for value, share in zip(values, shares, strict=True))
        ), ""
    worst, _ = max(unknown, key=lambda pair: SEVERITY[NUMBER[pair[0].status]])
    hidden = ", ".join(code for value, code in unknown if value.status is worst.status)
    return worst, f"{hidden} : {worst.status.label.lower()}"


def _quotient(above: Value, below: Value, factor: float) -> tuple[Value, str]:
    if not (above.known and below.known):
        pair = (above, below)
        return max(pair, key=lambda value: SEVERITY[NUMBER[value.status]]), ""
    if below.number == 0:
        return Value(None, Status.NOT_CONCERNED), "dénominateur nul"
    return Value(factor * above.number / below.number), ""


def _because(method: Method, reason: str) -> str:
    if method is Method.SHARE:
        return "; ".join(filter(None, ("répartie selon les poids donnés", reason)))
    return reason


def _median_reason(target: str, parts: tuple[Part, ...]) -> str:
    if all(part.whole for part in parts):
        return (
            f"{target} réunit {len(parts)} communes : une médiane ou un quantile ne se recompose "
            "pas à partir de ceux de ses parties"
        )
    return (
        "le territoire a été partagé : la médiane ou le quantile d’une partie ne se déduit pas de "
        "celui du tout"
    )


def _lost(code: str, passage: Passage, found: Converted | None) -> Converted:
    """A value given for a code that did not stand: said, even where the code has another value."""
    reason = why_unknown(code, passage)
    if found is None:
        return Converted(code, Method.IMPOSSIBLE, None, (code,), reason)
    said = f"la valeur donnée pour {code} n’est pas reprise ({reason})"
    return replace(found, reason="; ".join(filter(None, (found.reason, said))))


def _listed(codes: list[str]) -> str:
    if len(codes) == 1:
        return f"{codes[0]} n’est pas"
    return f"{', '.join(codes[:10])} ne sont pas"
