"""Limits: how often one may try, whoever one says one is; and where one may be led."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from django.core import mail
from django.test import Client, RequestFactory

from observatoire.base.models import Allowance
from observatoire.base.rules import CODE, MAIL_FORM, SIGN_IN, client_network, client_of
from observatoire.config.environment import networks
from tests.observatoire.directory.signing import (
    CODE as CODE_PAGE,
)
from tests.observatoire.directory.signing import (
    ENTER,
    FACTOR,
    account,
    code_received,
    enter,
    parsed,
    protect,
    shown_by,
    texts,
)

pytestmark = pytest.mark.django_db
SOMEONE = "partenaire.essai@example.org"
WORDS = "une phrase pour essayer"
PASSWORD_PAGE = "/compte/connexion/mot-de-passe/"


def forged(number: int) -> dict:
    return {"x-forwarded-for": f"203.0.113.{number % 250}, 198.51.100.{number % 250}"}


class TestSignIn:
    def try_password(self, number: int, words: str = "une autre phrase"):
        typed = {"login": SOMEONE, "password": words}
        return Client().post(PASSWORD_PAGE, typed, headers=forged(number))

    def test_five_tries_in_half_an_hour(self, fixed_clock):
        account(SOMEONE, password=WORDS)
        assert [self.try_password(n).status_code for n in range(7)] == [200] * 5 + [429] * 2
        assert self.try_password(8, WORDS).status_code == 429
        fixed_clock.shift(30 * 60 + 1)
        assert self.try_password(9, WORDS).status_code == 302

    def test_the_refusal_says_how_long(self):
        account(SOMEONE, password=WORDS)
        for number in range(5):
            self.try_password(number)
        refused = self.try_password(5)
        assert (refused.status_code, refused["Retry-After"]) == (429, "1801")
        assert texts(refused, "h1") == ["Trop d’essais"]
        assert texts(refused, "main .fr-text--lead") == [
            "Cette action a été tentée trop souvent. Elle sera de nouveau possible dans 31 minutes."
        ]

    def test_a_thousand_forged_addresses_do_not_lift_it(self):
        account(SOMEONE, password=WORDS)
        codes = {self.try_password(number).status_code for number in range(30)}
        assert codes == {200, 429}
        for number in range(1000):
            request = RequestFactory().post("/", headers=forged(number))
            assert client_of(request) == "127.0.0.1"

    def test_nor_does_an_unknown_address(self):
        """The same answers, in the same order, whether there is an account or not."""
        account(SOMEONE, password=WORDS)
        seen = []
        for login in (SOMEONE, "inconnu.essai@example.org"):
            typed = {"login": login, "password": "une autre phrase"}
            seen.append([Client().post(PASSWORD_PAGE, typed).status_code for _ in range(6)])
        assert seen[0] == seen[1] == [200] * 5 + [429]

    def test_what_ends_well_does_not_count(self):
        account(SOMEONE, password=WORDS)
        assert [self.try_password(n, WORDS).status_code for n in range(8)] == [302] * 8

    def test_many_addresses_from_one_client(self):
        statuses = [
            Client().post(PASSWORD_PAGE, {"login": f"a{n}@example.org", "password": "x" * 12})
            for n in range(32)
        ]
        assert [one.status_code for one in statuses] == [200] * 30 + [429] * 2


class TestCodes:
    def test_five_messages_to_one_address(self):
        account(SOMEONE)
        statuses = [
            Client().post(ENTER, {"login": SOMEONE}, headers=forged(n)).status_code
            for n in range(7)
        ]
        assert statuses == [302] * 5 + [429] * 2
        assert len(mail.outbox) == 5

    def test_who_signs_in_may_sign_in_again(self):
        account(SOMEONE)
        assert [enter(Client(), SOMEONE).status_code for _ in range(8)] == [302] * 8

    def test_asking_again_counts_as_asking(self, browser):
        account(SOMEONE)
        for _ in range(2):
            other = Client()
            other.post(ENTER, {"login": SOMEONE})
            for _ in range(2):
                last = other.post(CODE_PAGE, {"action": "resend"})
        assert last.status_code == 429
        assert len(mail.outbox) == 5

    def test_five_wrong_codes_however_many_were_asked(self):
        account(SOMEONE)
        statuses = []
        for _ in range(3):
            browser = Client()
            browser.post(ENTER, {"login": SOMEONE})
            wrong = {"code": "000000", "action": "verify"}
            statuses += [browser.post(CODE_PAGE, wrong).status_code for _ in range(2)]
        assert statuses == [200] * 5 + [429]
        right = {"code": code_received(), "action": "verify"}
        assert browser.post(CODE_PAGE, right).status_code == 429

    def test_five_wrong_codes_of_the_application(self, browser):
        secret = protect(account(SOMEONE))
        enter(browser, SOMEONE)
        statuses = [browser.post(FACTOR, {"code": "000000"}).status_code for _ in range(6)]
        assert statuses == [200] * 5 + [429]
        assert browser.post(FACTOR, {"code": shown_by(secret)}).status_code == 429


class TestFormsThatSendMail:
    def test_ten_a_day_for_one_client(self, fixed_clock):
        asked = {"email": SOMEONE}
        statuses = [
            Client().post("/mes-donnees/", asked, headers=forged(n)).status_code for n in range(12)
        ]
        assert statuses == [200] * 10 + [429] * 2
        fixed_clock.shift(MAIL_FORM.seconds + 1)
        assert Client().post("/mes-donnees/", asked).status_code == 200


class TestOpenInterface:
    def test_so_many_a_minute(self, settings, fixed_clock):
        settings.API_PER_MINUTE = 3
        browser = Client()
        asked = [browser.get("/api/nulle-part/", headers=forged(n)) for n in range(5)]
        assert [one.status_code for one in asked] == [404, 404, 404, 429, 429]
        assert asked[-1].json() == {"erreur": "Trop de demandes\u00a0: recommencer dans 60 s."}
        assert asked[-1]["Retry-After"] == "60"
        fixed_clock.shift(60)
        assert browser.get("/api/nulle-part/").status_code == 404

    def test_no_limit_when_it_is_zero(self, settings):
        settings.API_PER_MINUTE = 0
        assert {Client().get("/api/nulle-part/").status_code for _ in range(5)} == {404}


class TestWhoAsks:
    """X-Forwarded-For is believed as far as our own proxies wrote it."""

    @pytest.mark.parametrize(
        ("trusted", "remote", "said", "found"),
        [
            ("", "192.0.2.1", "203.0.113.9", "192.0.2.1"),
            ("10.0.0.0/8", "192.0.2.1", "203.0.113.9", "192.0.2.1"),
            ("10.0.0.0/8", "10.0.0.2", "203.0.113.9", "203.0.113.9"),
            ("10.0.0.0/8", "10.0.0.2", "198.51.100.7, 203.0.113.9", "203.0.113.9"),
            ("10.0.0.0/8", "10.0.0.2", "203.0.113.9, 10.0.0.3", "203.0.113.9"),
            ("10.0.0.0/8", "10.0.0.2", "n’importe quoi, 203.0.113.9", "203.0.113.9"),
            ("10.0.0.0/8", "10.0.0.2", "203.0.113.9, n’importe quoi", "10.0.0.2"),
            ("10.0.0.0/8", "10.0.0.2", "", "10.0.0.2"),
            ("unix", "", "203.0.113.9", "203.0.113.9"),
            ("", "", "203.0.113.9", "inconnu"),
        ],
    )
    def test_the_last_hop_that_is_not_ours(
        self, settings, monkeypatch, trusted, remote, said, found
    ):
        monkeypatch.setenv("OBS_PROXYS_DE_CONFIANCE", trusted)
        settings.TRUSTED_PROXIES = networks("OBS_PROXYS_DE_CONFIANCE", "")
        headers = {"x-forwarded-for": said.encode().decode("latin-1")} if said else {}
        request = RequestFactory().get("/", REMOTE_ADDR=remote, headers=headers)
        assert client_of(request) == found

    def test_a_subscriber_of_ipv6_is_one_client(self):
        request = RequestFactory().get("/", REMOTE_ADDR="2001:db8:1:2:3:4:5:6")
        assert client_network(request) == "2001:db8:1:2::/64"


class TestAllowance:
    def test_the_table_names_nobody(self):
        Allowance.objects.spend(CODE, SOMEONE)
        row = Allowance.objects.get()
        assert (row.name, len(row.owner)) == ("code", 64)
        assert "@" not in str(vars(row))

    def test_it_is_forgotten_after_a_day(self, fixed_clock):
        Allowance.objects.spend(SIGN_IN, "un")
        fixed_clock.shift(24 * 3600 + 1)
        Allowance.objects.spend(SIGN_IN, "deux")
        assert Allowance.objects.forget_old() == 1
        assert Allowance.objects.count() == 1

    def test_case_does_not_make_another_owner(self):
        assert [Allowance.objects.spend(SIGN_IN, name) for name in ("Un", "un") * 2 + ("UN",)] == [
            0
        ] * 5
        assert Allowance.objects.spend(SIGN_IN, "uN") > 0


HOST = "example.com"
PAYLOADS = [
    f"https://{HOST}",
    f"http://{HOST}/",
    f"//{HOST}",
    f"///{HOST}",
    f"////{HOST}",
    f"/\\{HOST}",
    f"\\\\{HOST}",
    f"\\/{HOST}",
    f"/\\/{HOST}",
    f"\\/\\/{HOST}",
    f"https:{HOST}",
    f"https:/{HOST}",
    f"https:///{HOST}",
    f"https:\\\\{HOST}",
    f"HTTPS://{HOST}",
    f"hTtPs://{HOST}",
    f" https://{HOST}",
    f"\thttps://{HOST}",
    f"\nhttps://{HOST}",
    f"\r\nhttps://{HOST}",
    f"\x00https://{HOST}",
    f"\x0b//{HOST}",
    f"\x1f//{HOST}",
    f"/\t/{HOST}",
    f"/\n/{HOST}",
    f"/\r/{HOST}",
    f"ht\ntps://{HOST}",
    f"https://testserver@{HOST}",
    f"https://testserver:80@{HOST}",
    f"https://testserver%40{HOST}",
    f"https://{HOST}#testserver",
    f"https://{HOST}?testserver",
    f"https://{HOST}\\@testserver",
    f"https://{HOST}\\.testserver",
    f"https://testserver.{HOST}",
    f"https://{HOST}/testserver",
    f"http://[::ffff:93.184.216.34]/{HOST}",
    "http://0x5db8d822/",
    "http://1572395042/",
    "http://93.184.216.34/",
    "http://[::1",
    f"ftp://{HOST}",
    f"javascript://{HOST}/%0aalert(1)",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "mailto:x@example.com",
    "file:///etc/passwd",
    f"//{HOST}/%2e%2e",
    f"//{HOST}%00.testserver",
    f"／／{HOST}",
    f"https：//{HOST}",
    f"//{HOST}\\@testserver/",
    f"https://testserver\u3002{HOST}",
    f"/%5C{HOST}/..//{HOST}".replace("/%5C", "//"),
    f"https://{HOST}:443/compte/",
    f"//user:pass@{HOST}/gestion/",
]


def test_there_are_sixty_payloads():
    assert len(set(PAYLOADS)) == 60


class TestNobodyIsLedElsewhere:
    """What a browser would make of each answer stays on this site."""

    @pytest.fixture
    def answers(self):
        """Every place that takes « next », with who is signed in or not."""
        account(SOMEONE, password=WORDS)
        inside = Client()
        inside.force_login(account("deux.essai@example.org"))

        def ask(payload: str) -> list:
            asked = {"next": payload}
            entering = Client().post(PASSWORD_PAGE, {"login": SOMEONE, "password": WORDS} | asked)
            return [
                entering,
                inside.get(ENTER, asked),
                inside.get(PASSWORD_PAGE, asked),
                inside.get("/compte/second-facteur/", asked),
                Client().get("/gestion/login/", asked),
                Client().get("/compte/deconnexion/", asked),
                Client().post("/compte/deconnexion/", asked),
            ]

        return ask

    def test_by_none_of_them(self, answers):
        away = [
            (payload, response["Location"])
            for payload in PAYLOADS
            for response in answers(payload)
            if response.has_header("Location") and not stays(response["Location"])
        ]
        assert away == []

    def test_nor_by_a_link_of_a_page(self, answers):
        away = [
            (payload, link["href"])
            for payload in PAYLOADS
            for response in answers(payload)
            for link in parsed(response).select("a[href]")
            if not stays(link["href"]) and link["href"] != "mailto:contact@example.org"
        ]
        assert away == []

    def test_such_an_address_would_be_seen(self):
        assert [payload for payload in PAYLOADS if not stays(payload)] != []
        assert stays("/agenda/?page=2") is True


def stays(address: str) -> bool:
    """Where a browser goes: it forgets what cannot be seen, and takes a backslash for a slash."""
    seen = "".join(letter for letter in address.strip() if letter >= " ").replace("\\", "/")
    try:
        led = urlsplit(urljoin("http://testserver/compte/connexion/", seen))
    except ValueError:
        return False
    return (led.scheme, led.netloc) == ("http", "testserver")
