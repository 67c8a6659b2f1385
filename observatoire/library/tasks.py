"""Work of the base that is done after the answer."""

from uuid import UUID

from django_tasks import task

from observatoire.library.actions.files import read_file


@task()
def read_notice_file(notice_id: str) -> None:
    read_file(notice_id=UUID(notice_id))
