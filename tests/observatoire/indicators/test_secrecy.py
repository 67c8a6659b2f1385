"""One door: raw counts go in masked, and no page, file or drawing gives them back."""

from __future__ import annotations

import ast
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import pyarrow.parquet as pq
import pytest
from bs4 import BeautifulSoup
from django.urls import URLResolver, resolve

from observatoire.directory.models import AuditLine
from observatoire.indicators.actions.imports import (
    abandon_import,
    deposit_files,
    publish_import,
)
from observatoire.indicators.actions.reading import read_deposit
from observatoire.indicators.models import Import, ImportFile
from observatoire.indicators.presenters import secrecy as presenter
from observatoire.indicators.urls import urlpatterns
from stats.secrecy.protection import shield
from stats.secrecy.rules import read_rules
from stats.secrecy.table import build_table
from stats.store import Store
from tests.observatoire.indicators.deposits import upload

ROOT = Path(__file__).resolve().parents[3]
DATE = "2031-12-31"
CODE = "RSA_FOYERS"
# Where the store is read, each through the last door of the engine.
DOORS = {
    "indicators/feeds.py": {"protect_rows"},
    "indicators/queries/figures.py": {"protect"},
    "indicators/queries/movements.py": {"protect_rows"},
    "indicators/queries/numbers.py": {"protect_rows"},
    "indicators/queries/rural.py": {"protect_rows"},
    "indicators/views/api.py": {"protect_rows", "export"},
    "indicators/views/calculations.py": {"protect_rows"},
    "indicators/views/number.py": {"protect_rows"},
}
LAST = {"protect", "protect_rows", "protect_table", "export"}
READERS = {"observations", "table", "recorded", "ever_published", "rows", "snapshot"}
# Where the files of the store, or those of a deposit, are opened without it.
OPENERS = {
    "indicators/actions/files.py": {"ImportFile"},
    "indicators/actions/imports.py": {"ImportFile", "parquet"},
    "indicators/actions/reading.py": {"ImportFile", "parquet"},
    "indicators/actions/releases.py": {"ImportFile", "parquet"},
    "indicators/actions/secrecy.py": {"ImportFile"},
    "indicators/queries/imports.py": {"ImportFile"},
    "indicators/views/imports.py": {"ImportFile"},
}
SMALL, GUARD = 3, 71_753  # the guard of the small one is a number that nothing else makes


def raw_counts():
    """Mayenne has three; the others, hidden with it, are numbers no page could show by chance."""
    values = {"44": 60_287, "49": GUARD, "53": SMALL, "72": 88_817, "85": 95_621}
    rows = [(("departement", code), value) for code, value in values.items()]
    return dict([*rows, (("region", "R52"), sum(values.values()))])


def file_of(counts, source="Partenaire d’essai"):
    lines = ["indicateur,niveau,territoire,periode,valeur,source"]
    lines += [
        f"{CODE},{level},{code},{DATE},{value},{source}" for (level, code), value in counts.items()
    ]
    return "\n".join(lines)


def deposited(by, text):
    imported = deposit_files(
        by=by, source="partenaires", title="Comptages", files=[upload(text, "comptages.csv")]
    )
    read_deposit(identifier=str(imported.pk))
    imported.refresh_from_db()
    return imported


@pytest.fixture
def published_counts(store, coordinator):
    imported = deposited(coordinator, file_of(raw_counts()))
    assert (imported.state, imported.failure) == (Import.State.READ, "")
    publish_import(by=coordinator, imported=imported)
    imported.refresh_from_db()
    return imported


def statuses_in(store):
    rows = Store(store).observations(indicator=CODE, period=DATE)
    return {(str(row.level), row.territory): (str(row.status), row.value) for row in rows}


def test_the_store_never_receives_what_is_hidden(published_counts, store):
    found = statuses_in(store)
    hidden = {key for key, (_, value) in found.items() if value is None}
    assert found["departement", "53"] == ("secret_primaire", None)
    assert len(hidden) >= 2
    assert {status for status, value in found.values() if value is None} == {
        "secret_primaire",
        "secret_secondaire",
    }
    shown = {key: value for key, (_, value) in found.items() if value is not None}
    assert shown == {key: raw_counts()[key] for key in shown}


