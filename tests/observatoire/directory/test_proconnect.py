"""ProConnect, against a real OpenID Connect server of this machine."""

from __future__ import annotations

import time
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from django.test import Client

from observatoire.directory.actions.proconnect import unlink
from observatoire.directory.models import AuditLine, ProConnectLink, User
from observatoire.directory.rules import COORDINATION
from tests.observatoire.directory.provider import CLIENT, SECRET, new_key, served
from tests.observatoire.directory.signing import ENTER, FACTOR, account, protect, texts

pytestmark = pytest.mark.django_db
START = "/compte/proconnect/"
AGENT = "agent.essai@example.org"
LATE = "Cette demande de connexion a expiré, ou a déjà servi."
FALSE = "La réponse reçue n’est pas celle que ProConnect aurait faite."


@pytest.fixture
def provider(settings):
    with served() as one:
        one.said["email"] = AGENT
        settings.PROCONNECT = {"server": one.address, "client": CLIENT, "secret": SECRET}
        settings.SITE_ADDRESS = "http://testserver"
        yield one


@pytest.fixture
def agent(provider) -> User:
    return account(AGENT)


def go(browser: Client, provider, *, to: str = ""):
    """To ProConnect and back; the answer to who comes back."""
    sent = browser.get(START, {"next": to} if to else {})
    return browser.get(provider.visit(sent.url))


def assert_refused(browser: Client, response, happened: str) -> None:
    """A page in French, and nobody signed in."""
    assert response.status_code == 403
    assert texts(response, "h1") == ["Connexion refusée"]
    assert texts(response, "main .fr-text--lead") == [happened]
    assert browser.get("/compte/").status_code == 302


class TestItWorks:
    def test_the_button_is_there_when_it_is_set_up(self, browser, provider):
        assert texts(browser.get(ENTER), ".fr-connect") == ["S’identifier avec ProConnect"]

    def test_without_settings_nothing_is_there(self, browser):
        assert texts(browser.get(ENTER), ".fr-connect") == []
        assert browser.get(START).status_code == 404
        assert browser.get(f"{START}retour/").status_code == 404

    def test_what_is_asked(self, browser, provider):
        sent = urlsplit(browser.get(START).url)
        asked = {name: values[0] for name, values in parse_qs(sent.query).items()}
        assert sent.path == "/authorize"
        assert {name: asked[name] for name in ("response_type", "client_id", "redirect_uri")} == {
            "response_type": "code",
            "client_id": CLIENT,
            "redirect_uri": "http://testserver/compte/proconnect/retour/",
        }
        assert asked["code_challenge_method"] == "S256"
        assert len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3

    def test_an_agent_enters_their_account(self, browser, provider, agent):
        done = go(browser, provider)
        assert (done.status_code, done.url) == (302, "/compte/")
        assert texts(browser.get("/compte/"), "main .fr-text--lead") == [AGENT]
        assert ProConnectLink.objects.get().subject == "sujet-1"
        verbs = AuditLine.objects.filter(by=agent).order_by("at", "verb")
        assert list(verbs.values_list("verb", flat=True)) == ["connexion", "relier_proconnect"]

    def test_the_second_time_by_their_subject(self, browser, provider, agent):
        go(Client(), provider)
        assert go(browser, provider, to="/agenda/").url == "/agenda/"
        assert ProConnectLink.objects.count() == 1

    def test_what_is_said_of_the_person_may_be_plain(self, browser, provider, agent):
        provider.plain_userinfo = True
        assert go(browser, provider).url == "/compte/"

    def test_a_new_key_of_the_provider_is_asked_for(self, browser, provider, agent):
        go(Client(), provider)
        provider.key = new_key()
        provider.published = [provider._public(provider.key) | {"kid": "cle-2"}]
        provider.sign = lambda claims: jwt.encode(
            claims, provider.key, algorithm="RS256", headers={"kid": "cle-2"}
        )
        assert go(browser, provider).url == "/compte/"

    def test_one_does_not_go_elsewhere_afterwards(self, browser, provider, agent):
        assert go(browser, provider, to="https://example.com/").url == "/compte/"


class TestSecondFactor:
    @pytest.fixture
    def coordinator(self, provider):
        return account(AGENT, COORDINATION)

    def test_one_of_proconnect_opens_the_administration(self, browser, provider, coordinator):
        provider.claims["amr"] = ["pwd", "mfa"]
        go(browser, provider)
        assert texts(browser.get("/gestion/"), "main h1") == ["Le bureau"]

    def test_without_any_it_stays_shut(self, browser, provider, coordinator):
        go(browser, provider)
        assert browser.get("/gestion/").url == "/compte/second-facteur/?next=/gestion/"

    def test_our_own_is_asked_all_the_same(self, browser, provider, coordinator):
        protect(coordinator)
        provider.claims["amr"] = ["pwd", "mfa"]
        assert go(browser, provider).url == FACTOR
        assert browser.get("/compte/").status_code == 302


