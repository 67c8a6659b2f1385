"""/gestion/catalogue/: a sheet is edited, refused with the engine's sentence, undone, exported."""

from __future__ import annotations

import io
import zipfile

import pytest

from observatoire.base.models import Generation, Revision, SearchEntry
from observatoire.directory.models import AuditLine
from observatoire.indicators.actions import catalogue as actions
from observatoire.indicators.actions import index_everything
from observatoire.indicators.forms.catalogue import IndicatorForm
from observatoire.indicators.queries import catalogue as queries
from observatoire.indicators.queries.engine import engine, fingerprint
from stats.catalogue import read_keys, written
from tests.observatoire.indicators.deposits import parsed, person, texts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]
ROOT = "/gestion/catalogue/"
CODE = "TX_PAUV60"
NOBODY = "00000000-0000-4000-8000-000000000000"
ADDRESS = f"{ROOT}{CODE}/"
QUOTED = "entre guillemets si c’est un nombre."
PUBLIC = f"/indicateurs/{CODE}/"


@pytest.fixture
def signed(client, coordinator):
    client.force_login(coordinator)
    return client


def typed(code: str = CODE, **changes) -> dict:
    """What a browser sends when a person changes these fields of the sheet."""
    sheet = queries.sheet_of(code)
    filled = IndicatorForm.of(sheet.keys, sheet.version)
    found = {
        name: filled.get_initial_for_field(field, name) for name, field in filled.fields.items()
    }
    found = {name: value for name, value in found.items() if value is not False}
    return found | changes


def save(client, **changes):
    return client.post(ADDRESS, typed(**changes), follow=True)


def said(response) -> list[str]:
    return texts(parsed(response), ".messages li")


class TestList:
    def test_it_works(self, signed, now):
        page = parsed(signed.get(ROOT))
        assert len(texts(page, "tbody tr")) == 50
        assert texts(page, ".obs-gestion > .obs-meta") == [
            f"{len(now.catalogue.indicators)} indicateurs"
        ]

    def test_it_is_searched_and_filtered(self, signed):
        page = parsed(signed.get(f"{ROOT}?q=pauvrete+monetaire&theme=precarite&cycle=publie"))
        assert texts(page, "tbody .obs-meta")[0] == "TX_PAUV60, indicateur clé"
        page = parsed(signed.get(f"{ROOT}?q=zzz"))
        assert texts(page, ".obs-empty h2") == ["Aucun indicateur ne correspond"]

    def test_what_was_edited_here_is_said(self, signed):
        save(signed, titre="Un autre titre")
        page = parsed(signed.get(f"{ROOT}?modifies=oui"))
        assert texts(page, "tbody a, tbody td:not(:first-child)") == [
            "Un autre titre",
            "Précarité",
            "Publié",
            "Modifiée ici",
        ]

    @pytest.mark.parametrize("query", ["q=TX_PAUV60_M30", "theme=precarite"])
    def test_more_lines_ask_no_more_of_the_database(self, signed, django_assert_num_queries, query):
        with django_assert_num_queries(6):
            signed.get(f"{ROOT}?{query}")