def addresses():
    """Every public route of the figures, and what gathers them elsewhere."""
    number = f"/donnees/n/{CODE}/departement/53/{DATE}/"
    yield from ("/", "/tableaux-de-bord/", "/indicateurs/", "/territoires/", "/donnees/")
    yield from ("/secret-statistique/", "/donnees/journal/", "/donnees/journal.atom")
    yield from ("/donnees/calendrier/", "/donnees/calendrier.ics", "/donnees/errata/")
    yield from (f"{number}1/", f"/indicateurs/{CODE}/carte.json?periode={DATE}")
    yield from ("/territoires/contours/departement.json", f"/recherche/?q={CODE}", "/sitemap.xml")
    yield f"/indicateurs/{CODE}/image/carte.svg?niveau=departement&periode={DATE}"
    yield f"/indicateurs/{CODE}/image/courbe.svg?niveau=departement&code=53"
    yield from (f"/api/v1/indicateurs/{CODE}", "/api/v1/territoires?niveau=departement")
    yield f"/indicateurs/{CODE}/?niveau=departement&periode={DATE}"
    for code in ("44", "49", "53", "72", "85"):
        yield f"/territoires/departement/{code}/"
        yield f"/donnees/n/{CODE}/departement/{code}/{DATE}/"
    yield f"/indicateurs/{CODE}/carte.svg?niveau=departement&periode={DATE}"
    yield "/tableaux-de-bord/pauvrete/"
    yield f"/comparer/?t=departement:44&t=departement:53&i={CODE}"
    for form in ("json", "csv", "csv-fr", "json-stat"):
        yield f"/api/v1/observations?indicateur={CODE}&periode={DATE}&format={form}"


def spellings(value):
    text = str(value)
    return {text, *(f"{text[:-3]}{space}{text[-3:]}" for space in (" ", "\u00a0", "\u202f"))}


def test_every_public_route_of_the_figures_is_tried():
    tried = {resolve(urlsplit(address).path).view_name for address in addresses()}
    routes = {name for name in _names(urlpatterns) if name}
    assert routes - tried == set()


def _names(patterns):
    for one in patterns:
        if isinstance(one, URLResolver):
            if one.app_name != "ninja":
                yield from _names(one.url_patterns)
        else:
            yield one.name


def test_no_page_file_or_drawing_gives_a_hidden_number(client, published_counts, store):
    hidden = [raw_counts()[key] for key, (_, value) in statuses_in(store).items() if value is None]
    guards = [value for value in hidden if value > SMALL]
    assert guards
    for address in addresses():
        answer = client.get(address)
        assert answer.status_code == 200, address
        # What has no space in it is read as it is; a drawing is a text too.
        text = answer.getvalue().decode("utf-8")
        told = [value for value in guards for one in spellings(value) if one in text]
        assert (address, told) == (address, [])


def test_no_other_path_of_the_site_reads_the_store():
    """Each call that reads figures from a store stands in one of the doors."""
    found = {}
    for path in sorted((ROOT / "observatoire").rglob("*.py")):
        calls = [one for one in ast.walk(ast.parse(path.read_text("utf-8"))) if _is_call(one)]
        if any(_reads_a_store(call) for call in calls):
            named = {ast.unparse(call.func).rpartition(".")[2] for call in calls}
            found[str(path.relative_to(ROOT / "observatoire"))] = named & LAST
    assert found == DOORS


def _is_call(node):
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name)


def _reads_a_store(call):
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in READERS:
        return False
    return ast.unparse(call.func.value).rpartition(".")[2].endswith(("store", "Store"))


def test_a_store_has_no_other_name():
    """Else the test above would not see it read."""
    found = []
    for path in sorted((ROOT / "observatoire").rglob("*.py")):
        for one in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(one, ast.Assign) and ast.unparse(one.value).endswith((".store", "Store")):
                found += [(path.name, ast.unparse(target)) for target in one.targets]
    assert [one for one in found if one[1] not in ("store", "(foreseen, store)")] == []


def test_the_files_of_numbers_are_opened_nowhere_else():
    """Nor through DuckDB or Parquet directly: the private files of a deposit have few readers."""
    found = {}
    for path in sorted((ROOT / "observatoire").rglob("*.py")):
        if "migrations" in path.parts:
            continue
        names = {
            word
            for one in ast.walk(ast.parse(path.read_text("utf-8")))
            for word in _words(one)
            if word in {"ImportFile", "parquet", "duckdb"}
        }
        if names:
            found[str(path.relative_to(ROOT / "observatoire"))] = names
    assert found == OPENERS


def _words(node):
    if isinstance(node, ast.ImportFrom):
        yield from (alias.name for alias in node.names)
        yield from (node.module or "").split(".")
    elif isinstance(node, ast.Import):
        yield from (word for alias in node.names for word in alias.name.split("."))


def test_what_a_reading_leaves_behind_tells_no_hidden_number(
    caplog, capfd, client, store, coordinator, published_counts
):
    """Logs, and the journal of who did what: read by more people than the deposit."""
    counts = {key: value for key, value in raw_counts().items() if key[1] == "53"}
    deposited(coordinator, file_of(counts | {("departement", "49"): GUARD}))
    written = "".join([caplog.text, *capfd.readouterr()])
    lines = [str(values) for values in AuditLine.objects.values()]
    assert [one for one in spellings(GUARD) if one in written] == []
    assert [line for line in lines for one in spellings(GUARD) if one in line] == []
    assert AuditLine.objects.filter(verb="lire").exists()


