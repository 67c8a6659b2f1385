"""The tables of the base, one file per noun."""

from observatoire.base.models.allowance import Allowance
from observatoire.base.models.document import Document
from observatoire.base.models.generation import Generation
from observatoire.base.models.image import Image, Rendition
from observatoire.base.models.pages import (
    HomePage,
    LegalPage,
    NewsPage,
    SectionPage,
    StandardPage,
)
from observatoire.base.models.revision import Revision
from observatoire.base.models.schedule import Schedule, WorkerLease
from observatoire.base.models.search import SearchEntry
from observatoire.base.models.territory import Territory, TerritoryBelonging

__all__ = [
    "Allowance",
    "Document",
    "Generation",
    "HomePage",
    "Image",
    "LegalPage",
    "NewsPage",
    "Rendition",
    "Revision",
    "Schedule",
    "SearchEntry",
    "SectionPage",
    "StandardPage",
    "Territory",
    "TerritoryBelonging",
    "WorkerLease",
]
