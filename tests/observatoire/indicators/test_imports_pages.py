"""/gestion/chiffres/: what each screen says, and to whom it says nothing."""

from __future__ import annotations

import pytest

from observatoire.indicators.actions import imports as actions
from observatoire.indicators.models import Import, ImportFile
from observatoire.indicators.queries.engine import engine
from tests.observatoire.indicators.deposits import (
    REFUSED,
    csv_text,
    deposited,
    parsed,
    person,
    read,
    texts,
    upload,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]
ROOT = "/gestion/chiffres/"
NOBODY = "00000000-0000-4000-8000-000000000000"
NEW = csv_text({"44": 30.1, "85": 20.2})
CHANGED = csv_text({"44": 21.0, "85": 9.2, "72": 13.5}, "2021")


@pytest.fixture
def signed(client, coordinator):
    client.force_login(coordinator)
    return client


def shown(client, address: str):
    response = client.get(address)
    assert response.status_code == 200
    return parsed(response)


def published(by, text: str = NEW) -> Import:
    return actions.publish_import(by=by, imported=read(by, text))


class TestHistory:
    def test_it_works(self, signed, coordinator):
        read(coordinator, NEW + "TX_PAUV60,departement,99,2031,1,,\n")
        page = shown(signed, ROOT)
        assert texts(page, ".obs-gestion h1") == ["Chiffres"]
        assert texts(page, "tbody .obs-object") == ["Table longue"]
        assert texts(page, "tbody .obs-meta") == [
            "taux.csv",
            "17 mars 2026, 09:00, coordination.essai@example.org",
        ]
        assert texts(page, "tbody .obs-state") == ["lu"]
        assert texts(page, "tbody .obs-number") == ["2", "0", "1"]

    def test_empty_it_says_how_to_begin(self, signed):
        page = shown(signed, ROOT)
        assert texts(page, ".obs-empty h2") == ["Aucun dépôt pour l’instant"]
        assert page.select_one(".obs-empty a")["href"] == f"{ROOT}deposer/"

    @pytest.mark.parametrize(
        ("query", "names"),
        [
            ("q=deux", ["deux.csv"]),
            ("q=longue+UN", ["un.csv"]),
            ("etat=refuse", ["deux.csv"]),
            ("etat=inconnu", ["deux.csv", "un.csv"]),
            ("source=long", ["deux.csv", "un.csv"]),
            ("q=rien", []),
        ],
    )
    def test_it_is_searched_and_filtered(self, signed, coordinator, query, names):
        read(coordinator, NEW, name="un.csv")
        read(coordinator, REFUSED, name="deux.csv")
        page = shown(signed, f"{ROOT}?{query}")
        found = [text for text in texts(page, "tbody .obs-meta") if text.endswith(".csv")]
        assert sorted(found) == names
        if not names:
            assert texts(page, ".obs-empty h2") == ["Aucun dépôt ne correspond"]

    def test_it_has_pages(self, signed, coordinator):
        Import.objects.bulk_create(
            Import(source="long", source_title=f"Dépôt {number}", by=coordinator)
            for number in range(21)
        )
        assert len(texts(shown(signed, ROOT), "tbody tr")) == 20
        assert len(texts(shown(signed, f"{ROOT}?p=2"), "tbody tr")) == 1

    @pytest.mark.parametrize("number", [1, 3])
    def test_more_deposits_ask_no_more_of_the_database(
        self, signed, coordinator, django_assert_num_queries, number
    ):
        for _ in range(number):
            deposited(coordinator, NEW)
        signed.get(ROOT)
        with django_assert_num_queries(10):
            assert len(texts(shown(signed, ROOT), "tbody tr")) == number

    def test_a_member_sees_their_own_alone(self, client, coordinator, member):
        deposited(coordinator, NEW, name="autre.csv")
        deposited(member, NEW, name="mien.csv")
        client.force_login(member)
        page = shown(client, ROOT)
        assert texts(page, "tbody .obs-meta")[0] == "mien.csv"
        assert len(texts(page, "tbody tr")) == 1


