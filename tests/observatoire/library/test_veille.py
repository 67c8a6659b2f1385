"""The veille: sources asked, proposals queued with their reasons, one decision each."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from observatoire.base.models import Territory
from observatoire.directory.rules import COORDINATION
from observatoire.library import feeds
from observatoire.library.actions.findings import accept_finding, reopen_finding, tie_finding
from observatoire.library.actions.harvesting import harvest, harvest_due
from observatoire.library.actions.links import check_links, mend_link
from observatoire.library.actions.refusal import Refused
from observatoire.library.models import Finding, Link, Notice, WatchedSource
from observatoire.library.queries.rhythm import rhythm
from observatoire.library.queries.watching import health
from tests.observatoire.directory.signing import account, texts
from tests.observatoire.library.studies import partner, study
from tests.observatoire.library.trap import answering, here, reply, trap

pytestmark = pytest.mark.django_db
RSS = "<rss version='2.0'><channel><title>Études</title>{}</channel></rss>"
ITEM = "<item><title>{}</title><link>https://example.org/{}</link><guid>{}</guid></item>"


def feed_of(*titles: str) -> bytes:
    return RSS.format(
        "".join(ITEM.format(title, at, at) for at, title in enumerate(titles))
    ).encode()


def source(port: int = 80, **fields) -> WatchedSource:
    given = {"name": "Producteur d’essai", "address": f"http://essai.example.org:{port}/flux"}
    return WatchedSource.objects.create(**given | fields)


@pytest.fixture
def places():
    rows = [("region", "52", "Pays de la Loire"), ("departement", "44", "Loire-Atlantique")]
    for level, code, name in rows:
        Territory.objects.create(
            level=level, code=code, name=name, searched_name=name.lower(), in_region=True
        )


@pytest.fixture
def keeper(client):
    person = account("coordination.essai@example.org", COORDINATION)
    client.force_login(person)
    return person


def test_a_source_gives_proposals_once_with_their_reasons(places):
    study("La pauvreté des retraités en Vendée", source_address="https://example.org/0")
    titles = (
        "Autre titre",
        "Le logement des jeunes en Loire-Atlantique",
        "L’emploi dans la région",
    )
    data = reply(feed_of(*titles), ETag='"1"')
    with answering(data, reply(status="304 Not Modified")) as (port, heard):
        one = source(port, producer="Insee")
        assert harvest(one, network=here()) == 2
        assert harvest(one, network=here()) == 0
    assert b'If-None-Match: "1"' in heard[1]
    found = Finding.objects.order_by("external_id")
    assert [(row.title, row.state, row.twin_reason) for row in found] == [
        ("Autre titre", "deja", "Même adresse."),
        ("Le logement des jeunes en Loire-Atlantique", "attend", ""),
        ("L’emploi dans la région", "attend", ""),
    ]
    assert found[1].themes == [
        ["enfance-famille-et-jeunesse", "On y lit «\u00a0jeunes\u00a0»."],
        ["logement-et-hebergement", "On y lit «\u00a0logement\u00a0»."],
    ]
    place = ["departement:44", "«\u00a0Loire-Atlantique\u00a0» est dans le titre."]
    assert found[1].territories == [place]
    assert found[1].content["producers"] == ["Insee"]
    assert (one.error, one.failures, health(one)[0]) == ("", 0, "oui")


def test_two_proposals_of_one_study_are_told_apart():
    title = "Les bénéficiaires de l’aide alimentaire en 2024"
    with answering(reply(feed_of(title, f"{title} !"))) as (port, _):
        harvest(source(port), network=here())
    assert sorted(Finding.objects.values_list("twin_reason", flat=True)) == [
        "",
        "Même titre. Une autre proposition de la veille.",
    ]


@pytest.mark.parametrize(
    "answer, sentence",
    [
        (
            reply(status="404 Not Found"),
            "Cette adresse n’existe plus\u00a0: chercher la nouvelle sur le site.",
        ),
        (reply(status="500 Panne"), "Le site répond une erreur (500)."),
        (
            reply(status="429 Trop", Retry_After="90"),
            "Le site demande d’attendre\u00a0: il sera essayé de nouveau plus tard.",
        ),
        (
            reply(b"<html>non</html>"),
            "Ce n’est ni un flux RSS ni un flux Atom\u00a0: vérifier l’adresse.",
        ),
        (
            reply(status="302 Found", Location="http://127.0.0.1/"),
            "Cette adresse mène à un réseau interne\u00a0: elle n’est pas suivie.",
        ),
    ],
)
def test_a_source_that_fails_says_why(answer, sentence):
    with answering(answer) as (port, _):
        one = source(port)
        assert harvest(one, network=here()) == 0
    one.refresh_from_db()
    assert (one.error, one.failures) == (sentence, 1)
    assert one.due_at > timezone.now()


def test_an_inner_address_is_never_asked():
    with trap() as port:
        one = source(address=f"http://127.0.0.1:{port}/flux")
        assert harvest(one) == 0
    assert one.error == "Cette adresse mène à un réseau interne\u00a0: elle n’est pas suivie."


def test_only_what_is_due_and_active_is_asked():
    later = timezone.now() + timedelta(days=1)
    paused = []
    with answering(reply(feed_of("Une étude nouvelle")), reply(feed_of("Une autre encore"))) as (
        port,
        heard,
    ):
        source(port, name="À l’heure")
        source(port, name="À l’heure aussi")
        source(port, name="Plus tard", due_at=later)
        source(port, name="Éteinte", is_active=False)
        assert harvest_due(network=here(), pause=paused.append) == 1  # of one address
    assert (len(heard), paused) == (2, [1.0])


def waiting(title="Le logement des jeunes", **content) -> Finding:
    one = WatchedSource.objects.first() or source()
    row = {"title": title, "kind": "étude", "address": "https://example.org/jeunes"} | content
    return Finding.objects.create(
        source=one, external_id=title, title=title, content=row,
        themes=[["logement-et-hebergement", "On y lit «\u00a0logement\u00a0»."]],
    )  # fmt: skip


def test_an_accepted_proposal_is_a_published_notice():
    by = account("coordination.essai@example.org", COORDINATION)
    finding = waiting(date="2024-05", producers=["Insee"], doi="10.1234/a")
    notice = accept_finding(by=by, finding=finding)
    notice.refresh_from_db()
    assert (notice.status, notice.origin, notice.doi, notice.precision) == (
        "publiee",
        "veille",
        "10.1234/a",
        "mois",
    )
    assert [one.slug for one in notice.themes.all()] == ["logement-et-hebergement"]
    assert [one.name for one in notice.producers.all()] == ["Insee"]
    with pytest.raises(Refused, match="Une décision a déjà été prise\u00a0: acceptée."):
        accept_finding(by=by, finding=finding)
    with pytest.raises(Refused, match="la supprimer d’abord"):
        reopen_finding(by=by, finding=finding)


def test_already_there_keeps_the_other_address():
    by = account("coordination.essai@example.org", COORDINATION)
    notice = study("Le logement des jeunes")
    tie_finding(by=by, finding=waiting(), notice=notice)
    assert [one.address for one in notice.manifestations.all()] == ["https://example.org/jeunes"]
    assert Notice.objects.count() == 1


@pytest.mark.parametrize("number", [1, 3])
def test_the_queue_shows_each_proposal(client, keeper, number, django_assert_num_queries, places):
    for at in range(number):
        waiting(f"Étude sur le logement, volet {at}")
    client.get(reverse("veille:queue"))
    with django_assert_num_queries(QUERIES):
        page = client.get(reverse("veille:queue"))
    shown = sorted(texts(page, ".obs-find h2"))
    assert shown == [f"Étude sur le logement, volet {at}" for at in range(number)]


QUERIES = 12


def test_decisions_are_posted(client, keeper):
    one, two, three = (
        waiting("Première étude"),
        waiting("Deuxième étude"),
        waiting("Troisième étude"),
    )
    client.post(reverse("veille:decide", args=[one.pk]), {"decision": "accepter"})
    client.post(reverse("veille:decide", args=[two.pk]), {"decision": "ecarter"})
    client.post(reverse("veille:decide_many"), {"decision": "accepter", "choix": [three.pk, "x"]})
    states = dict(Finding.objects.values_list("title", "state"))
    assert states == {
        "Première étude": "accepte",
        "Deuxième étude": "refuse",
        "Troisième étude": "accepte",
    }
    client.post(reverse("veille:decide", args=[two.pk]), {"decision": "rouvrir"})
    two.refresh_from_db()
    assert two.state == "attend"


def test_a_proposal_is_corrected_then_accepted(client, keeper, places):
    finding = waiting()
    said = {
        "title": "Un meilleur titre", "date": "31/05/2024", "address": "https://example.org/b",
        "producers": "Insee; Dreets", "themes": ["sante"], "territories": ["departement:44"],
        "accepter": "1",
    }  # fmt: skip
    client.post(reverse("veille:finding", args=[finding.pk]), said)
    finding.refresh_from_db()
    notice = finding.notice
    assert (notice.title, str(notice.published_on), notice.territories) == (
        "Un meilleur titre",
        "2024-05-31",
        ["departement:44"],
    )
    wrong = {"title": "", "date": "hier", "address": "javascript:alert(1)"}
    page = client.post(reverse("veille:finding", args=[waiting("Autre étude").pk]), wrong)
    assert [text.strip() for text in texts(page, ".error-message, .w-field__errors p")] == [
        "Champ requis.",
        "Écrire 2024, 2024-05 ou 31/05/2024.",
        "Écrire une adresse entière, qui commence par http:// ou https://.",
    ]


def test_a_source_is_written_and_inner_addresses_refused(client, keeper):
    said = {"name": "Essai", "kind": "flux", "address": "http://localhost/flux", "every_days": "7"}
    page = client.post(reverse("veille:source_add"), said)
    assert (
        "Ce nom est celui d’un réseau interne\u00a0: il n’est pas suivi." in page.content.decode()
    )
    client.post(reverse("veille:source_add"), said | {"address": "https://example.org/flux"})
    one = WatchedSource.objects.get()
    assert (one.name, one.address) == ("Essai", "https://example.org/flux")
    client.post(reverse("veille:source_delete", args=[one.pk]))
    assert WatchedSource.objects.count() == 0


def test_the_rhythm_of_the_base(places, client, keeper):
    study("Récente", published_on=timezone.localdate(), territories=["commune:44109"])
    table = rhythm()
    health_row = next(row for row in table.rows if row.theme.slug == "sante")
    assert table.columns == ("Loire-Atlantique", "Toute la région")
    assert [(cell.months, cell.is_dry) for cell in health_row.cells] == [(0, False), (None, True)]
    assert table.dry == 15
    page = client.get(reverse("veille:rhythm"))
    assert "15 cases vides sur ce tableau." in page.content.decode()


def test_the_desk_says_what_waits(keeper):
    waiting()
    assert [(one.title, one.address) for one in feeds.watch_todos(person=keeper)] == [
        ("1 proposition de la veille à trier", "/gestion/veille/")
    ]
    assert feeds.watch_todos(person=partner()) == []


def test_dead_links_are_found_after_two_looks_and_mended(client, keeper):
    with answering(
        reply(status="405 Non"),
        reply(status="503 Panne"),
        reply(status="404 Not Found"),
        reply(status="404 Not Found"),
    ) as (port, heard):
        notice = study("Une étude", source_address=f"http://etude.example.org:{port}/a")
        assert check_links(network=here(), pause=lambda seconds: None) == 1
        link = Link.objects.get()
        assert (link.state, link.sentence) == ("doute", "Le site répond une erreur (503).")
        assert [line.split(b" ")[0] for line in heard] == [b"HEAD", b"GET"]
        Link.objects.update(checked_at=timezone.now() - timedelta(days=31))
        assert check_links(network=here(), pause=lambda seconds: None) == 1
    link.refresh_from_db()
    assert (link.state, [status for _, status, _ in link.trials]) == ("mort", [404, 503])
    page = client.get(reverse("veille:links"))
    assert texts(page, "tbody .obs-object") == ["Une étude"]
    with pytest.raises(Refused, match="http:// ou https://"):
        mend_link(by=keeper, link=link, address="javascript:alert(1)")
    client.post(reverse("veille:link", args=[link.pk]), {"address": "https://example.org/neuf"})
    notice.refresh_from_db()
    assert notice.source_address == "https://example.org/neuf"
    assert check_links(network=here(), pause=lambda seconds: None) == 1


def test_links_within_their_month_are_left_in_peace():
    with answering(reply()) as (port, heard):
        study("Une étude", source_address=f"http://etude.example.org:{port}/a")
        assert check_links(network=here(), pause=lambda seconds: None) == 1
        assert check_links(network=here(), pause=lambda seconds: None) == 0
    assert len(heard) == 1


def test_the_sources_show_their_health(client, keeper):
    for at in range(3):
        source(name=f"Source {at}", error="Le site ne répond pas.", failures=2)
    page = client.get(reverse("veille:sources"))
    assert texts(page, "tbody .obs-object") == ["Source 0", "Source 1", "Source 2"]
    assert texts(page, "tbody .obs-sentence") == ["Le site ne répond pas."] * 3
