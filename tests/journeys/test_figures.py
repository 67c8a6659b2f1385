"""From the home page to a figure, its source and its file: with the mouse, keyboard, without JS."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.journey

PAGES = [
    "/tableaux-de-bord/",
    "/tableaux-de-bord/pauvrete/",
    "/tableaux-de-bord/protection-juridique/",
    "/indicateurs/",
    "/indicateurs/TX_PAUV60/",
    "/indicateurs/TX_PAUV60/?niveau=commune",
    "/indicateurs/RSA_FOYERS/",
    "/indicateurs/CCAPEX_SIT/",
    "/territoires/",
    "/territoires/departement/44/",
    "/territoires/commune/44109/",
    "/donnees/",
    "/donnees/n/TX_CHOM/departement/85/2024-T4/",
    "/donnees/journal/",
    "/donnees/calendrier/",
    "/donnees/errata/",
    "/secret-statistique/",
    "/agenda/",
    "/mentions-legales/",
    "/accessibilite/",
    "/donnees-personnelles/",
]


@pytest.mark.parametrize("address", PAGES)
def test_it_is_accessible_on_a_wide_screen(page, assert_accessible, address):
    assert page.goto(address).status == 200
    assert page.locator("h1").count() == 1
    assert_accessible(page)


@pytest.mark.parametrize("address", PAGES)
def test_it_is_accessible_on_a_telephone(narrow_page, assert_fits, assert_accessible, address):
    narrow_page.goto(address)
    assert_fits(narrow_page)
    assert_accessible(narrow_page)


def test_read_the_dashboard_of_a_departement(page):
    page.goto("/")
    page.get_by_role("link", name="Ouvrir le tableau de bord").click()
    page.get_by_label("Territoire", exact=True).select_option(label="Sarthe")
    page.get_by_role("button", name="Afficher").click()
    title = page.get_by_role("link", name="Taux de pauvreté", exact=True)
    tile = page.locator("article", has=title)
    assert tile.locator(".obs-tile__value").inner_text().replace("\u00a0", " ") == "13,5 %"
    title.click()
    assert page.locator("h1").inner_text().replace("\u00a0", " ") == (
        "Le taux de pauvreté va de 9,1 % en Vendée à 13,5 % en Sarthe, en 2021"
    )


def test_find_a_commune_without_javascript(plain_page):
    plain_page.goto("/")
    plain_page.get_by_placeholder("Nom ou code postal").fill("l'ile d'yeu")
    plain_page.get_by_role("button", name="Trouver").click()
    assert plain_page.locator("h1").inner_text() == "L'Île-d'Yeu"


def test_from_the_map_to_a_profile_by_keyboard_alone(page):
    page.goto("/indicateurs/TX_PAUV60/")
    link = page.get_by_role("link", name="Vendée").first
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/territoires/departement/85/")
    assert page.locator("h1").inner_text() == "Vendée"


def test_find_an_indicator_and_rank_its_territories_without_javascript(plain_page):
    plain_page.goto("/indicateurs/")
    plain_page.get_by_label("Avec des chiffres par").select_option(label="Commune")
    plain_page.get_by_label("Ranger par").select_option(label="Titre")
    plain_page.get_by_role("button", name="Filtrer").click()
    plain_page.get_by_role("link", name="Taux de pauvreté monétaire au seuil de 60").click()
    plain_page.get_by_label("Classes de couleur").select_option(label="Bornes rondes, fixes")
    plain_page.get_by_role("button", name="Afficher").click()
    ranked = plain_page.get_by_role("region", name="Valeurs par territoire").locator("tbody tr")
    assert ranked.first.inner_text().replace("\u00a0", " ").split("\t")[:3] == [
        "1",
        "Sarthe",
        "13,5 %",
    ]
    plain_page.get_by_role("link", name="choisir Vendée").click()
    assert plain_page.locator(".obs-figure-large__value").inner_text() == "9,1\u00a0%"


def test_take_the_figures_away(page):
    page.goto("/indicateurs/TX_PAUV60/")
    with page.expect_download() as waited:
        page.get_by_role("link", name="CSV pour tableur français").click()
    lines = waited.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("indicateur;territoire;libelle;niveau;periode;valeur")
    assert any(line.startswith("TX_PAUV60;85;Vendée;departement;2020;8,9;") for line in lines)


def test_a_page_is_light(page):
    """HTML, style sheets and scripts together, as they travel; fonts and pictures apart."""
    weights = []

    def weigh(response):
        if response.request.resource_type in {"document", "stylesheet", "script"}:
            weights.append(response.request.sizes()["responseBodySize"])

    page.on("requestfinished", lambda request: weigh(request.response()))
    figures = ["/indicateurs/TX_PAUV60/", "/indicateurs/TX_PAUV60/?niveau=commune"]
    places = ["/territoires/departement/44/", "/territoires/commune/44109/"]
    for address in ["/", "/tableaux-de-bord/pauvrete/", *figures, *places]:
        weights.clear()
        page.context.clear_cookies()
        page.goto(address, wait_until="networkidle")
        assert sum(weights) <= 180_000, f"{address} : {sum(weights)} octets"


def test_a_revision_of_unemployment_is_seen(plain_page):
    """Vendée, fourth quarter of 2024: 5.3 when published, 5.4 since; both, dated, explained."""
    plain_page.goto("/donnees/errata/")
    plain_page.get_by_role("link", name="Vendée, T4 2024").click()
    plain_page.wait_for_url("**/donnees/n/TX_CHOM/departement/85/2024-T4/")
    assert plain_page.locator(".obs-number__value").inner_text() == "5,4\u00a0%"
    (erratum,) = plain_page.locator(".obs-number__erratum .fr-callout__text").all_inner_texts()
    assert erratum == "5,3\u00a0% (édition T4 2024) devient 5,4\u00a0% (édition T3 2025)."
    now, before = plain_page.locator(".obs-number__history > li").all()
    assert now.locator(".obs-number__past").inner_text() == "5,4\u00a0%"
    assert before.locator(".obs-number__past").inner_text() == "5,3\u00a0%"
    for line, edition in ((now, "T3 2025"), (before, "T4 2024")):
        said = line.locator("p.obs-quiet").inner_text().replace("\u00a0", " ")
        assert f"édition {edition}, entrée sur la plateforme le " in said
    before.get_by_role("link", name="Adresse de cette révision").click()
    assert plain_page.locator(".obs-number__value").inner_text() == "5,3\u00a0%"
    assert plain_page.locator(".fr-alert__title").inner_text() == "Cette valeur a été remplacée"
    plain_page.get_by_role("link", name="Voir la valeur en vigueur").click()
    assert plain_page.locator(".obs-number__value").inner_text() == "5,4\u00a0%"


def test_from_a_tile_to_the_address_of_its_number(page):
    page.goto("/tableaux-de-bord/pauvrete/?territoire=departement:85")
    page.get_by_role("link", name="Citer ce chiffre : Taux de chômage", exact=True).click()
    page.wait_for_url("**/donnees/n/TX_CHOM/departement/85/2025-T3/")
    assert page.locator(".obs-number__value").inner_text() == "5,7\u00a0%"
    assert "/donnees/n/TX_CHOM/departement/85/2025-T3/" in page.locator(".obs-cite").inner_text()