class TestDeposit:
    ADDRESS = f"{ROOT}deposer/"

    def test_it_works(self, client, member):
        client.force_login(member)
        given = {"source": "long", "files": [upload(NEW, "a.csv"), upload(NEW, "b.csv")]}
        response = client.post(self.ADDRESS, given)
        imported = Import.objects.get()
        assert response.url == f"{ROOT}{imported.pk}/"
        assert (imported.by, imported.source_title, imported.state, imported.replaces) == (
            member,
            "Table longue (une observation par ligne)",
            "depose",
            False,
        )
        assert [one.name for one in imported.files.all()] == ["a.csv", "b.csv"]

    def test_the_long_table_is_explained(self, signed):
        page = shown(signed, self.ADDRESS)
        assert texts(page, "select[name=source] option")[0] == "Reconnaître au nom des fichiers"
        assert texts(page, ".obs-aside h3")[0] == "Table longue (une observation par ligne)"

    @pytest.mark.parametrize(
        ("given", "sentence"),
        [
            ({"source": "long"}, "Choisir au moins un fichier."),
            ({"source": "long", "files": upload("")}, "Un des fichiers est vide."),
            ({"source": "inconnue", "files": upload(NEW)}, None),
            (
                {"source": "long", "files": [upload(NEW, f"{n}.csv") for n in range(21)]},
                "21 fichiers : en déposer 20 au plus à la fois.",
            ),
        ],
    )
    def test_a_refusal_keeps_nothing(self, signed, given, sentence):
        page = parsed(signed.post(self.ADDRESS, given))
        errors = texts(page, ".error-message")
        assert len(errors) == 1 and errors[0] == (sentence or errors[0])
        assert (Import.objects.count(), ImportFile.objects.count()) == (0, 0)

    def test_too_heavy_says_how_much(self, signed, settings):
        settings.DEPOSIT_MEGABYTES = 0
        page = parsed(signed.post(self.ADDRESS, {"source": "long", "files": upload(NEW)}))
        assert texts(page, ".error-message") == [
            "0 Mo : le dépôt dépasse 0 Mo. Le couper en plusieurs dépôts, ou n’en garder que les "
            "tableaux utiles."
        ]


class TestOne:
    def test_while_it_waits_it_says_how_far_and_can_be_left(self, signed, coordinator):
        imported = deposited(coordinator, NEW)
        page = shown(signed, imported.get_absolute_url())
        assert page.select_one("#lecture progress")["value"] == "0"
        assert texts(page, "#lecture a") == ["Actualiser"]
        assert page.select_one("script[src$='indicators/lecture.js']") is not None

    def test_read_it_tells_the_difference(self, signed, coordinator):
        imported = read(coordinator, CHANGED)
        page = shown(signed, imported.get_absolute_url())
        assert texts(page, "[aria-labelledby=difference] .obs-tally *") == [
            *("nouveau", "0"),
            *("modifiés", "2"),
            *("disparaît", "0"),
            *("inchangé", "1"),
        ]
        rows = page.select("[aria-label='Les plus grands changements'] tbody tr")
        assert [texts(row, "td") for row in rows] == [
            ["Taux de pauvreté", "Loire-Atlantique", "2021", "10,5 %", "→ 21,0 %", "+100 %"],
            ["Taux de pauvreté", "Vendée", "2021", "9,1 %", "→ 9,2 %", "+1,1 %"],
        ]
        assert [
            texts(row, "td") for row in page.select("[aria-label^='Par indicateur'] tbody tr")
        ] == [["Départements", "–", "2", "–", "1"]]
        assert texts(page, ".obs-actions a, .obs-actions button") == [
            "Publier…",
            "Relire",
            "Abandonner…",
        ]

    def test_refused_it_tells_where_and_what_to_do(self, signed, coordinator):
        imported = read(coordinator, REFUSED)
        page = shown(signed, imported.get_absolute_url())
        assert texts(page, "[aria-label='Lignes refusées'] td") == [
            "taux.csv, ligne 2, colonne « valeur »",
            "« beaucoup » n’est pas un nombre.",
            "Écrire des chiffres, avec un point ou une virgule pour les décimales.",
        ]
        listing = imported.files.get(kind="compte_rendu")
        download = page.select_one("[aria-labelledby=compte-rendu] a.button")["href"]
        assert download == f"{ROOT}{imported.pk}/fichiers/{listing.pk}/"
        assert texts(page, ".obs-actions a") == ["Abandonner…"]

    def test_a_member_may_not_publish_and_knows_who_does(self, client, member):
        imported = read(member, NEW)
        client.force_login(member)
        page = shown(client, imported.get_absolute_url())
        assert texts(page, ".obs-actions a") == ["Abandonner…"]
        assert texts(page, ".obs-note") == [
            "La lecture est faite. La coordination est prévenue sur son bureau : c’est elle qui "
            "publie."
        ]

    def test_the_same_file_says_that_nothing_changes(self, signed, coordinator):
        published(coordinator)
        page = shown(signed, read(coordinator, NEW).get_absolute_url())
        assert texts(page, ".obs-note") == [
            "Ces chiffres sont déjà publiés, par un dépôt identique : il n’y a rien à publier de "
            "plus.",
            "Rien ne change : le site montre déjà ces chiffres.",
        ]
        assert texts(page, ".obs-actions a") == ["Abandonner…"]

    def test_out_of_date_it_asks_to_be_read_again(self, signed, coordinator):
        imported = read(coordinator, csv_text({"49": 1.0}))
        published(coordinator)
        page = shown(signed, imported.get_absolute_url())
        assert texts(page, ".obs-note--wrong")[0].startswith("D’autres chiffres ont été publiés")
        assert texts(page, ".obs-actions a, .obs-actions button") == ["Relire", "Abandonner…"]

    def test_it_tells_who_did_what(self, signed, coordinator):
        page = shown(signed, published(coordinator).get_absolute_url())
        told = {" ".join(text.split()[4:]) for text in texts(page, ".obs-history li")}
        assert told == {
            "coordination.essai@example.org a déposé les fichiers.",
            "La plateforme a lu les fichiers.",
            "coordination.essai@example.org a publié.",
        }

    def test_it_asks_the_database_little(self, signed, coordinator, django_assert_max_num_queries):
        imported = read(coordinator, CHANGED)
        with django_assert_max_num_queries(12):
            signed.get(imported.get_absolute_url())