class TestForm:
    def test_every_sheet_comes_back_as_it_was(self, now):
        for code in now.catalogue.indicators:
            form = IndicatorForm(typed(code))
            assert form.is_valid()
            keys = queries.sheet_of(code).keys
            assert (code, form.keys_over(keys)) == (code, keys)

    def test_typed_unchanged_it_writes_nothing(self, signed):
        assert said(save(signed)) == ["Rien n’a changé."]
        assert (queries.edited_codes(), Revision.objects.count()) == (set(), 0)

    def test_what_is_typed_becomes_the_file(self, signed):
        save(
            signed,
            mises_en_garde="Une première.\r\n\r\nUne seconde.",
            variation_valeur="0,25",
            decimales="2",
            sens="0",
            champ="Tous les\r\nménages.",
        )
        keys, shipped = read_keys(queries.overlay_path(CODE)), read_keys(queries.shipped_path(CODE))
        assert keys == shipped | {
            "mises_en_garde": ["Une première.", "Une seconde."],
            "variation_minimale": shipped["variation_minimale"] | {"valeur": 0.25},
            "decimales": 2,
            "sens": 0,
            "champ": "Tous les ménages.",
        }

    def test_a_collection_is_written_and_taken_away(self, signed):
        save(signed, collecte_par="La coordination", collecte_attendu="fin 2026")
        keys = read_keys(queries.overlay_path(CODE))
        assert keys["collecte"] == {"par": "La coordination", "attendu": "fin 2026"}
        save(signed, collecte_par="", collecte_attendu="")
        assert queries.edited_codes() == set()

    @pytest.mark.parametrize(
        ("changes", "field", "sentence"),
        [
            ({"rythme": ""}, "rythme", "« rythme » vaut «  » ; écrire un texte, " + QUOTED),
            (
                {"definition": "Sans point"},
                "definition",
                "« definition » n’a pas de point final (après « Sans point ») ; l’ajouter.",
            ),
            (
                {"decimales": "beaucoup"},
                "decimales",
                "« decimales » vaut « beaucoup » ; écrire un nombre entier de 0 à 4.",
            ),
            (
                {"variation_valeur": "peu"},
                "variation_valeur",
                "« valeur » vaut « peu » ; écrire un nombre positif ou nul, avec un point décimal.",
            ),
            (
                {"cycle": "en_collecte"},
                "cycle",
                "« cycle » vaut « en_collecte » ; dire par qui dans « collecte ».",
            ),
            (
                {"titre_court": "m" * 46},
                "titre_court",
                "« titre_court » compte 46 signes ; en garder 45 au plus.",
            ),
        ],
    )  # fmt: skip
    def test_the_engine_refuses_beside_the_field(self, signed, changes, field, sentence):
        form = signed.post(ADDRESS, typed(**changes)).context["form"]
        errors = {
            name: [str(one).replace("\u00a0", " ") for one in found]
            for name, found in form.errors.items()
        }
        assert errors == {field: [sentence]}
        assert (queries.edited_codes(), Revision.objects.count()) == (set(), 0)

    def test_a_sheet_changed_meanwhile_is_not_overwritten(self, signed):
        late = typed(titre="Trop tard")
        save(signed, titre="Le premier")
        page = parsed(signed.post(ADDRESS, late))
        assert texts(page, ".obs-note--wrong p") == [
            "La fiche n’est pas enregistrée.",
            "Cette fiche a changé depuis que vous l’avez ouverte : la rouvrir, puis enregistrer.",
        ]
        assert read_keys(queries.overlay_path(CODE))["titre"] == "Le premier"

    def test_keys_that_no_form_shows_are_kept(self, signed):
        save(signed, titre="Un autre titre")
        kept = {"ruptures", "niveaux", "source", "panorama_insee", "unite"}
        keys, shipped = read_keys(queries.overlay_path(CODE)), read_keys(queries.shipped_path(CODE))
        assert {key: keys.get(key) for key in kept} == {key: shipped.get(key) for key in kept}


class TestShownAtOnce:
    def headline(self, client) -> str:
        return texts(parsed(client.get(PUBLIC)), "title")[0]

    def test_the_public_page_changes_and_undo_brings_it_back(self, signed, client):
        before, key = client.get(PUBLIC).context["indicator"].why, fingerprint()
        save(signed, pourquoi="Pour essayer.")
        assert client.get(PUBLIC).context["indicator"].why == "Pour essayer."
        assert fingerprint() != key
        signed.post(f"{ADDRESS}historique/{Revision.objects.get().pk}/annuler/")
        assert client.get(PUBLIC).context["indicator"].why == before
        assert queries.edited_codes() == set()

    def test_saved_twice_in_a_row_the_second_is_shown(self, signed):
        for number in range(5):
            save(signed, pourquoi=f"Essai {number}.")
            assert engine().catalogue.indicators[CODE].why == f"Essai {number}."

    def test_a_file_rewritten_by_hand_is_seen(self, signed):
        save(signed, pourquoi="Pour essayer.")
        assert engine().catalogue.indicators[CODE].why == "Pour essayer."
        path = queries.overlay_path(CODE)
        path.write_text(path.read_text().replace("Pour essayer.", "À la main, plus long."))
        assert engine().catalogue.indicators[CODE].why == "À la main, plus long."

    def test_the_search_follows(self, signed, django_capture_on_commit_callbacks):
        index_everything()
        with django_capture_on_commit_callbacks(execute=True):
            save(signed, titre="Mot jamaisvu")
        found = SearchEntry.objects.readable_by().matching("jamaisvu")
        assert [entry.address for entry in found] == [PUBLIC]

    def test_the_generation_advances(self, signed):
        Generation.advance()
        before = Generation.objects.get().number
        save(signed, titre="Un autre titre")
        assert Generation.objects.get().number == before + 1