class TestRefusals:
    def test_a_state_that_is_not_ours(self, browser, provider, agent):
        back = provider.visit(browser.get(START).url)
        forged = back.rpartition("&state=")[0] + "&state=un-autre"
        assert_refused(browser, browser.get(forged), LATE)

    def test_a_state_that_serves_again(self, browser, provider, agent):
        back = provider.visit(browser.get(START).url)
        browser.get(back)
        browser.post("/compte/deconnexion/")
        assert_refused(browser, browser.get(back), LATE)

    def test_the_state_of_another_browser(self, browser, provider, agent):
        back = provider.visit(Client().get(START).url)
        assert_refused(browser, browser.get(back), LATE)

    def test_a_state_that_waited_too_long(self, browser, provider, agent, fixed_clock):
        back = provider.visit(browser.get(START).url)
        fixed_clock.shift(601)
        assert_refused(browser, browser.get(back), LATE)

    def test_a_code_that_served(self, browser, provider, agent):
        other = Client()
        used = provider.visit(other.get(START).url)
        other.get(used)
        code = parse_qs(urlsplit(used).query)["code"][0]
        mine = urlsplit(provider.visit(browser.get(START).url))
        state = parse_qs(mine.query)["state"][0]
        replayed = browser.get(f"{START}retour/?code={code}&state={state}")
        assert_refused(browser, replayed, LATE)

    def test_the_code_of_another(self, browser, provider, agent):
        """PKCE: a code stolen on its way serves nobody but who asked for it."""
        stolen = parse_qs(urlsplit(provider.visit(Client().get(START).url)).query)["code"][0]
        mine = parse_qs(urlsplit(provider.visit(browser.get(START).url)).query)["state"][0]
        assert_refused(browser, browser.get(f"{START}retour/?code={stolen}&state={mine}"), LATE)

    @pytest.mark.parametrize(
        ("claims", "happened"),
        [
            ({"nonce": "un-autre"}, FALSE),
            ({"nonce": None}, FALSE),
            ({"aud": "un-autre-service"}, FALSE),
            ({"aud": [CLIENT, "un-autre-service"]}, FALSE),
            ({"aud": None}, FALSE),
            ({"iss": "http://127.0.0.1:1"}, FALSE),
            ({"exp": None}, FALSE),
            ({"sub": None}, FALSE),
            ({"sub": "un-autre-sujet"}, FALSE),
        ],
    )
    def test_claims_that_are_not_ours(self, browser, provider, agent, claims, happened):
        provider.claims |= claims
        assert_refused(browser, go(browser, provider), happened)

    def test_a_token_that_is_over(self, browser, provider, agent):
        provider.claims["exp"] = int(time.time()) - 31
        assert_refused(browser, go(browser, provider), LATE)

    def test_a_token_of_tomorrow(self, browser, provider, agent):
        provider.claims |= {"iat": int(time.time()) + 3600, "exp": int(time.time()) + 7200}
        assert_refused(browser, go(browser, provider), FALSE)

    @pytest.mark.parametrize("how", ["none", "another key", "a shared secret", "an unknown key"])
    def test_a_signature_that_is_not_theirs(self, browser, provider, agent, how):
        other = new_key()
        forged = {
            "none": lambda claims: jwt.encode(claims, None, algorithm="none"),
            "another key": lambda claims: jwt.encode(
                claims, other, algorithm="RS256", headers={"kid": "cle-1"}
            ),
            "a shared secret": lambda claims: jwt.encode(
                claims, SECRET * 4, algorithm="HS256", headers={"kid": "cle-1"}
            ),
            "an unknown key": lambda claims: jwt.encode(
                claims, other, algorithm="RS256", headers={"kid": "cle-9"}
            ),
        }
        provider.sign = forged[how]
        assert_refused(browser, go(browser, provider), FALSE)

    def test_what_is_said_of_the_person_is_signed_too(self, browser, provider, agent):
        honest, other = provider._sign, new_key()
        provider.sign = lambda claims: (
            honest(claims)
            if "nonce" in claims
            else jwt.encode(claims, other, algorithm="RS256", headers={"kid": "cle-1"})
        )
        assert_refused(browser, go(browser, provider), FALSE)

    def test_what_is_said_of_somebody_else(self, browser, provider, agent):
        provider.said["sub"] = "un-autre-sujet"
        assert_refused(browser, go(browser, provider), FALSE)

    def test_a_provider_that_speaks_for_another(self, browser, provider, agent):
        provider.issuer = "https://example.com"
        response = browser.get(START)
        assert_refused(browser, response, FALSE)

    def test_an_address_that_changed(self, browser, provider, agent):
        go(Client(), provider)
        provider.said["email"] = "nouvelle.essai@example.org"
        account("nouvelle.essai@example.org")
        changed = "L’adresse que donne ProConnect n’est plus celle de votre compte."
        assert_refused(browser, go(browser, provider), changed)

    def test_an_address_that_changed_owner(self, browser, provider, agent):
        go(Client(), provider)
        provider.claims["sub"] = provider.said["sub"] = "sujet-2"
        other = "Ce compte est relié à une autre identité ProConnect."
        assert_refused(browser, go(browser, provider), other)

    def test_until_the_coordination_unlinks_it(self, browser, provider, agent):
        go(Client(), provider)
        unlink(by=agent, account=agent)
        provider.claims["sub"] = provider.said["sub"] = "sujet-2"
        assert go(browser, provider).url == "/compte/"

    def test_someone_without_account(self, browser, provider):
        nobody = "Aucun compte n’est ouvert à l’adresse que donne ProConnect."
        assert_refused(browser, go(browser, provider), nobody)
        assert User.objects.count() == 0

    def test_a_closed_account(self, browser, provider):
        account(AGENT, is_active=False)
        assert_refused(browser, go(browser, provider), "Ce compte est fermé.")

    def test_no_address(self, browser, provider, agent):
        provider.said["email"] = None
        nothing = "ProConnect n’a pas donné d’adresse électronique."
        assert_refused(browser, go(browser, provider), nothing)

    def test_one_changed_one_s_mind(self, browser, provider, agent):
        browser.get(START)
        back = browser.get(f"{START}retour/", {"error": "access_denied"})
        assert_refused(browser, back, "La connexion a été abandonnée chez ProConnect.")

    def test_a_provider_that_does_not_answer(self, browser, provider, settings):
        settings.PROCONNECT = settings.PROCONNECT | {"server": "http://127.0.0.1:9"}
        assert_refused(browser, browser.get(START), "ProConnect ne répond pas.")