class TestPublishing:
    def test_the_confirmation_restates_the_counts(self, signed, coordinator):
        imported = read(coordinator, CHANGED)
        page = shown(signed, f"{imported.get_absolute_url()}publier/")
        assert texts(page, ".obs-lead") == [
            "Table longue : aucun chiffre nouveau et 2 chiffres modifiés."
        ]

    def test_published_the_page_of_the_indicator_shows_it_and_undone_no_more(
        self, signed, coordinator, client
    ):
        def rates() -> dict[str, str]:
            ranks = client.get("/indicateurs/TX_PAUV60/?periode=2031").context["ranking"].lines
            return {rank.name: rank.value.replace("\u00a0", " ") for rank in ranks}

        before = rates()
        imported = read(coordinator, NEW)
        response = signed.post(f"{imported.get_absolute_url()}publier/")
        assert response.url == imported.get_absolute_url()
        known = {name: rate for name, rate in rates().items() if rate != "Non disponible"}
        assert known == {"Loire-Atlantique": "30,1 %", "Vendée": "20,2 %"}
        signed.post(f"{imported.get_absolute_url()}annuler/")
        assert rates() == before

    def test_a_refused_deposit_is_led_back_to_its_page(self, signed, coordinator):
        before = engine().store.fingerprint
        imported = read(coordinator, REFUSED)
        address = f"{imported.get_absolute_url()}publier/"
        assert signed.get(address).url == imported.get_absolute_url()
        page = parsed(signed.post(address, follow=True))
        assert texts(page, ".messages li")[0].startswith("Ce dépôt est « refusé »")
        assert engine().store.fingerprint == before

    def test_undoing_asks_first(self, signed, coordinator):
        imported = published(coordinator)
        page = shown(signed, f"{imported.get_absolute_url()}annuler/")
        assert texts(page, ".obs-lead") == [
            "Table longue, publié le 17 mars 2026 à 09:00 : 2 lignes."
        ]
        assert Import.objects.get().state == "publie"

    def test_abandoning_asks_first_then_does(self, signed, coordinator):
        imported = read(coordinator, NEW)
        address = f"{imported.get_absolute_url()}abandonner/"
        assert texts(shown(signed, address), ".obs-gestion h1") == ["Abandonner ce dépôt ?"]
        signed.post(address)
        assert (Import.objects.get().state, ImportFile.objects.count()) == ("abandonne", 0)

    def test_reading_again_puts_it_back_in_the_queue(self, signed, coordinator):
        imported = read(coordinator, NEW)
        signed.post(f"{imported.get_absolute_url()}relire/")
        assert Import.objects.get().state == "depose"


