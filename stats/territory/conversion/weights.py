"""How a commune that is divided is shared out: never without weights given from outside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from stats.territory.conversion.passage import Part, Passage


@dataclass(frozen=True)
class Weights:
    """Numbers to share in proportion of: inhabitants by commune, or by (from, to) link."""

    communes: Mapping[str, float] = field(default_factory=dict)
    links: Mapping[tuple[str, str], float] = field(default_factory=dict)

    def shares(self, passage: Passage, origin: str) -> dict[str, float] | str:
        """Target → share (they add up to 1), or the sentence that says why there are none."""
        parts = passage.parts_of(origin)
        if len(parts) == 1 and parts[0].whole:
            return {parts[0].target: 1.0}
        if not self.communes and not self.links:
            return f"{origin} est partagée et aucun poids n’est donné"
        found = {part.target: self._weight(part) for part in parts}
        if missing := sorted(target for target, weight in found.items() if weight is None):
            return f"le poids de {', '.join(missing)} manque pour partager {origin}"
        total = sum(found.values())
        if not total > 0:
            return f"les poids qui partageraient {origin} sont nuls"
        return {target: weight / total for target, weight in found.items()}

    def _weight(self, part: Part) -> float | None:
        """That of the link if given; else of the commune that is exactly this part."""
        linked = self.links.get((part.origin, part.target))
        return linked if linked is not None else self.communes.get(part.name)
