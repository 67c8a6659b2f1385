"""The file of a notice: kept under a name of ours, its words read for the search."""

from __future__ import annotations

from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from observatoire.library.actions.index import index_notice
from observatoire.library.adapters.pdf import read_pdf
from observatoire.library.models import Notice


def put_file(notice: Notice, given: UploadedFile) -> None:
    """Lay a file in a notice that is about to be saved; its text is read afterwards."""
    notice.file = given
    notice.file_name = given.name.replace("\\", "/").rpartition("/")[2][:200]
    notice.file_size = given.size
    notice.file_text = ""


def read_file(*, notice_id: UUID) -> bool:
    """Read the words of a notice's file, and have them found; done twice, it changes nothing."""
    notice = Notice.objects.select_related("group").filter(pk=notice_id).first()
    if notice is None or not notice.file or not notice.file_name.lower().endswith(".pdf"):
        return False
    with notice.file.open("rb") as file:
        found = read_pdf(file.read())
    if found is None:
        return False
    notice.file_text = found.text
    notice.save(update_fields=["file_text"])
    index_notice(notice)
    return True
