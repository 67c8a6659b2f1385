"""Letters written ahead of those who carry them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from observatoire.directory.models import User
from observatoire.mail.actions import sending
from tests.observatoire.mail.letters import addresses, confirmed

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_page_of_a_mailing_is_read_once_for_all_its_letters():
    """A copy with each message of a batch weighed a hundred megabytes."""
    confirmed(addresses(120), by=User.objects.create_superuser("essai@example.org", "essai"))
    sending.start_due_mailings()

    with CaptureQueriesContext(connection) as asked:
        assert sending.write_ahead(lambda: False) == 120

    pages = [one["sql"] for one in asked if '"mail_mailing"."html"' in one["sql"]]
    assert len(pages) == 1
