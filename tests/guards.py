"""The guards of the tests. Each one makes a whole kind of mistake fail loudly."""

from __future__ import annotations

import random
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


class UndefinedTemplateVariable(AssertionError):
    """One of our templates shows a variable that nothing gives it."""


class UndefinedVariable(str):
    """Django's `string_if_invalid`: an error in our templates, the usual nothing in others'.

    Wagtail and DSFR count on undefined variables being empty, and are not ours to mend. Django
    asks for the truth of this string before it uses it, which is when the template is known.
    """

    def __bool__(self) -> bool:
        return self._our_template() is not None

    def __contains__(self, part) -> bool:
        return part == "%s"

    def __mod__(self, variable) -> str:
        raise UndefinedTemplateVariable(
            f"« {variable} » n’est pas défini dans {self._our_template()}."
        )

    @staticmethod
    def _our_template() -> str | None:
        """The file that the innermost node being rendered was written in, if it is ours."""
        frame = sys._getframe(2)
        while frame is not None:
            origin = getattr(frame.f_locals.get("self"), "origin", None)
            if origin is not None and hasattr(origin, "template_name"):
                name = str(origin.name)
                is_ours = name.startswith((str(ROOT / "observatoire"), "<unknown source>"))
                return name if is_ours else None
            frame = frame.f_back
        return None


def shuffle_unordered(queryset) -> None:
    """Give the rows of a queryset that asked for no order in another order than the database's."""
    rows = queryset._result_cache
    is_ours = queryset.model.__module__.startswith(("observatoire.", "tests."))
    if not is_ours or queryset.ordered or queryset.query.is_sliced or len(rows) < 2:
        return
    before = list(rows)
    # Seeded, so that a failure can be run again; never the order that the database gave.
    random.Random(len(rows)).shuffle(rows)
    if rows == before:
        rows.reverse()


class VarIsOutOfReach(AssertionError):
    """A test opened the real `var/`: it would read, or spoil, what someone is working with."""


_PATH_EVENTS = {"open", "sqlite3.connect", "os.mkdir", "os.remove", "os.rename", "os.listdir"}
_VAR = str(ROOT / "var")


def refuse_var(event: str, arguments: tuple) -> None:
    """Python's audit hook: every file that Python opens passes here."""
    if event not in _PATH_EVENTS or not arguments:
        return
    path = arguments[0]
    if isinstance(path, bytes):
        path = path.decode(errors="replace")
    elif not isinstance(path, str):
        path = str(path)
    if path == _VAR or path.startswith(_VAR + "/"):
        raise VarIsOutOfReach(f"Un test touche à {path} : il doit écrire dans son propre dossier.")
