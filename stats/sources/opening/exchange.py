"""Statistical exchange files (SDMX-ML, what Insee's BDM answers) as a table, a line an observation.

Columns: every dimension and attribute by its identifier, then OBS_VALUE. A message that only
describes data sets gives a table of one cell, its title, which a source may set aside.
"""

from __future__ import annotations

import io
import logging
import re
import warnings
from types import ModuleType

from stats.sources.opening.faults import FileFault
from stats.sources.opening.tables import Table, from_rows

XML = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<\?xml")
ROOT = re.compile(rb"<(?:\w+:)?(\w+)[\s>]")
ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
MESSAGE = b"http://www.sdmx.org/resources/sdmxml/"
VALUE = "OBS_VALUE"
STRUCTURE = "Structure SDMX : description de données, sans aucune valeur"


def is_xml(content: bytes) -> bool:
    return XML.match(content[:200]) is not None


def read_exchange(file: str, name: str, content: bytes) -> Table:
    """The table of an SDMX-ML message. Raises FileFault."""
    root = ROOT.search(content)
    if MESSAGE not in content[:5000] or root is None or ENTITIES.search(content):
        raise FileFault(
            file,
            "c’est un document XML d’une autre sorte qu’une réponse SDMX.",
            "Télécharger la série au format SDMX 2.1, ou un tableau.",
        )
    if root[1] == b"Structure":
        return from_rows([[STRUCTURE]], file=file, name=name)
    message = _message(file, content)
    cells = [_cells(one) for dataset in message.data for one in dataset.obs]
    names = list(dict.fromkeys(key for row in cells for key in row))
    names = [*(key for key in names if key != VALUE), VALUE]
    rows = [[row.get(key, "") for key in names] for row in cells]
    return from_rows([names, *rows], file=file, name=name)


def _message(file: str, content: bytes) -> object:
    try:
        with warnings.catch_warnings():
            # Without the structure of the data set, its dimensions are taken as they are written.
            warnings.simplefilter("ignore")
            message = _library().read_sdmx(io.BytesIO(content))
        message.data[0].obs[0]
    except Exception as error:  # the library lets through what its parser or its model raises
        raise FileFault(
            file,
            "la réponse SDMX est incomplète ou mal formée.",
            "La télécharger de nouveau.",
            line=getattr(error, "lineno", None) or 1,
        ) from error
    return message


def _library() -> ModuleType:
    import sdmx  # noqa: PLC0415 — half a second and pandas, for the few files of this form

    # It tells that the structure is missing each time: here it always is.
    logging.getLogger("sdmx").setLevel(logging.ERROR)
    return sdmx


def _cells(observation: object) -> dict[str, str]:
    """What an observation says: its series, its period, its attributes, its value."""
    series = observation.series_key
    held = {key: value.value for key, value in observation.key.values.items()}
    for attached in (series.attrib if series else {}, observation.attached_attribute):
        held.update({key: value.value for key, value in attached.items()})
    value = observation.value
    held[VALUE] = "" if value is None else value
    return {key: str(text) for key, text in held.items()}
