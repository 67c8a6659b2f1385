"""Official files by address and fingerprint: resumed when cut, refused when changed.

A file is what its SHA-256 says, wherever it comes from. One whose content is not the one that the
catalogue declares is set aside and never read: the producer replaced it, or something altered it
on the way, and a person must look. Where the catalogue declares none, the fingerprint of the first
reception is kept beside the files, and holds from then on.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from stats.catalogue.model import Download

CHUNK = 1 << 16
TIMEOUT_SECONDS = 30
ATTEMPTS = 4
RECEIVED = ".empreintes.json"
SCHEMES = ("https://", "http://127.0.0.1", "http://localhost")


class FetchError(Exception):
    """A file could not be had, or is not the one declared; the sentence says what to do."""


def fetch(
    download: Download, folder: Path, progress: Callable[[str], None] = lambda line: None
) -> Path:
    """The file in `folder`, whole and checked. Raises FetchError, a started file being kept.

    What is already there with the right fingerprint is not asked for again; a file that was cut is
    resumed where it stopped when the server allows it, begun again otherwise.
    """
    if not download.address.startswith(SCHEMES):
        raise FetchError(f"{download.address} : seule une adresse https est acceptée.")
    folder.mkdir(parents=True, exist_ok=True)
    target, part = folder / download.name, folder / f"{download.name}.partiel"
    expected = download.fingerprint or _received(folder).get(download.name, "")
    if expected and target.exists() and sha256(target) == expected:
        progress(f"{download.name} : déjà là.")
        return target
    for attempt in range(1, ATTEMPTS + 1):
        try:
            _receive(download.address, part)
            break
        except (OSError, http.client.HTTPException) as error:
            _explain(download, error, is_last=attempt == ATTEMPTS)
            progress(f"{download.name} : coupé, reprise…")
    return _checked(download, part, target, expected, progress)


def _received(folder: Path) -> dict[str, str]:
    """File → its fingerprint when it was first received here."""
    kept = folder / RECEIVED
    return json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}


def _receive(address: str, part: Path) -> None:
    """Appends to `part` what it lacks; begins again when the server cannot resume."""
    held = part.stat().st_size if part.exists() else 0
    request = urllib.request.Request(address, headers={"User-Agent": "Observatoire"})  # noqa: S310
    if held:
        request.add_header("Range", f"bytes={held}-")
    try:
        answer = urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS)  # noqa: S310 fetch checks
    except urllib.error.HTTPError as error:
        if error.code != http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            raise
        return  # nothing is lacking: the fingerprint will say whether it is the right file
    with answer:
        resumed = answer.status == http.HTTPStatus.PARTIAL_CONTENT
        with part.open("ab" if resumed else "wb") as file:
            expected = answer.length
            received = 0
            while chunk := answer.read(CHUNK):
                file.write(chunk)
                received += len(chunk)
    if expected is not None and received < expected:
        raise http.client.IncompleteRead(b"", expected - received)


def _explain(download: Download, error: Exception, *, is_last: bool) -> None:
    """A refusal is final, a cut is tried again."""
    if isinstance(error, urllib.error.HTTPError) and error.code < 500:
        raise FetchError(
            f"{download.address} répond {error.code} : le producteur a déplacé ou retiré le "
            "fichier. Chercher sa nouvelle adresse et la noter dans catalogue/sources/."
        ) from error
    if is_last:
        raise FetchError(
            f"{download.address} ne répond pas ({error}). Rien n’est perdu : relancer « make "
            "donnees » reprendra où le téléchargement s’est arrêté."
        ) from error


def _checked(
    download: Download,
    part: Path,
    target: Path,
    expected: str,
    progress: Callable[[str], None],
) -> Path:
    found = sha256(part)
    if expected and found != expected:
        aside = part.with_name(f"{download.name}.refuse")
        part.replace(aside)
        raise FetchError(
            f"{download.name} n’est pas le fichier attendu (empreinte {found[:12]}…, attendue "
            f"{expected[:12]}…). Mis de côté sous {aside.name}, il n’est pas lu : "
            "comparer avec la page du producteur avant de changer l’empreinte du catalogue, ou de "
            f"retirer celle de {RECEIVED}."
        )
    part.replace(target)
    if expected:
        progress(f"{download.name} : reçu et vérifié.")
        return target
    known = json.dumps(_received(target.parent) | {download.name: found}, indent=1)
    (target.parent / RECEIVED).write_text(known + "\n", encoding="utf-8")
    progress(
        f"{download.name} : reçu pour la première fois, empreinte {found[:12]}… retenue ; un autre "
        "contenu sera refusé."
    )
    return target


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
