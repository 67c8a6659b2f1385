"""What DNS says of our domains, as the world sees it; tests give a resolver of their own."""

from __future__ import annotations

from dataclasses import dataclass

PATIENCE = 4.0


@dataclass(frozen=True)
class Answer:
    """`is_good` is None where nobody answered: then nothing is known."""

    domain: str
    about: str
    is_good: bool | None
    sentence: str


def look(domain: str, *, selector: str = "", resolver=None) -> list[Answer]:
    """SPF, DMARC, MX of a domain, and the DKIM key of a selector."""
    from checkdmarc.dmarc import check_dmarc  # noqa: PLC0415 half a second to import: only here
    from checkdmarc.spf import check_spf  # noqa: PLC0415 same reason

    options = {"resolver": resolver, "timeout": PATIENCE}
    found = [
        _of(domain, "SPF", lambda: check_spf(domain, **options)),
        _of(domain, "DMARC", lambda: check_dmarc(domain, **options)),
        _records(domain, "MX", domain, resolver),
    ]
    if selector:
        found.append(_records(domain, "DKIM", f"{selector}._domainkey.{domain}", resolver))
    return found


def _of(domain: str, about: str, ask) -> Answer:
    try:
        said = ask()
    except Exception as error:  # the library raises its own, and those of the network
        return Answer(domain, about, None, f"{about} n’a pas pu être lu\u00a0: {error}"[:300])
    if said.get("valid"):
        return Answer(domain, about, True, f"{about} en ordre\u00a0: {said.get('record')}"[:300])
    reason = said.get("error") or "absent"
    is_silent = any(word in str(reason).lower() for word in ("timeout", "timed out", "lifetime"))
    return Answer(
        domain, about, None if is_silent else False, f"{about} à corriger\u00a0: {reason}"[:300]
    )


def _records(domain: str, about: str, name: str, resolver) -> Answer:
    from checkdmarc.utils import query_dns  # noqa: PLC0415 same reason

    kind = "MX" if about == "MX" else "TXT"
    try:
        rows = query_dns(name, kind, resolver=resolver, timeout=PATIENCE)
    except Exception as error:
        is_absent = type(error).__name__ in ("NXDOMAIN", "NoAnswer")
        return Answer(domain, about, False if is_absent else None, f"{about} introuvable à {name}.")
    if not rows:
        return Answer(domain, about, False, f"{about} absent à {name}.")
    return Answer(domain, about, True, f"{about} en ordre\u00a0: {rows[0]}"[:300])
