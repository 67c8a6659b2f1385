"""What the base gives to the rest of the platform, through the registry."""

from __future__ import annotations

from observatoire.base.registry import PersonalData
from observatoire.library.queries import personal

ROOT = "/base-documentaire/"

DEPOSITS = PersonalData(
    label="Dépôts dans la base documentaire",
    model="library.Deposit",
    fields=("email", "remark"),
    export=personal.export_deposits,
    erase=personal.erase_deposits,
    purpose="Dire à qui propose une étude ce qu’elle devient.",
    kept="Trois ans après la réponse.",
    purge=personal.purge_deposits,
)
SEARCHES = PersonalData(
    label="Recherches enregistrées",
    model="library.SavedSearch",
    fields=("email",),
    export=personal.export_searches,
    erase=personal.erase_searches,
    purpose="Annoncer les études nouvelles à qui l’a demandé.",
    kept="Tant que l’alerte est demandée\u00a0; une semaine si elle n’est pas confirmée.",
    purge=personal.purge_searches,
)