class TestFiles:
    def test_it_is_served_as_it_was_given(self, signed, coordinator):
        imported = deposited(coordinator, NEW)
        response = signed.get(f"{ROOT}{imported.pk}/fichiers/{imported.files.get().pk}/")
        assert b"".join(response.streaming_content) == NEW.encode()
        assert response["Content-Disposition"] == 'attachment; filename="taux.csv"'

    def test_the_table_of_the_engine_is_not_given(self, signed, coordinator):
        imported = read(coordinator, NEW)
        table = imported.files.get(kind="table")
        assert signed.get(f"{ROOT}{imported.pk}/fichiers/{table.pk}/").status_code == 404

    def test_no_other_address_gives_it(self, client, signed, coordinator, settings):
        kept = deposited(coordinator, NEW).files.get()
        assert signed.get(f"{settings.MEDIA_URL}{kept.file.name}").status_code == 404


ACTIONS = ["", "publier/", "annuler/", "abandonner/", "relire/"]


class TestRefusals:
    @pytest.mark.parametrize("address", ["", "deposer/", *(f"{NOBODY}/{a}" for a in ACTIONS)])
    def test_an_anonymous_visitor_signs_in_first(self, client, address):
        response = client.get(f"{ROOT}{address}")
        assert response.url == f"/gestion/login/?next={ROOT}{address}"

    @pytest.mark.parametrize("action", ACTIONS)
    def test_the_deposit_of_another_does_not_exist(self, client, coordinator, member, action):
        imported = read(coordinator, NEW)
        client.force_login(member)
        for answer in (client.get, client.post):
            assert answer(f"{ROOT}{imported.pk}/{action}").status_code == 404

    def test_the_file_of_another_does_not_exist(self, client, coordinator, member):
        imported = deposited(coordinator, NEW)
        client.force_login(member)
        address = f"{ROOT}{imported.pk}/fichiers/{imported.files.get().pk}/"
        assert client.get(address).status_code == 404

    @pytest.mark.parametrize("action", ["publier/", "annuler/"])
    def test_a_member_publishes_nothing(self, client, member, action):
        before = engine().store.fingerprint
        imported = read(member, NEW)
        client.force_login(member)
        response = client.post(f"{ROOT}{imported.pk}/{action}")
        assert (response.status_code, response.url) == (302, "/gestion/")
        assert (engine().store.fingerprint, Import.objects.get().state) == (before, "lu")

    def test_someone_without_the_administration_is_sent_away(self, client, django_user_model):
        client.force_login(django_user_model.objects.create_user("x@example.org", "secret-x-1234"))
        response = client.get(ROOT)
        assert response.status_code == 403
        assert texts(parsed(response), "h1") == ["Ce compte n’ouvre pas la gestion"]

    def test_what_does_not_exist_is_missing(self, signed):
        assert signed.get(f"{ROOT}{NOBODY}/").status_code == 404


class TestDesk:
    def lines(self, client) -> list[str]:
        return texts(shown(client, "/gestion/"), ".obs-desk__column li")

    def test_what_is_read_waits_for_the_coordination(self, client, coordinator, member):
        read(member, NEW)
        client.force_login(coordinator)
        assert self.lines(client) == [
            "Table longue Déposé par membre@example.org, lu et contrôlé, pas encore publié. "
            "Voir et publier"
        ]

    def test_a_member_sees_what_they_wait_for_and_what_to_correct(self, client, member):
        read(member, NEW)
        read(member, REFUSED)
        read(person("autre@example.org"), NEW)
        client.force_login(member)
        assert self.lines(client) == [
            "Table longue Votre dépôt est refusé : le compte rendu dit quoi corriger. "
            "Voir le compte rendu",
            "Table longue Déposé par membre@example.org, lu et contrôlé, pas encore publié. "
            "Voir le compte rendu",
        ]

    def test_the_menu_leads_there(self, signed):
        page = signed.get("/gestion/").content.decode()
        assert '"/gestion/chiffres/"' in page and '"/gestion/catalogue/"' in page
