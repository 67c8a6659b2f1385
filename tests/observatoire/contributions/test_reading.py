"""A call is reviewed: sixty ideas, ten of one initiative; four reviewers; an answer to each."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from observatoire.base.registry import registry
from observatoire.contributions.actions import answer, group_same, save_review
from observatoire.contributions.emails import address_of
from observatoire.contributions.models import Attachment, Proposal, Review, Speaker
from observatoire.contributions.queries import ideas as queries
from observatoire.contributions.queries.balance import Part, gauge
from observatoire.contributions.queries.ideas import weighted
from observatoire.directory.actions.refusal import Refused
from observatoire.mail.models import Message
from tests.observatoire.contributions.calls import call, idea, keeper, partner
from tests.observatoire.contributions.sixty import OTHERS, SAME
from tests.observatoire.directory.people import parsed, shown, texts
from tests.observatoire.directory.signing import CountedQueries

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return keeper()


class TestSixtyIdeas:
    def test_the_ten_that_are_one_initiative_are_found_and_no_other(self):
        one = call()
        Proposal.objects.bulk_create(
            Proposal(call=one, number=number, title=title, summary=summary, organisation=who)
            for number, (title, summary, who) in enumerate([*SAME, *OTHERS], start=1)
        )
        assert (len(SAME), len(OTHERS)) == (10, 50)
        groups = [[found.number for found in group] for group in queries.alike(one)]
        assert groups == [list(range(1, 11))]

    def test_grouped_they_are_one_line_and_each_gets_its_answer(self, client, person):
        one = call(reviewers=[person])
        made = [idea(one, title=f"Idée {n}", contact_email=f"a{n}@example.org") for n in range(3)]
        Message.objects.all().delete()
        client.force_login(person)
        here = f"/contribuer/{one.slug}/relecture/"
        client.post(f"{here}reunir/", {"idee": ["1", "2", "3"]})
        assert len(parsed(client.get(here)).select("tbody tr")) == 1
        said = {"status": "retenue", "text": "Oui, ensemble.", "with_others": "on"}
        client.post(f"{here}1/repondre/", said)
        assert [Proposal.objects.get(pk=each.pk).status for each in made] == ["retenue"] * 3
        to = sorted(Message.objects.values_list("mailbox", flat=True))
        assert to == ["a0@example.org", "a1@example.org", "a2@example.org"]
        client.post(f"{here}reunir/", {"idee": "2", "separer": "oui"})
        assert len(parsed(client.get(here)).select("tbody tr")) == 2


class TestFourReviewers:
    def test_marks_are_weighed_and_disagreement_is_said(self, client, person):
        one = call(criteria=[("Utile", 3), ("Prête", 1)])
        made = idea(one)
        readers = [partner(f"relecteur.{n}@example.org", f"Structure {n}") for n in range(4)]
        one.reviewers.set(readers)
        useful, ready = one.criteria.order_by("order")
        given = [{useful.pk: 4, ready.pk: 0}, {useful.pk: 0, ready.pk: 0}, {useful.pk: 2}, {}]
        for reader, marks in zip(readers, given, strict=True):
            apart = reader == readers[3]
            save_review(by=reader, proposal=made, marks=marks, remark="", is_apart=apart)
        read = queries.reviewed(one, readers[0])[0]
        # 75 = (4×3 + 0×1) / 16; 0; 50 = 2 of 4 on the only criterion that was marked.
        assert (round(read.score, 2), read.lowest, read.highest) == (41.67, 0.0, 75.0)
        assert (read.reviews, read.apart, read.mine, read.is_disputed) == (3, 1, True, True)
        assert weighted([(4, 3), (0, 1)]) == 75.0
        client.force_login(person)
        cells = texts(shown(client, f"/contribuer/{one.slug}/relecture/"), "tbody td.obs-number")
        assert cells == ["42de 0 à 75 : à discuter", "3"]

    def test_who_is_no_reviewer_neither_reads_nor_marks(self, client):
        made, other = idea(call()), partner()
        client.force_login(other)
        assert client.get(f"/contribuer/{made.call.slug}/relecture/").status_code == 403
        with pytest.raises(Refused, match="Seuls les relecteurs"):
            save_review(by=other, proposal=made, marks={}, remark="", is_apart=False)
        assert Review.objects.count() == 0

    def test_a_reviewer_marks_by_the_page_and_goes_to_the_next(self, client):
        reader = partner()
        one = call(reviewers=[reader])
        made = [idea(one, title=f"Idée {n}") for n in range(2)]
        client.force_login(reader)
        here = f"/contribuer/{one.slug}/relecture/"
        marks = {f"c{criterion.pk}": "3" for criterion in one.criteria.all()}
        response = client.post(f"{here}1/noter/", marks | {"remark": "Bien.", "suivante": "oui"})
        assert response["Location"] == f"{here}2/"
        assert sorted(made[0].reviews.get().marks.values_list("value", flat=True)) == [3, 3]
        assert client.post(f"{here}1/repondre/", {"status": "retenue"}).status_code == 403

    @pytest.mark.parametrize("number", [1, 3])
    def test_the_list_asks_the_same_questions(self, client, person, number):
        one = call()
        for rank in range(number):
            made = idea(one, title=f"Idée {rank}")
            save_review(by=person, proposal=made, marks={}, remark="", is_apart=False)
        client.force_login(person)
        client.get(f"/contribuer/{one.slug}/relecture/")
        with CountedQueries() as counted:
            client.get(f"/contribuer/{one.slug}/relecture/")
        assert counted.number == 11


class TestNoProposalStaysUnanswered:
    def todos(self, who) -> list[str]:
        found = registry.todos["contributions"](person=who)
        return [todo.reason.replace("\u00a0", " ") for todo in found]

    def test_the_desk_recalls_it_until_the_answer(self, person, fixed_clock):
        one = call(answer_days=10)
        made = idea(one)
        assert self.todos(person) == []
        fixed_clock.shift(24 * 3600)
        assert self.todos(person) == ["1 proposition sans réponse, d’ici le 28/03."]
        fixed_clock.shift(12 * 24 * 3600)
        assert self.todos(person) == ["1 proposition sans réponse, en retard de 2 jours."]
        answer(by=person, proposal=made, status="plus_tard", text="Une autre fois.")
        assert self.todos(person) == []

    def test_an_answer_has_a_reason_and_its_author_reads_it(self, client, person):
        made = idea(call())
        with pytest.raises(Refused, match="Écrire une phrase"):
            answer(by=person, proposal=made, status="non_retenue", text=" ")
        answer(by=person, proposal=made, status="non_retenue", text="Trop loin du sujet.")
        here = "/contribuer/" + address_of(made).partition("/contribuer/")[2]
        assert texts(shown(client, here), ".fr-callout__text") == ["Trop loin du sujet."]
        assert "Trop loin" not in str(Message.objects.last().__dict__)

    def test_groups_are_of_one_call(self, person):
        first, second = idea(call("Un")), idea(call("Deux"))
        with pytest.raises(Refused, match="même appel"):
            group_same(by=person, lead=first, others=[second])


class TestPersonalData:
    def test_erased_the_idea_stays_and_nobody_is_behind(self, client):
        made = idea(call(), named_name="Invitée fictive", named_email="invitee@example.org")
        entry = registry.personal["propositions"]
        rows = entry.export("auteur@example.org")
        assert [(row["qui propose"], row["proposition"]) for row in rows] == [
            ("Personne fictive", "Une épicerie solidaire fictive")
        ]
        assert {email for email, _ in entry.addresses()} == {
            "auteur@example.org",
            "invitee@example.org",
        }
        address = "/contribuer/" + address_of(made).partition("/contribuer/")[2]
        assert entry.erase("auteur@example.org") == 1
        assert entry.erase("invitee@example.org") == 1
        made.refresh_from_db()
        names = (made.contact_name, made.contact_email, made.named_name, made.named_email)
        assert (names, made.title) == (("",) * 4, "Une épicerie solidaire fictive")
        assert client.get(address).status_code == 404

    def test_a_year_after_the_answer_names_go(self, person, fixed_clock):
        entry, one = registry.personal["propositions"], call()
        answered, waiting = idea(one), idea(one)
        answer(by=person, proposal=answered, status="retenue", text="Oui.")
        assert entry.purge(timezone.now()) == 0
        assert entry.purge(timezone.now() + timedelta(days=367)) == 1
        answered.refresh_from_db()
        waiting.refresh_from_db()
        assert (answered.contact_email, waiting.contact_email) == ("", "auteur@example.org")

    def test_a_speaker_is_erased_with_what_they_laid(self, settings, tmp_path):
        settings.MEDIA_ROOT = str(tmp_path)
        guest = Speaker.objects.create(
            owner_kind="evenement", owner_key="x", full_name="Fictif", email="s@example.org"
        )
        Attachment.objects.create(speaker=guest, title="a.pdf", size=1)
        assert registry.personal["invites"].erase("s@example.org") == 1
        guest.refresh_from_db()
        assert (guest.full_name, guest.email, Attachment.objects.count()) == ("", "", 0)


def test_the_gauge_says_what_is_missing():
    parts = [Part("Sarthe", "association", "initiative", True), Part("", "recherche", "etude")]
    found = {line.label: line for line in gauge(parts, ["Sarthe", "Vendée"])}
    assert found["Départements"].counts == (("Sarthe", 1), ("Vendée", 0), ("Région ou au-delà", 1))
    assert found["Qui porte"].missing == ("Institutions",)
    assert found["De quoi il s’agit"].missing == ("Témoignages",)
    assert found["Fil rouge"].counts == (("Milieu rural", 1), ("Autres", 1))
