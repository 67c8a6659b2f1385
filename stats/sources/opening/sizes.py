"""How much a compressed file may unfold to: checked before anything is kept in memory."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib

from stats.sources.opening.faults import FileFault

MEGABYTE = 1024 * 1024
LARGEST_TEXT = 300 * MEGABYTE
LARGEST_WORKBOOK = 150 * MEGABYTE
LARGEST_FILE = 200 * MEGABYTE
MOST_MEMBERS = 2000
# Official workbooks unfold to ten times their size at most.
MOST_TIMES, UNSUSPECTED = 60, 20 * MEGABYTE
CHUNK = MEGABYTE


def unfolded_gzip(name: str, content: bytes) -> bytes:
    """The content of a .gz, measured once before it is kept."""
    try:
        with gzip.open(io.BytesIO(content)) as stream:
            size = 0
            while chunk := stream.read(CHUNK):
                size += len(chunk)
                if size > LARGEST_TEXT:
                    raise too_large(name, LARGEST_TEXT)
        return gzip.decompress(content)
    except (OSError, EOFError, zlib.error) as error:
        raise truncated(name) from error


def opened_zip(name: str, content: bytes, largest: int) -> zipfile.ZipFile:
    """A zip whose declared sizes are reasonable: none is unfolded to know it.

    What a member declares binds: the library reads no byte beyond it.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, OSError) as error:
        raise truncated(name) from error
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise FileFault(
            name,
            f"l’archive contient {len(members)} fichiers.",
            f"En donner {MOST_MEMBERS} au plus.",
        )
    unfolded = sum(member.file_size for member in members)
    if unfolded > largest or unfolded > max(UNSUSPECTED, MOST_TIMES * len(content)):
        raise too_large(name, min(largest, unfolded))
    return archive


def read_member(name: str, archive: zipfile.ZipFile, member: str) -> bytes:
    try:
        return archive.read(member)
    except (zipfile.BadZipFile, OSError, EOFError, zlib.error, NotImplementedError) as error:
        raise truncated(name) from error
    except RuntimeError as error:
        raise FileFault(
            name, "l’archive est protégée par un mot de passe.", "L’enregistrer sans mot de passe."
        ) from error


def too_large(name: str, largest: int) -> FileFault:
    return FileFault(
        name,
        f"une fois déplié, le fichier dépasse {largest // MEGABYTE}\u00a0Mo.",
        "Vérifier qu’il vient bien du producteur ; sinon, n’en garder que les tableaux utiles.",
    )


def truncated(name: str) -> FileFault:
    return FileFault(
        name,
        "le fichier compressé est incomplet ou abîmé.",
        "Le télécharger de nouveau, en entier.",
    )
