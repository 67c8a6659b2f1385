"""The demonstration's relay: a folder where each message is a file, as it would have left."""

from __future__ import annotations

from pathlib import Path

from observatoire.mail.adapters.outcome import Departure, Fate, Outcome


class FolderRelay:
    """One file per message, named by it: leaving twice leaves one file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, departure: Departure) -> Outcome:
        kept = self.folder / f"{departure.identifier}.eml"
        part = kept.with_suffix(".part")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            part.write_bytes(departure.content)
            part.replace(kept)
        except OSError as error:
            return Outcome(Fate.NOT_SENT, reply=str(error))
        return Outcome(Fate.ACCEPTED, 250, "2.0.0 rangé dans le dossier de la démonstration")

    def close(self) -> None:
        """Nothing is open."""
