"""A theme and a territory proposed for a reference, each with the words that say so."""

from __future__ import annotations

from dataclasses import dataclass

from observatoire.library.citations.reference import Reference
from observatoire.library.harvest.likeness import folded

# Stems of words that a theme is spoken of with; the slug is that of the theme.
THEMES = {
    "solidarite-et-precarite": (
        "pauvre|precari|solidarit|exclus|surendett|rsa|minima "
        "sociaux|aide aliment|niveau de vie|sans abri|inegalit"
    ),
    "personnes-agees": (
        "personnes agees|vieilliss|senior|ehpad|retrait|grand age|perte d autonomie|aidants|apa"
    ),
    "handicap-et-protection-juridique": (
        "handicap|tutel|curatel|mandataire|aah|majeurs "
        "proteges|protection juridique|protection des majeurs|esat"
    ),
    "enfance-famille-et-jeunesse": (
        "enfan|famil|jeune|parent|monoparent|creche|mineur|etudiant|scolair|lyceen"
    ),
    "emploi-et-insertion": (
        "emploi|chomage|chomeur|insertion|salari|metier|apprenti|marche du travail"
    ),
    "logement-et-hebergement": (
        "logement|hebergement|locati|habitat|expulsion|loyer|hlm|mal logement|sans domicile"
    ),
    "sante": "sante|soin|maladie|medecin|hospital|mortalit|addict|suicid|psychi|vaccin",
    "territoires-et-numerique": (
        "numerique|illectronisme|rural|quartier|internet|mobilit|commune|zonage"
    ),
}


@dataclass(frozen=True)
class Suggestion:
    """`key` is the slug of a theme, or « niveau:code »; `reason` the words that were seen."""

    key: str
    reason: str


def themes(
    reference: Reference, vocabulary: dict[str, str], limit: int = 2
) -> tuple[Suggestion, ...]:
    """The themes whose words are in the title (they count three), the keywords, the summary."""
    places = (
        (3, folded(reference.title)),
        (2, folded(" ".join(reference.keywords))),
        (1, folded(reference.summary[:1500])),
    )
    scored = []
    for rank, (slug, stems) in enumerate(vocabulary.items()):
        seen = _seen(stems, places)
        if seen:
            scored.append(
                (
                    -sum(seen.values()),
                    rank,
                    slug,
                    tuple(sorted(seen, key=lambda word: (-seen[word], word))),
                )
            )
    scored.sort()
    if not scored:
        return ()
    floor = max(2, -scored[0][0] / 2)
    return tuple(
        Suggestion(slug, f"On y lit {_quoted(words[:3])}.")
        for score, _, slug, words in scored[:limit]
        if -score >= floor
    )


def _seen(stems: str, places) -> dict[str, int]:
    found: dict[str, int] = {}
    for weight, text in places:
        padded = f" {text} "
        for stem in stems.split("|"):
            at = padded.find(f" {stem}")
            if at >= 0:
                end = padded.find(" ", at + 1 + len(stem))
                word = padded[at + 1 : end]
                found[word] = max(weight, found.get(word, 0))
    return found


def _quoted(said) -> str:
    return ", ".join(f"«\u00a0{word}\u00a0»" for word in said)


def territories(reference: Reference, names: dict[str, str]) -> tuple[Suggestion, ...]:
    """The territories named in the title, otherwise in the summary; `names` by their key."""
    for place, text in (("titre", reference.title), ("résumé", reference.summary[:1500])):
        padded = f" {folded(text)} "
        found = [
            Suggestion(key, f"«\u00a0{name}\u00a0» est dans le {place}.")
            for key, name in names.items()
            if f" {folded(name)} " in padded
        ]
        if found:
            return tuple(_without_parts(found, names))
    return ()


def _without_parts(found: list[Suggestion], names: dict[str, str]) -> list[Suggestion]:
    """« Loire » inside « Pays de la Loire » names nothing of its own."""
    said = {suggestion.key: f" {folded(names[suggestion.key])} " for suggestion in found}
    return [
        suggestion
        for suggestion in found
        if not any(
            said[suggestion.key] != other and said[suggestion.key] in other
            for other in said.values()
        )
    ]
