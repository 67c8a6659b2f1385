"""An address that the directory says alive: what its bounces had set aside comes back, no more."""

import pytest
from django.utils import timezone

from observatoire.directory.actions.successions import address_revived
from observatoire.directory.models import AuditLine, User
from observatoire.mail.models import Suppression

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("reason", "comes_back"),
    [("rebond", True), ("demande", False), ("plainte", False), ("main", False)],
)
def test_only_what_bounces_had_set_aside_comes_back(reason, comes_back):
    by = User.objects.create_superuser("coordination@example.org", "mot-de-passe-d-essai")
    one = Suppression.objects.create(mailbox="a@example.org", reason=reason, at=timezone.now())
    for _ in range(2):  # told twice, it is done and written once
        address_revived.send(sender=None, by=by, email="A@example.org")
    one.refresh_from_db()
    assert (one.lifted_at is not None) is comes_back
    written = AuditLine.objects.filter(verb="retablir_adresse")
    assert written.count() == int(comes_back)