def test_parquet_is_protected_too(client, published_counts, store):
    address = f"/api/v1/observations?indicateur={CODE}&periode={DATE}&format=parquet"
    table = pq.read_table(BytesIO(client.get(address).getvalue()))
    told = dict(
        zip(table.column("territoire").to_pylist(), table.column("valeur").to_pylist(), strict=True)
    )
    assert told == {place: value for (_, place), (_, value) in statuses_in(store).items()}


def test_an_abandoned_deposit_keeps_no_number(store, coordinator):
    """Its files are erased; so is what its reading said of them."""
    counts = raw_counts()
    published = {key: value for key, value in counts.items() if key != ("departement", "53")}
    publish_import(by=coordinator, imported=deposited(coordinator, file_of(published)))
    refused = deposited(coordinator, file_of({("departement", "53"): SMALL}))
    assert "departement:53" in refused.failure
    abandoned = abandon_import(by=coordinator, imported=refused)
    abandoned.refresh_from_db()
    assert (abandoned.failure, abandoned.report, abandoned.files.count()) == ("", {}, 0)


def test_the_page_of_the_deposit_shows_before_after_and_why(client, coordinator, published_counts):
    client.force_login(coordinator)
    page = BeautifulSoup(client.get(published_counts.get_absolute_url()).content, "html.parser")
    section = page.find(id="secret").parent
    rows = [
        [cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])]
        for row in section.tbody.find_all("tr")
    ]
    first = next(row for row in rows if row[0].startswith("Mayenne"))
    assert first[3:] == ["3", "Secret primaire", "Moins de personnes ou de répondants que le seuil"]
    assert {row[4] for row in rows} == {"Secret primaire", "Secret secondaire"}
    assert "n’en a retrouvé aucune" in section.get_text()
    listing = published_counts.files.get(kind=ImportFile.Kind.SECRECY)
    with listing.file.open("rb") as file:
        content = file.read().decode("utf-8-sig").splitlines()
    assert content[0] == "indicateur;niveau;territoire;periode;avant;apres;statut;raison"
    assert len(content) == 1 + len(raw_counts())


def test_a_deposit_that_would_leak_is_refused_with_what_leaks(store, coordinator):
    counts = raw_counts()
    first = {key: value for key, value in counts.items() if key != ("departement", "53")}
    publish_import(by=coordinator, imported=deposited(coordinator, file_of(first)))
    refused = deposited(coordinator, file_of({("departement", "53"): SMALL}))
    assert refused.state == Import.State.REFUSED
    assert "departement:53" in refused.failure
    assert not refused.files.filter(kind=ImportFile.Kind.TABLE).exists()
    assert ("departement", "53") not in statuses_in(store)


def test_a_producer_keeps_its_own_secrecy(store, coordinator):
    """A long table has no rule: its figures are published as they are given."""
    imported = deposit_files(
        by=coordinator, source="long", title="Table", files=[upload(file_of(raw_counts()), "a.csv")]
    )
    read_deposit(identifier=str(imported.pk))
    imported.refresh_from_db()
    assert (imported.state, "secret" in imported.report) == (Import.State.READ, False)


def test_the_status_shows_with_its_explanation(client, published_counts):
    page = client.get(f"/indicateurs/{CODE}/?niveau=departement&periode={DATE}").content.decode()
    text = " ".join(BeautifulSoup(page, "html.parser").get_text(" ", strip=True).split())
    assert "masquée pour qu’on ne puisse pas retrouver une autre valeur secrète" in text
    assert 'href="/secret-statistique/"' in page


def test_the_public_page_explains_on_a_worked_example(client, db, published):
    page = BeautifulSoup(client.get("/secret-statistique/").content, "html.parser")
    assert page.h1.get_text() == "Secret statistique"
    assert len(page.find_all("table")) == 3
    text = " ".join(page.get_text(" ").split())
    assert "44 − 41 = 3" in text
    assert "Comptages d’un partenaire" in text


def test_the_example_is_what_the_engine_does():
    ages = presenter.EXAMPLE_COLUMNS[:2]
    communes = [name for name in presenter.EXAMPLE if name.startswith("Commune")]
    cells = {
        (name, age): {"effectif": float(presenter.EXAMPLE[name][n])}
        for name in communes
        for n, age in enumerate(ages)
    }
    rules = {
        "dimensions": {"c": {"total": "Intercommunalité"}, "a": {"total": "Ensemble"}},
        "regles": {"seuil": "5"},
    }
    read = read_rules(rules)
    found = shield(build_table(cells, read, ["c", "a"]), read)
    columns = list(presenter.EXAMPLE_COLUMNS)
    told = {
        kind: {
            (cell[0], columns.index(cell[1]))
            for cell, status in zip(found.cells, found.statuses.tolist(), strict=True)
            if status in kind
        }
        for kind in ("AB", "D")
    }
    assert told == {"AB": presenter.EXAMPLE_PRIMARY, "D": presenter.EXAMPLE_SECONDARY}
