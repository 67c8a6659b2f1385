"""The sign-in, page by page, and the door of the administration."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client

from observatoire.directory.models import AuditLine, User
from observatoire.directory.rules import COORDINATION, EDITION, PARTNER
from tests.observatoire.directory.signing import (
    CODE,
    ENTER,
    FACTOR,
    CountedQueries,
    account,
    add_application,
    code_received,
    enter,
    has_application,
    parsed,
    protect,
    shown_by,
    texts,
    without_tokens,
)

pytestmark = pytest.mark.django_db
SOMEONE = "partenaire.essai@example.org"


class TestCodeByMail:
    def test_an_address_then_a_code(self, browser):
        account(SOMEONE, PARTNER)
        asked = browser.post(ENTER, {"login": SOMEONE.upper()})
        assert (asked.status_code, asked.url) == (302, CODE)
        assert [message.to for message in mail.outbox] == [[SOMEONE]]
        assert texts(browser.get(CODE), "h1") == ["Saisir le code"]
        done = browser.post(CODE, {"code": code_received(), "action": "verify"})
        assert (done.status_code, done.url) == (302, "/compte/")
        page = browser.get("/compte/")
        assert texts(page, "h1") == ["Mon compte"]
        assert texts(page, "dt")[:2] == ["Partenaire", "Public"]

    def test_it_leads_where_one_was_going(self, browser):
        account(SOMEONE)
        assert enter(browser, SOMEONE, to="/agenda/").url == "/agenda/"

    def test_a_wrong_code_is_refused_in_french(self, browser):
        account(SOMEONE)
        browser.post(ENTER, {"login": SOMEONE})
        refused = browser.post(CODE, {"code": "000000", "action": "verify"})
        assert texts(refused, ".fr-error-text") == [
            "Ce code n’est pas le bon. Vérifier le dernier message reçu : un nouveau code "
            "remplace le précédent."
        ]
        assert browser.get("/compte/").status_code == 302

    def test_a_code_serves_once(self, browser):
        account(SOMEONE)
        enter(browser, SOMEONE)
        other = Client()
        other.post(ENTER, {"login": SOMEONE})
        refused = other.post(CODE, {"code": code_received(0), "action": "verify"})
        assert len(texts(refused, ".fr-error-text")) == 1

    def test_a_code_is_stale_after_fifteen_minutes(self, browser, fixed_clock):
        account(SOMEONE)
        browser.post(ENTER, {"login": SOMEONE})
        fixed_clock.shift(15 * 60 + 1)
        late = browser.post(CODE, {"code": code_received(), "action": "verify"})
        assert (late.status_code, late.url) == (302, ENTER)

    def test_three_wrong_codes_and_another_must_be_asked(self, browser):
        account(SOMEONE)
        browser.post(ENTER, {"login": SOMEONE})
        for _ in range(3):
            last = browser.post(CODE, {"code": "000000", "action": "verify"})
        assert (last.status_code, last.url) == (302, ENTER)
        too_late = browser.post(CODE, {"code": code_received(), "action": "verify"})
        assert too_late.url == ENTER

    def test_a_new_code_replaces_the_first(self, browser):
        account(SOMEONE)
        browser.post(ENTER, {"login": SOMEONE})
        browser.post(CODE, {"action": "resend"})
        assert len(mail.outbox) == 2
        done = browser.post(CODE, {"code": code_received(), "action": "verify"})
        assert done.url == "/compte/"

    def test_a_closed_account_does_not_open(self, browser):
        account(SOMEONE, is_active=False)
        browser.post(ENTER, {"login": SOMEONE})
        assert "Aucun compte n’y est ouvert" in " ".join(mail.outbox[0].body.split())

    def test_who_is_signed_in_goes_to_their_account(self, browser):
        account(SOMEONE)
        enter(browser, SOMEONE)
        assert browser.get(ENTER).url == "/compte/"


class TestNobodyLearnsWhoHasAnAccount:
    UNKNOWN = "inconnu.essai@example.org"

    def test_the_pages_are_the_same(self):
        account(SOMEONE)
        seen = []
        for address in (SOMEONE, self.UNKNOWN):
            browser = Client()
            asked = browser.post(ENTER, {"login": address})
            page = browser.get(CODE).content.decode()
            wrong = browser.post(CODE, {"code": "000000", "action": "verify"}).content.decode()
            answer = (asked.status_code, asked.url, page, wrong)
            seen.append(str(answer).replace(address, "ADRESSE"))
        assert without_tokens(seen[0]) == without_tokens(seen[1])

    def test_the_work_is_the_same(self):
        """A message leaves for both: the time it takes says nothing."""
        account(SOMEONE)
        Client().post(ENTER, {"login": "premier.essai@example.org"})  # opens the count of a client
        counts = []
        for address in (SOMEONE, self.UNKNOWN):
            with CountedQueries() as counted:
                Client().post(ENTER, {"login": address})
            counts.append(counted.number)
        assert counts[0] == counts[1]
        assert [message.to for message in mail.outbox[1:]] == [[SOMEONE], [self.UNKNOWN]]

    def test_a_wrong_password_says_the_same(self):
        account(SOMEONE, password="une phrase pour essayer")
        said = []
        for address in (SOMEONE, self.UNKNOWN):
            typed = {"login": address, "password": "une autre phrase"}
            refused = Client().post("/compte/connexion/mot-de-passe/", typed)
            said.append((refused.status_code, texts(refused, ".fr-alert--error")))
        assert said[0] == said[1]
        assert len(said[0][1]) == 1


class TestPassword:
    WORDS = "une phrase pour essayer"
    ADDRESS = "/compte/connexion/mot-de-passe/"

    def test_it_opens(self, browser):
        account(SOMEONE, password=self.WORDS)
        done = browser.post(self.ADDRESS, {"login": SOMEONE, "password": self.WORDS})
        assert (done.status_code, done.url) == (302, "/compte/")

    def test_it_is_chosen_once_inside(self, browser):
        account(SOMEONE)
        enter(browser, SOMEONE)
        chosen = {"password1": self.WORDS, "password2": self.WORDS}
        done = browser.post("/compte/mot-de-passe/choisir/", chosen)
        assert (done.status_code, done.url) == (302, "/compte/")
        assert User.objects.get().check_password(self.WORDS) is True
        assert "un mot de passe a été choisi" in mail.outbox[-1].body

    def test_a_short_one_is_refused(self, browser):
        account(SOMEONE)
        enter(browser, SOMEONE)
        refused = browser.post(
            "/compte/mot-de-passe/choisir/", {"password1": "court", "password2": "court"}
        )
        assert len(texts(refused, ".fr-error-text")) == 1
        assert User.objects.get().has_usable_password() is False

    def test_it_is_asked_again_before_it_is_taken_away(self, browser):
        account(SOMEONE, password=self.WORDS)
        browser.post(self.ADDRESS, {"login": SOMEONE, "password": self.WORDS})
        asked = browser.get("/compte/mot-de-passe/retirer/")
        assert asked.url == "/compte/confirmer/?next=%2Fcompte%2Fmot-de-passe%2Fretirer%2F"
        assert browser.post(asked.url, {"password": self.WORDS}).status_code == 302
        assert browser.post("/compte/mot-de-passe/retirer/").url == "/compte/"
        assert User.objects.get().has_usable_password() is False


class TestSecondFactor:
    def test_it_is_asked_of_who_has_one(self, browser):
        secret = protect(account(SOMEONE))
        assert enter(browser, SOMEONE).url == FACTOR
        assert browser.get("/compte/").status_code == 302
        done = browser.post(FACTOR, {"code": shown_by(secret)})
        assert (done.status_code, done.url) == (302, "/compte/")

    def test_a_wrong_code_is_refused(self, browser):
        protect(account(SOMEONE))
        enter(browser, SOMEONE)
        refused = browser.post(FACTOR, {"code": "000000"})
        assert texts(refused, ".fr-input-group .fr-error-text") == [
            "Ce code n’est pas le bon. Il change toutes les trente secondes : attendre le suivant "
            "et recommencer."
        ]

    def test_a_code_of_the_application_serves_once(self, browser):
        secret = protect(account(SOMEONE))
        enter(browser, SOMEONE)
        browser.post(FACTOR, {"code": shown_by(secret)})
        other = Client()
        enter(other, SOMEONE)
        assert other.post(FACTOR, {"code": shown_by(secret)}).status_code == 200

    def test_its_secret_cannot_be_read_in_the_database(self):
        person = account(SOMEONE)
        secret = protect(person)
        kept = person.authenticator_set.get().data["secret"]
        assert secret not in kept
        assert kept[:6] == "gAAAAA"

    @pytest.mark.django_db(transaction=True)
    def test_it_is_added_with_its_recovery_codes(self, browser):
        person = account(SOMEONE)
        enter(browser, SOMEONE)
        done = add_application(browser)
        assert (done.status_code, done.url) == (302, "/compte/securite/codes/")
        assert has_application(person)
        assert len(texts(browser.get("/compte/securite/codes/"), ".obs-codes li")) == 10


class TestDoorOfTheAdministration:
    @pytest.fixture
    def coordinator(self):
        return account("coordination.essai@example.org", COORDINATION)

    def test_a_visitor_signs_in_on_our_pages(self, browser):
        sent = browser.get("/gestion/pages/")
        assert sent.url == "/gestion/login/?next=/gestion/pages/"
        assert browser.get(sent.url).url == "/compte/connexion/?next=%2Fgestion%2Fpages%2F"

    def test_the_mailbox_alone_does_not_open_it(self, browser, coordinator):
        enter(browser, coordinator.email)
        sent = browser.get("/gestion/")
        assert sent.url == "/compte/second-facteur/?next=/gestion/"
        page = browser.get(sent.url)
        assert texts(page, "h1") == ["La gestion demande une seconde preuve"]
        assert [link["href"] for link in parsed(page).select("main .fr-btn")] == [
            "/compte/securite/application/ajouter/",
            "/compte/securite/cles/ajouter/",
        ]

    @pytest.mark.parametrize(
        "address", ["/gestion/", "/gestion/api/main/pages/", "/gestion/audit/"]
    )
    def test_nothing_in_it_answers_without_a_second_factor(self, browser, coordinator, address):
        enter(browser, coordinator.email)
        for answer in (browser.get, browser.post):
            assert answer(address).url == f"/compte/second-facteur/?next={address}"
        refused = browser.get(address, headers={"x-requested-with": "XMLHttpRequest"})
        assert refused.status_code == 403

    def test_it_opens_with_one(self, browser, coordinator):
        secret = protect(coordinator)
        enter(browser, coordinator.email, to="/gestion/")
        done = browser.post(FACTOR, {"code": shown_by(secret)})
        assert texts(browser.get("/gestion/"), "main h1") == ["Le bureau"]
        assert done.status_code == 302

    @pytest.mark.django_db(transaction=True)
    def test_it_opens_once_one_is_added(self, browser, coordinator):
        enter(browser, coordinator.email)
        add_application(browser)
        assert texts(browser.get("/gestion/"), "main h1") == ["Le bureau"]

    def test_one_added_elsewhere_is_to_be_shown(self, browser, coordinator):
        enter(browser, coordinator.email)
        secret = protect(coordinator)
        page = browser.get("/compte/second-facteur/?next=/gestion/audit/")
        link = parsed(page).select_one("main .fr-btn")["href"]
        assert link == "/compte/confirmer/application/?next=%2Fgestion%2Faudit%2F"
        assert browser.post(link, {"code": shown_by(secret)}).url == "/gestion/audit/"
        assert texts(browser.get("/gestion/"), "main h1") == ["Le bureau"]

    def test_taken_away_it_closes_the_door(self, browser, coordinator):
        secret = protect(coordinator)
        enter(browser, coordinator.email)
        browser.post(FACTOR, {"code": shown_by(secret)})
        assert browser.get("/compte/securite/application/retirer/").status_code == 302
        coordinator.authenticator_set.all().delete()
        other = Client()
        enter(other, coordinator.email)
        assert other.get("/gestion/").url == "/compte/second-facteur/?next=/gestion/"

    def test_a_partner_does_not_enter(self, browser):
        account(SOMEONE, PARTNER)
        enter(browser, SOMEONE)
        refused = browser.get("/gestion/")
        assert refused.status_code == 403
        assert texts(refused, "h1") == ["Ce compte n’ouvre pas la gestion"]

    def test_an_edition_account_enters(self, browser):
        person = account("edition.essai@example.org", EDITION)
        secret = protect(person)
        enter(browser, person.email)
        browser.post(FACTOR, {"code": shown_by(secret)})
        assert texts(browser.get("/gestion/"), "main h1") == ["Le bureau"]

    def test_leaving_it_signs_out(self, browser, coordinator):
        enter(browser, coordinator.email)
        assert browser.post("/gestion/logout/").url == "/"
        assert browser.get("/compte/").status_code == 302


class TestDemonstration:
    def test_its_codes_are_shown(self, browser):
        person = account("demo.essai@example.org", COORDINATION, is_demonstration=True)
        protect(person)
        page = browser.get(ENTER)
        assert texts(page, ".obs-demo-code li") == ["demo.essai@example.org : Coordination"]
        browser.post(ENTER, {"login": person.email})
        browser.post(CODE, {"code": texts(browser.get(CODE), ".obs-code")[0], "action": "verify"})
        browser.post(FACTOR, {"code": texts(browser.get(FACTOR), ".obs-code")[0]})
        assert texts(browser.get("/gestion/"), "main h1") == ["Le bureau"]

    @pytest.mark.parametrize("where", ["another account", "a site in service"])
    def test_no_other_code_ever_is(self, browser, settings, where):
        settings.DEMONSTRATION = where == "another account"
        person = account(SOMEONE, is_demonstration=where != "another account")
        protect(person)
        browser.post(ENTER, {"login": person.email})
        assert texts(browser.get(CODE), ".obs-code") == []
        browser.post(CODE, {"code": code_received(), "action": "verify"})
        assert texts(browser.get(FACTOR), ".obs-code") == []


def statuses(*browsers) -> list[int]:
    return [one.get("/compte/").status_code for one in browsers]


class TestSessionsAreClosed:
    def test_elsewhere_when_a_password_is_chosen(self, browser):
        account(SOMEONE)
        other = Client()
        for one in (other, browser):
            enter(one, SOMEONE)
        words = {"password1": TestPassword.WORDS, "password2": TestPassword.WORDS}
        browser.post("/compte/mot-de-passe/choisir/", words)
        assert statuses(browser, other) == [200, 302]

    @pytest.mark.django_db(transaction=True)
    def test_elsewhere_when_a_second_factor_is_added(self, browser):
        account(SOMEONE)
        other = Client()
        for one in (other, browser):
            enter(one, SOMEONE)
        add_application(browser)
        assert statuses(browser, other) == [200, 302]

    def test_everywhere_when_the_address_changes(self, browser):
        person = account(SOMEONE)
        enter(browser, SOMEONE)
        User.objects.filter(pk=person.pk).update(email="nouvelle.essai@example.org")
        assert browser.get("/compte/").status_code == 302

    def test_elsewhere_when_one_asks(self, browser):
        account(SOMEONE)
        other = Client()
        for one in (other, browser):
            enter(one, SOMEONE)
        assert browser.post("/compte/sessions/").url == "/compte/"
        assert statuses(browser, other) == [200, 302]

    def test_a_session_known_before_is_not_the_one_that_is_open(self, browser):
        """Whoever laid down a session in the browser beforehand does not hold it afterwards."""
        account(SOMEONE)
        browser.post(ENTER, {"login": SOMEONE})
        before = browser.session.session_key
        browser.post(CODE, {"code": code_received(), "action": "verify"})
        assert browser.session.session_key != before

    def test_the_audit_tells(self, browser):
        person = account(SOMEONE)
        enter(browser, SOMEONE)
        browser.post("/compte/sessions/")
        lines = AuditLine.objects.filter(kind="compte").order_by("at", "verb")
        assert [(line.verb, line.by, line.key, line.details) for line in lines] == [
            ("connexion", person, str(person.pk), {}),
            ("fermer_sessions", person, str(person.pk), {"raison": "demande"}),
        ]