class TestHistory:
    def test_it_tells_before_and_after(self, signed):
        save(signed, decimales="2", cle="")
        page = parsed(signed.get(ADDRESS))
        steps = texts(page, ".obs-history li")
        assert len(steps) == 1
        assert steps[0].startswith(
            "17 mars 2026, 09:00 coordination.essai@example.org : Modification"
        )
        assert texts(page, ".obs-diff dt, .obs-diff dd") == [
            "Décimales montrées",
            "1 → 2",
            "Indicateur clé du groupe",
            "oui → non",
        ]

    def test_the_audit_names_the_keys(self, signed, coordinator):
        save(signed, decimales="2")
        line = AuditLine.objects.get(verb="catalogue")
        assert (line.by, line.kind, line.key, line.details) == (
            coordinator,
            "indicateur",
            CODE,
            {"cles": ["decimales"]},
        )

    def test_an_older_state_comes_back_whole(self, signed):
        save(signed, titre="Un")
        save(signed, titre="Deux")
        save(signed, titre="Trois")
        newest_first = queries.revisions_of(CODE)
        assert [one.content["changements"][0]["apres"] for one in newest_first] == [
            "Trois",
            "Deux",
            "Un",
        ]
        response = signed.post(f"{ADDRESS}historique/{newest_first[1].pk}/annuler/", follow=True)
        assert said(response) == ["L’état d’avant ce changement est rétabli."]
        assert read_keys(queries.overlay_path(CODE))["titre"] == "Un"
        assert queries.revisions_of(CODE)[0].remark == "Retour à l’état d’avant un changement"

    def test_done_twice_it_says_so(self, signed):
        save(signed, titre="Un")
        address = f"{ADDRESS}historique/{Revision.objects.get().pk}/annuler/"
        signed.post(address, follow=True)
        assert said(signed.post(address, follow=True)) == [
            "La fiche est déjà dans l’état d’avant ce changement."
        ]

    def test_an_older_state_that_is_no_longer_sound_is_refused(self, signed, coordinator):
        save(signed, titre="Un")
        wrong = written(read_keys(queries.overlay_path(CODE)) | {"sens": 3})
        revision = Revision.objects.create(
            kind="indicateur",
            key=CODE,
            content={"calque": wrong, "changements": [], "rang": 9},
            made_by=coordinator,
        )
        response = signed.post(f"{ADDRESS}historique/{revision.pk}/annuler/", follow=True)
        assert said(response)[0].startswith("« sens » vaut « 3 » ; écrire -1, 0 ou 1.")
        assert read_keys(queries.overlay_path(CODE))["titre"] == "Un"

    def test_back_to_what_was_shipped(self, signed, now):
        shipped = now.catalogue.indicators[CODE]
        save(signed, titre="Un")
        response = signed.post(f"{ADDRESS}retablir/", follow=True)
        assert said(response) == ["La version livrée est rétablie."]
        assert engine().catalogue.indicators[CODE] == shipped
        assert actions.restore_shipped(by=None, code=CODE) is False

    @pytest.mark.parametrize("number", [1, 3])
    def test_more_changes_ask_no_more_of_the_database(
        self, signed, django_assert_num_queries, number
    ):
        for step in range(number):
            save(signed, titre=f"Titre {step}")
        with django_assert_num_queries(7):
            assert len(texts(parsed(signed.get(ADDRESS)), ".obs-history li")) == number


def test_every_edited_file_is_exported(signed):
    save(signed, titre="Un")
    response = signed.get(f"{ROOT}export/")
    assert response["Content-Disposition"] == 'attachment; filename="catalogue-2026-03-17.zip"'
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        assert archive.namelist() == ["catalogue/indicateurs/TX_PAUV60.yaml"]
        text = archive.read("catalogue/indicateurs/TX_PAUV60.yaml")
    assert text == queries.overlay_path(CODE).read_bytes()


PATHS = [
    "",
    "export/",
    f"{CODE}/",
    f"{CODE}/retablir/",
    f"{CODE}/historique/{NOBODY}/annuler/",
]


class TestRefusals:
    @pytest.mark.parametrize("path", PATHS)
    def test_an_anonymous_visitor_signs_in_first(self, client, path):
        assert client.get(f"{ROOT}{path}").url == f"/gestion/login/?next={ROOT}{path}"

    @pytest.mark.parametrize("path", PATHS)
    def test_a_publisher_of_figures_writes_no_sheet(self, client, path):
        client.force_login(person("chiffres@example.org", "publish_import"))
        for answer in (client.get, client.post):
            response = answer(f"{ROOT}{path}")
            assert (response.status_code, response.url) == (302, "/gestion/")

    @pytest.mark.parametrize("path", ["RIEN/", "RIEN/retablir/", "..%2Fsources%2Flong/"])
    def test_an_unknown_indicator_is_missing(self, signed, path):
        assert signed.get(f"{ROOT}{path}").status_code == 404

    def test_the_change_of_another_sheet_is_missing(self, signed):
        save(signed, titre="Un")
        address = f"{ROOT}TX_CHOM/historique/{Revision.objects.get().pk}/annuler/"
        assert signed.post(address).status_code == 404

    def test_reading_an_address_changes_nothing(self, signed):
        save(signed, titre="Un")
        for path in ("retablir/", f"historique/{Revision.objects.get().pk}/annuler/"):
            assert signed.get(f"{ADDRESS}{path}").url == ADDRESS
        assert read_keys(queries.overlay_path(CODE))["titre"] == "Un"
