"""Three errands, each as its visitor does it: find one's commune and print it, rank, compare."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.journey

PROFILE = "/territoires/departement/44/"
COMPARED = "/comparer/?territoire=departement:44&territoire=departement:72"
MAP = "/indicateurs/TX_PAUV60/"
PAGES = ["/territoires/", "/territoires/?q=nantes", PROFILE, "/territoires/epci/244400404/"]
PAGES += [COMPARED]


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def focus_on(page, role: str, name: str) -> None:
    """Press Tab until that element has the focus: what a hand without a mouse does."""
    wanted = page.get_by_role(role, name=name, exact=True).first
    for _ in range(150):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"Le clavier n’atteint pas « {name} »")


@pytest.mark.parametrize("address", PAGES)
def test_it_is_accessible(page, narrow_page, assert_accessible, assert_fits, address):
    page.goto(address)
    assert_accessible(page)
    narrow_page.goto(address)
    assert_fits(narrow_page)
    assert_accessible(narrow_page)


def test_find_ones_commune_and_print_its_profile_by_keyboard(page):
    page.goto("/")
    focus_on(page, "searchbox", "Nom ou code postal")
    page.keyboard.type("l'ile d'yeu")
    page.keyboard.press("Enter")
    page.wait_for_url("**/territoires/commune/85113/")
    assert page.locator("h1").inner_text() == "L'Île-d'Yeu"
    page.evaluate("window.print = () => { window.printed = true }")
    focus_on(page, "button", "Imprimer")
    page.keyboard.press("Enter")
    assert page.evaluate("window.printed") is True


@pytest.mark.parametrize("place", ["departement/44", "epci/244400404", "commune/44109"])
def test_a_profile_prints_on_two_pages_at_most(page, place):
    page.goto(f"/territoires/{place}/")
    printed = page.pdf(prefer_css_page_size=True)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 2


def test_find_ones_commune_without_javascript(plain_page):
    plain_page.goto("/territoires/")
    plain_page.locator("#territoire-mots").fill("44300")
    plain_page.get_by_role("button", name="Trouver").click()
    assert plain_page.locator("h1").inner_text() == "Nantes"
    plain_page.locator("#avec").fill("angers")
    plain_page.get_by_role("button", name="Comparer", exact=True).click()
    assert plain_page.locator(".obs-chosen strong").inner_text() == "Angers"


def test_rank_and_download_the_table_by_keyboard(page):
    page.goto(MAP)
    names = page.locator(".obs-rank").first.locator("tbody th").all_inner_texts()
    assert names == ["Sarthe", "Maine-et-Loire", "Mayenne", "Loire-Atlantique", "Vendée"]
    link = page.get_by_role("link", name=re.compile("^CSV pour tableur français")).first
    link.focus()
    with page.expect_download() as waited:
        page.keyboard.press("Enter")
    lines = waited.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("indicateur;territoire;libelle;niveau;periode;valeur")


def test_compare_two_departements_over_time_by_keyboard(page):
    page.goto("/comparer/")
    focus_on(page, "searchbox", "Ajouter un territoire Son nom ou son code postal")
    page.keyboard.type("la sarthe")
    page.keyboard.press("Enter")
    page.wait_for_url("**/comparer/?territoire=departement%3A72")
    focus_on(page, "searchbox", "Ajouter un territoire Son nom ou son code postal")
    page.keyboard.type("vendee")
    page.keyboard.press("Enter")
    page.wait_for_url("**/comparer/?territoire=departement%3A72&territoire=departement%3A85")
    row = page.locator(".obs-profile tbody tr", has_text="Taux de pauvreté").first
    assert [plain(text) for text in row.locator(".obs-profile__value").all_inner_texts()] == [
        "13,5 %",
        "9,1 %",
    ]
    assert page.get_by_role("heading", name="Au fil du temps").count() == 1


def test_compare_two_departements_without_javascript(plain_page):
    plain_page.goto(COMPARED)
    assert plain_page.locator("figure h3", has_text="Taux de pauvreté").count() > 0
    plain_page.goto("/comparer/")
    plain_page.locator("#ajouter").fill("mayenne")
    plain_page.get_by_role("button", name="Ajouter").click()
    assert plain(plain_page.locator(".obs-chips").inner_text()).startswith("Mayenne")


class TestMap:
    @pytest.fixture
    def alive(self, page):
        page.goto(MAP)
        page.locator("#carte").scroll_into_view_if_needed()
        page.locator("[data-vive]").wait_for()
        return page

    def test_it_is_accessible_once_alive(self, alive, assert_accessible):
        assert_accessible(alive)

    def test_it_says_what_the_list_says(self, alive):
        said = alive.locator(".obs-map__drawing a").evaluate_all(
            "links => links.map((link) => link.getAttribute('aria-label'))"
        )
        rows = alive.locator(".obs-rank").first.locator("tbody tr").all()
        names = [row.locator("th").inner_text() for row in rows]
        values = [row.locator(".obs-rank__number").inner_text() for row in rows]
        listed = {f"{name} : {plain(value)}" for name, value in zip(names, values, strict=True)}
        assert {plain(one) for one in said} == listed

    def test_the_arrows_go_from_one_to_its_neighbour_and_enter_opens(self, alive):
        alive.locator(".obs-map__drawing a[data-code='44']").focus()
        alive.keyboard.press("ArrowDown")
        focused = "document.activeElement.dataset.code"
        assert alive.evaluate(focused) == "85"
        assert plain(alive.locator(".obs-map__bubble").inner_text()) == "Vendée : 9,1 %"
        assert alive.locator("tr.obs-rank__pointed th").inner_text() == "Vendée"
        alive.keyboard.press("Enter")
        alive.wait_for_url("**/territoires/departement/85/")

    def test_it_is_one_stop_of_the_tab_key(self, alive):
        stops = alive.locator(".obs-map__drawing a[tabindex='0']")
        assert stops.count() == 1

    def test_it_is_enlarged_and_shown_whole_again(self, alive):
        drawing = alive.locator(".obs-map__drawing")
        whole = drawing.get_attribute("viewBox")
        alive.get_by_role("button", name="Agrandir la carte").click()
        assert float(drawing.get_attribute("viewBox").split()[2]) < float(whole.split()[2])
        alive.get_by_role("button", name="Montrer toute la région").click()
        assert drawing.get_attribute("viewBox") == whole

    def test_a_name_of_the_list_shows_its_territory(self, alive):
        alive.locator(".obs-rank tbody tr", has_text="Mayenne").first.hover()
        assert plain(alive.locator(".obs-map__bubble").inner_text()) == "Mayenne : 11,5 %"

    def test_a_click_opens_the_profile(self, alive):
        alive.locator(".obs-map__drawing a[data-code='72'] path").click()
        alive.wait_for_url("**/territoires/departement/72/")

    def test_a_level_changes_without_leaving_the_page(self, alive):
        alive.evaluate("window.stayed = true")
        alive.locator("a[data-decoupage]", has_text="Communes").click()
        alive.wait_for_url("**niveau=commune**")
        alive.locator("[data-vive]").wait_for()
        assert alive.locator(".obs-map__drawing a").count() == 1228
        assert alive.evaluate("window.stayed") is True
        alive.go_back()
        alive.locator("a[data-decoupage][aria-current]", has_text="Départements").wait_for()
        alive.locator("[data-vive]").wait_for()
        assert alive.locator(".obs-map__drawing a").count() == 5
        assert alive.evaluate("window.stayed") is True
