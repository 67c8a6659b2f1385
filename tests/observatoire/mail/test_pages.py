"""/gestion/courriels/: what leaves, seen before it leaves."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.policy import default

import pytest
from django.core.mail import send_mail
from django.utils import timezone

from observatoire.base.registry import registry
from observatoire.mail import emails, feeds
from observatoire.mail.actions import post_letter
from observatoire.mail.actions.learning import suppress_by_hand
from observatoire.mail.models import DomainAlarm, Gate, Mailing, Message, Suppression
from tests.observatoire.mail.letters import LETTER, addresses, parsed, prepared, states, texts

pytestmark = pytest.mark.django_db
ROOT = "/gestion/courriels/"
SCREENS = ["", "messages/", "incertains/", "domaines/", "adresses/"]
NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def signed(client, sender):
    client.force_login(sender)
    return client


def shown(client, address: str):
    response = client.get(address)
    assert response.status_code == 200
    return parsed(response)


def of(mailing: Mailing, end: str = "") -> str:
    return f"{ROOT}{mailing.pk}/{end}"


class TestWhoComesIn:
    @pytest.mark.parametrize("screen", SCREENS)
    def test_a_reader_sees_every_room(self, client, reader, screen):
        client.force_login(reader)
        assert len(texts(shown(client, ROOT + screen), ".obs-gestion h1")) == 1

    @pytest.mark.parametrize("screen", [*SCREENS, "porte/"])
    def test_without_a_right_nobody_does(self, client, member, screen):
        client.force_login(member)
        assert client.get(ROOT + screen).url == "/gestion/"

    @pytest.mark.parametrize(
        "end", ["confirmer/", "essai/", "pause/", "reprendre/", "deprogrammer/", "annuler/"]
    )
    def test_a_reader_decides_nothing(self, client, reader, end):
        client.force_login(reader)
        mailing = prepared()
        assert client.post(of(mailing, end), {"count": "3"}).url == "/gestion/"
        assert Mailing.objects.get().state == "a_confirmer"

    def test_an_unknown_one_is_not_found(self, signed):
        assert signed.get(f"{ROOT}{NOBODY}/").status_code == 404


class TestIndex:
    def test_it_works(self, signed, sender):
        prepared(by=sender)
        page = shown(signed, ROOT)
        assert texts(page, "tbody .obs-object") == ["Lettre d’essai"]
        assert texts(page, "tbody .obs-state") == ["à confirmer"]
        assert texts(page, "tbody .obs-number") == ["3", "0", "0", "0"]

    def test_empty_it_says_how_it_begins(self, signed):
        assert texts(shown(signed, ROOT), ".obs-empty h2") == ["Aucun envoi pour l’instant"]

    @pytest.mark.parametrize(
        ("query", "found"),
        [("q=essai", 1), ("q=rien", 0), ("etat=termine", 0), ("etat=inconnu", 1)],
    )
    def test_it_is_searched(self, signed, query, found):
        prepared()
        assert len(texts(shown(signed, f"{ROOT}?{query}"), "tbody tr")) == found

    @pytest.mark.parametrize("number", [1, 3])
    def test_more_mailings_ask_no_more(self, signed, django_assert_num_queries, number):
        for rank in range(number):
            prepared(key=str(rank))
        signed.get(ROOT)
        with django_assert_num_queries(9):
            assert len(texts(shown(signed, ROOT), "tbody tr")) == number

    def test_it_says_that_everything_is_held(self, signed):
        Gate.objects.update_or_create(
            pk=1, defaults={"held": "restauration", "held_at": timezone.now()}
        )
        (note,) = texts(shown(signed, ROOT), "[role=alert]")
        assert note.startswith("Une sauvegarde vient d’être rendue")


class TestMailing:
    def test_it_shows_to_how_many_and_the_account_is_right(self, signed, sender):
        mailing = prepared([*addresses(3), "LECTEUR-0001@example.org"], by=sender)
        page = shown(signed, of(mailing))
        assert texts(page, ".obs-lead") == [
            "4 candidats = 3 messages + 1 écarté (1 : même boîte qu’un autre candidat)."
        ]
        assert texts(page, "tbody .obs-address") == addresses(3)
        assert texts(page, ".obs-history li") == [
            "17 mars 2026, 09:00 envoi.essai@example.org a préparé l’envoi."
        ]

    @pytest.mark.parametrize("number", [1, 3])
    def test_more_recipients_ask_no_more(self, signed, django_assert_num_queries, number):
        mailing = prepared(addresses(number))
        signed.get(of(mailing))
        with django_assert_num_queries(10):
            assert len(texts(shown(signed, of(mailing)), "tbody tr")) == number

    def test_recipients_are_searched(self, signed):
        mailing = prepared(addresses(3))
        page = shown(signed, of(mailing, "?q=0002"))
        assert texts(page, "tbody .obs-address") == ["lecteur-0002@example.org"]

    def test_accepted_is_never_said_received(self, signed):
        mailing = prepared()
        mailing.messages.update(state="accepte", due=None)
        page = shown(signed, of(mailing))
        assert texts(page, "tbody .obs-state") == ["accepté par le relais"] * 3

    def test_it_is_exported(self, signed):
        mailing = prepared(["un@example.org", "=un@example.org"])
        lines = signed.get(of(mailing, "export/")).content.decode("utf-8-sig").splitlines()
        assert lines == [
            "adresse;état;raison;essais;réponse;le",
            "'=un@example.org;prêt;;0;;",
            "un@example.org;prêt;;0;;",
        ]


class TestConfirm:
    def test_it_restates_the_count_and_leaves(self, signed, sender):
        mailing = prepared(by=sender)
        page = shown(signed, of(mailing, "confirmer/"))
        assert texts(page, "h1")[-1] == "Envoyer à 3 personnes ?"
        assert signed.post(of(mailing, "confirmer/"), {"count": "3"}).url == of(mailing)
        assert Mailing.objects.get().state == "programme"

    def test_a_wrong_count_sends_nothing(self, signed):
        mailing = prepared()
        page = parsed(signed.post(of(mailing, "confirmer/"), {"count": "300"}))
        assert texts(page, "[role=alert]") == [
            "Vous avez écrit 300, l’envoi part à 3 : vérifier, puis confirmer."
        ]
        assert Mailing.objects.get().state == "a_confirmer"

    def test_it_is_scheduled_at_an_hour_of_paris(self, signed):
        mailing = prepared()
        signed.post(of(mailing, "confirmer/"), {"count": "3", "due": "2026-03-20T08:30"})
        assert Mailing.objects.get().due.isoformat() == "2026-03-20T07:30:00+00:00"

    @pytest.mark.parametrize(
        ("before", "verb", "after"),
        [
            ("programme", "deprogrammer", "a_confirmer"),
            ("en_cours", "pause", "en_pause"),
            ("en_pause", "reprendre", "en_cours"),
            ("en_cours", "annuler", "annule"),
            ("termine", "annuler", "termine"),
            ("a_confirmer", "pause", "a_confirmer"),
        ],
    )
    def test_each_decision(self, signed, before, verb, after):
        mailing = prepared()
        Mailing.objects.update(state=before)
        assert signed.post(of(mailing, f"{verb}/")).url == of(mailing)
        assert Mailing.objects.get().state == after

    def test_to_cancel_asks_first(self, signed):
        mailing = prepared()
        page = shown(signed, of(mailing, "annuler/"))
        assert texts(page, ".obs-lead") == ["Lettre d’essai : 3 messages ne partiront pas."]
        assert Mailing.objects.get().state == "a_confirmer"

    def test_a_test_leaves_to_a_few(self, signed):
        mailing = prepared()
        signed.post(of(mailing, "essai/"), {"addresses": "un@example.org\n\ndeux@example.org"})
        sent = Message.objects.filter(kind="essai").order_by("mailbox")
        assert [(one.mailbox, one.subject[:8]) for one in sent] == [
            ("deux@example.org", "[Essai] "),
            ("un@example.org", "[Essai] "),
        ]
        assert mailing.messages.count() == 3

    def test_a_test_to_no_address_is_refused(self, signed):
        page = parsed(signed.post(of(prepared(), "essai/"), {"addresses": "personne"}))
        assert len(texts(page, ".error-message")) == 1
        assert Message.objects.filter(kind="essai").count() == 0


class TestMessage:
    @pytest.mark.parametrize(
        ("form", "selector", "said"),
        [
            ("html", "iframe.obs-mail:not(.obs-mail--phone)", ""),
            ("telephone", "iframe.obs-mail--phone", ""),
            ("texte", "pre.obs-mail--text", "Lettre n° 3, mars 2026"),
            ("source", "tbody tr", "Date Tue, 17 Mar 2026"),
        ],
    )
    def test_it_is_seen_as_it_would_leave(self, signed, form, selector, said):
        message = prepared().messages.first()
        page = shown(signed, f"{ROOT}messages/{message.pk}/?forme={form}")
        assert texts(page, selector)[0].startswith(said)

    def test_the_frame_runs_nothing(self, signed):
        message = prepared().messages.first()
        response = signed.get(f"{ROOT}messages/{message.pk}/page/")
        policy = response["Content-Security-Policy"]
        assert policy.split("; ")[:3] == [
            "sandbox",
            "default-src 'none'",
            "style-src 'unsafe-inline'",
        ]
        assert texts(parsed(response), "h1") == [LETTER.subject.replace("\u00a0", " ")]

    def test_a_code_is_its_readers_alone(self, signed, settings):
        code = post_letter(to="a@example.org", letter=LETTER, kind="code")
        address = f"{ROOT}messages/{code.pk}/"
        assert len(shown(signed, address).select("iframe")) == 1
        settings.DEMONSTRATION = False
        assert texts(shown(signed, address), ".obs-note") == [
            "Ce message porte un code ou un lien personnel : seul son destinataire le lit."
        ]
        assert signed.get(f"{address}page/").status_code == 404

    def test_the_code_in_its_subject_is_its_readers_alone(self, signed, settings):
        """The sign-in code stands in the subject: no list, search, screen or export shows it."""
        settings.DEMONSTRATION = False
        letter = replace(LETTER, subject="Observatoire\u00a0: votre code est 735\u202f812")
        code = post_letter(to="a@example.org", letter=letter, kind="code")
        Message.objects.update(state="incertain", due=None, claimed_at=timezone.now())
        screens = ["messages/", f"messages/{code.pk}/", f"messages/{code.pk}/?forme=source"]
        for screen in [*screens, "incertains/", "messages/?q=735"]:
            assert "735" not in shown(signed, ROOT + screen).select_one("main").get_text()
        assert texts(shown(signed, f"{ROOT}messages/?q=code"), "tbody .obs-object") == [
            "Code ou lien personnel"
        ]
        assert texts(shown(signed, f"{ROOT}messages/?q=735"), "tbody tr") == []
        assert [one["objet"] for one in registry.personal["courriels"].export("a@example.org")] == [
            "Code ou lien personnel"
        ]
        left = message_from_bytes(emails.unpack(code.prepared.content), policy=default)
        assert left["Subject"] == "Observatoire\u00a0: votre code est 735\u202f812"

    @pytest.mark.parametrize("number", [1, 3])
    def test_lone_messages_are_listed(self, signed, django_assert_num_queries, number):
        for rank in range(number):
            send_mail(f"Avis {rank}", "Bonjour", None, ["a@example.org"])
        signed.get(f"{ROOT}messages/")
        with django_assert_num_queries(8):
            assert len(texts(shown(signed, f"{ROOT}messages/"), "tbody tr")) == number


class TestDoubtful:
    @pytest.fixture
    def doubtful(self):
        mailing = prepared()
        mailing.messages.update(state="incertain", claimed_at=timezone.now())
        return mailing

    def test_the_desk_asks_to_settle_them(self, doubtful):
        doubtful.messages.filter(pk=doubtful.messages.first().pk).update(state="accepte")
        told = feeds.light()
        assert (told.state, told.sentence) == ("attention", "2 envois incertains à trancher.")
        assert [(one.title, one.address, one.rights) for one in told.asks] == [
            ("2 messages incertains", f"{ROOT}incertains/", ("mail.read_mail", "mail.send_mailing"))
        ]

    @pytest.mark.parametrize(("verdict", "state"), [("parti", "accepte"), ("renvoyer", "pret")])
    def test_a_person_settles_those_chosen(self, signed, doubtful, verdict, state):
        assert len(texts(shown(signed, f"{ROOT}incertains/"), "tbody tr")) == 3
        chosen = [str(one.pk) for one in doubtful.messages.all()[:2]]
        signed.post(f"{ROOT}incertains/trancher/", {"message": chosen, "verdict": verdict})
        assert states(doubtful) == {"incertain": 1, state: 2}

    def test_a_reader_looks_on(self, client, reader, doubtful):
        client.force_login(reader)
        assert shown(client, f"{ROOT}incertains/").select("button[name=verdict]") == []
        chosen = {"message": str(doubtful.messages.first().pk), "verdict": "parti"}
        assert client.post(f"{ROOT}incertains/trancher/", chosen).url == "/gestion/"
        assert states(doubtful) == {"incertain": 3}


class TestAddressesAndDomains:
    def test_set_aside_then_back(self, signed):
        signed.post(f"{ROOT}adresses/", {"address": "Un@Example.org"})
        page = shown(signed, f"{ROOT}adresses/?q=un")
        assert texts(page, "tbody .obs-address") == ["un@example.org"]
        found = Suppression.objects.get()
        signed.post(f"{ROOT}adresses/{found.pk}/retablir/")
        assert Suppression.objects.active().count() == 0
        assert texts(shown(signed, f"{ROOT}adresses/"), ".obs-empty h2") == [
            "Aucune adresse écartée"
        ]

    def test_a_reader_sets_nobody_aside(self, client, reader, sender):
        client.force_login(reader)
        client.post(f"{ROOT}adresses/", {"address": "un@example.org"})
        assert Suppression.objects.count() == 0
        suppress_by_hand(by=sender, mailbox="un@example.org")
        assert (
            client.post(f"{ROOT}adresses/{Suppression.objects.get().pk}/retablir/").status_code
            == 302
        )
        assert Suppression.objects.active().count() == 1

    def test_an_alarm_is_read_then_closed(self, signed):
        now = timezone.now()
        alarm = DomainAlarm.objects.create(
            domain="ministere.example", count=60, text="550 5.7.1", opened_at=now, last_at=now
        )
        page = shown(signed, f"{ROOT}domaines/")
        assert texts(page, ".obs-alarm h2") == ["ministere.example refuse nos messages"]
        signed.post(f"{ROOT}domaines/{alarm.pk}/clore/")
        assert shown(signed, f"{ROOT}domaines/").select(".obs-alarm") == []

    def test_each_domain_has_its_line(self, signed):
        prepared([*addresses(2), "un@mairie.example"])
        rows = texts(shown(signed, f"{ROOT}domaines/"), "tbody tr")
        assert rows == ["example.org 0 2 0 0 –", "mairie.example 0 1 0 0 –"]

    def test_the_gate_is_shut_and_opened(self, signed):
        signed.post(f"{ROOT}porte/", {"geste": "retenir"})
        assert Gate.current().held == "main"
        assert texts(shown(signed, f"{ROOT}porte/"), ".obs-gestion h1") == [
            "Laisser partir le courrier ?"
        ]
        signed.post(f"{ROOT}porte/", {"geste": "liberer"})
        assert Gate.current().held == ""
