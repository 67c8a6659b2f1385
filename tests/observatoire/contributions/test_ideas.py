"""/contribuer/: calls, an idea laid down by anyone, those of others for partners."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from observatoire.base.models import Generation, SearchEntry
from observatoire.base.registry import registry
from observatoire.contributions.emails import address_of
from observatoire.contributions.models import Attachment, Proposal, Support
from observatoire.mail.models import Message
from tests.observatoire.contributions.calls import call, idea, keeper, partner, posted
from tests.observatoire.directory.people import parsed, shown, texts
from tests.observatoire.directory.signing import CountedQueries

pytestmark = pytest.mark.django_db


class TestTheListOfCalls:
    def test_it_says_what_is_open_what_comes_and_what_became(self, client):
        call("Un appel ouvert")
        call("Un appel à venir", opened=-timedelta(hours=2))
        over = call("Un appel clos", opened=timedelta(days=9), closes_in=-timedelta(days=2))
        Proposal.objects.create(call=over, number=1, title="a", summary="b", status="retenue")
        page = shown(client, "/contribuer/")
        assert texts(page, ".obs-call h3") == ["Un appel ouvert"]
        assert texts(page, "section:not([aria-labelledby=ouverts]) li a") == [
            "Un appel à venir",
            "Un appel clos",
        ]
        assert texts(page, "[aria-labelledby=clos] .obs-quiet") == [
            "Clos le 15 mars 2026 · 1 idée reçue, 1 retenue"
        ]

    def test_empty_it_says_so(self, client):
        assert texts(shown(client, "/contribuer/"), ".obs-empty p:first-child") == [
            "Aucun appel n’est ouvert aujourd’hui."
        ]

    @pytest.mark.parametrize("number", [1, 3])
    def test_it_asks_the_same_questions_whatever_their_number(self, client, number):
        for rank in range(number):
            call(f"Appel {rank}")
        Generation.current()
        with CountedQueries() as counted:
            client.get("/contribuer/")
        assert counted.number == 2

    def test_a_draft_is_nowhere(self, client):
        one = call()
        one.published_at = None
        one.save()
        assert client.get(one.get_absolute_url()).status_code == 404
        assert texts(shown(client, "/contribuer/"), ".obs-call h3") == []


class TestProposing:
    def test_anyone_proposes_and_gets_a_link(self, client):
        one = call()
        response = client.post(f"/contribuer/{one.slug}/proposer/", posted())
        assert (response.status_code, response["Location"]) == (
            302,
            "/contribuer/appel-fictif/merci/",
        )
        made = Proposal.objects.get()
        assert (made.number, made.contact_email, made.account) == (1, "auteur@example.org", None)
        sent = Message.objects.get()
        assert (sent.mailbox, sent.kind) == ("auteur@example.org", Message.Kind.CODE)
        page = shown(client, address_of(made).partition("8000")[2] or address_of(made))
        assert texts(page, "h1") == ["Une épicerie solidaire fictive"]

    def test_what_the_visitor_wrote_is_in_no_message(self, client):
        one = call()
        sent = posted(title="Gagnez un lot", summary="http://mechant.example")
        client.post(f"/contribuer/{one.slug}/proposer/", sent)
        message = Message.objects.get()
        assert ("Gagnez" in str(message.__dict__), "mechant" in str(message.__dict__)) == (
            False,
            False,
        )

    def test_the_trap_stores_nothing_and_tells_nothing(self, client):
        one = call()
        response = client.post(
            f"/contribuer/{one.slug}/proposer/", posted() | {"link": "http://a.example"}
        )
        assert response["Location"] == "/contribuer/appel-fictif/merci/"
        assert (Proposal.objects.count(), Message.objects.count()) == (0, 0)

    def test_the_same_form_twice_is_one_idea(self, client):
        one, form = call(), posted(form_key=uuid4())
        for _ in range(2):
            client.post(f"/contribuer/{one.slug}/proposer/", form)
        assert (Proposal.objects.count(), Message.objects.count()) == (1, 1)

    def test_what_is_missing_is_said_and_nothing_is_lost(self, client):
        one = call()
        response = client.post(
            f"/contribuer/{one.slug}/proposer/", posted(contact_email="", title="")
        )
        page = parsed(response)
        assert texts(page, ".fr-error-text") == [
            "Dire l’idée en une ligne.",
            "Écrire votre adresse : sans elle, nous ne pourrions pas vous répondre.",
        ]
        assert texts(page, "textarea") == ["Elle va de bourg en bourg."]

    def test_after_the_hour_it_is_refused_and_what_was_written_is_shown(self, client, fixed_clock):
        one = call()
        fixed_clock.shift(24 * 3600)
        response = client.post(f"/contribuer/{one.slug}/proposer/", posted())
        assert response.status_code == 409
        assert texts(parsed(response), ".obs-kept-text p") == [
            "Une épicerie solidaire fictive",
            "Elle va de bourg en bourg.",
        ]
        assert Proposal.objects.count() == 0

    def test_closed_it_offers_no_form(self, client, fixed_clock):
        one = call()
        fixed_clock.shift(24 * 3600)
        response = client.get(f"/contribuer/{one.slug}/proposer/")
        assert (response.status_code, len(parsed(response).select("form.obs-idea-form"))) == (
            410,
            0,
        )

    def test_a_file_that_a_browser_runs_is_refused(self, client):
        one = call()
        file = SimpleUploadedFile("page.html", b"<script>alert(1)</script>")
        page = parsed(client.post(f"/contribuer/{one.slug}/proposer/", posted() | {"file": file}))
        assert texts(page, ".fr-error-text") == [
            "Ce format n’est pas accepté : enregistrer en PDF, et recommencer."
        ]

    def test_too_many_from_one_address_wait(self, client):
        one = call()
        for _ in range(20):
            client.post(f"/contribuer/{one.slug}/proposer/", posted())
        assert client.post(f"/contribuer/{one.slug}/proposer/", posted()).status_code == 429
        assert Proposal.objects.count() == 20


class TestFollowing:
    def address(self, made: Proposal) -> str:
        return "/contribuer/" + address_of(made).partition("/contribuer/")[2]

    def test_the_author_changes_it_until_the_hour(self, client, fixed_clock):
        made = idea(call())
        changed = posted(title="Un meilleur titre")
        client.post(self.address(made), changed)
        made.refresh_from_db()
        assert made.title == "Un meilleur titre"
        fixed_clock.shift(24 * 3600)
        page = parsed(
            client.post(self.address(made), changed | {"title": "Trop tard"}, follow=True)
        )
        made.refresh_from_db()
        assert made.title == "Un meilleur titre"
        assert texts(page, ".fr-alert--error") == ["L’appel est clos : rien n’a été changé."]

    def test_a_false_link_opens_nothing(self, client):
        idea(call())
        assert client.get("/contribuer/suivi/faux/").status_code == 404

    def test_taken_back_the_name_goes_and_the_link_dies(self, client, settings, tmp_path):
        settings.MEDIA_ROOT = str(tmp_path)
        one = call()
        file = SimpleUploadedFile("note.pdf", b"%PDF-1.4")
        client.post(f"/contribuer/{one.slug}/proposer/", posted() | {"file": file})
        made = Proposal.objects.get()
        address = self.address(made)
        answer = client.get(f"{address}fichier/")
        given = [answer[name] for name in ("Content-Type", "Content-Disposition")]
        assert given == ["application/octet-stream", 'attachment; filename="note.pdf"']
        assert answer.content == b"%PDF-1.4"
        assert texts(parsed(client.post(f"{address}retirer/")), "h1") == [
            "Votre proposition est retirée"
        ]
        made.refresh_from_db()
        assert (made.contact_email, made.status, Attachment.objects.count()) == ("", "retiree", 0)
        assert client.get(address).status_code == 404

    def test_the_author_and_a_reviewer_speak(self, client, fixed_clock):
        made, person = idea(call()), keeper()
        client.force_login(person)
        here = f"/contribuer/{made.call.slug}/relecture/1/"
        client.post(f"{here}dire/", {"text": "Entre nous."})
        client.post(f"{here}dire/", {"text": "Où est-ce ?", "to_author": "on"})
        client.logout()
        # The author answers later: at one instant, nothing says who spoke first.
        fixed_clock.shift(60)
        client.post(f"{self.address(made)}dire/", {"text": "En Mayenne."})
        page = shown(client, self.address(made))
        assert texts(page, ".obs-words li p:last-child") == ["Où est-ce ?", "En Mayenne."]
        to = list(Message.objects.order_by("created_at").values_list("mailbox", flat=True))
        assert sorted(to) == [
            "auteur@example.org",
            "auteur@example.org",
            "coordination.essai@example.org",
        ]


class TestIdeasOfOthers:
    def test_a_partner_reads_them_without_names_and_says_they_join(self, client):
        made = idea(call())
        client.force_login(partner())
        page = client.get(f"/contribuer/{made.call.slug}/idees/1/")
        assert ("Personne fictive" in page.text, "auteur@example.org" in page.text) == (
            False,
            False,
        )
        said = {"comment": "rejoint", "voulu": "oui"}
        client.post(f"/contribuer/{made.call.slug}/idees/1/soutenir/", said)
        page = shown(client, f"/contribuer/{made.call.slug}/idees/1/")
        assert texts(page, "[aria-labelledby=soutiens] .obs-list li") == [
            "CCAS fictif : nous pouvons nous joindre"
        ]
        said["voulu"] = "non"
        client.post(f"/contribuer/{made.call.slug}/idees/1/soutenir/", said)
        assert Support.objects.count() == 0

    @pytest.mark.parametrize("number", [1, 3])
    def test_the_list_asks_the_same_questions(self, client, number):
        one = call()
        for rank in range(number):
            idea(one, title=f"Idée {rank}")
        client.force_login(partner())
        client.get(one.get_absolute_url())
        with CountedQueries() as counted:
            page = client.get(one.get_absolute_url())
        assert len(parsed(page).select(".obs-ideas li")) == number
        assert counted.number == 10

    def test_what_is_private_is_shown_to_no_partner(self, client):
        made = idea(call(), is_private=True)
        client.force_login(partner())
        page = shown(client, made.call.get_absolute_url())
        assert texts(page, ".obs-empty p:first-child") == ["Aucune idée pour l’instant."]
        assert client.get(f"/contribuer/{made.call.slug}/idees/1/").status_code == 404

    def test_the_public_reads_none(self, client):
        made = idea(call())
        assert texts(shown(client, made.call.get_absolute_url()), ".obs-ideas") == []
        assert client.get(f"/contribuer/{made.call.slug}/idees/1/").status_code == 403

    def test_a_call_that_keeps_its_ideas_shows_none(self, client):
        made = idea(call(shares_ideas=False))
        client.force_login(partner())
        assert client.get(f"/contribuer/{made.call.slug}/idees/1/").status_code == 404


def test_nothing_that_was_proposed_is_in_search_cards_or_pages(client):
    """What could leak is looked for: in the index, in the cards, on the public pages."""
    one = call("Appel fictif et public")
    made = idea(one, title="Phrasesecrète", summary="Motcaché", organisation="Structurecachée")
    drafts = list(registry.searchables["appels"]())
    kept = [*SearchEntry.objects.order_by("pk").values(), *drafts]
    cards = registry.cards["appels"](horizon=date(2000, 1, 1))
    pages = [client.get(here).text for here in ("/agenda/", "/contribuer/", one.get_absolute_url())]
    shown_anywhere = " ".join(map(str, [*kept, *cards, *pages])).lower()
    words = ("phrasesecr", "motcach", "structurecach", "auteur@", "appel fictif et public")
    assert [word for word in words if word in shown_anywhere] == ["appel fictif et public"]
    assert registry.resolve(made.ref) is None
