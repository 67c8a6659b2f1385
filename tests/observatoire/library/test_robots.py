"""What a site asks of programs is obeyed: the longest rule decides, ours before everyone's."""

from datetime import timedelta

import pytest
from django.utils import timezone

from observatoire.library.actions.harvesting import harvest, harvest_due
from observatoire.library.actions.robots import UNWELCOME
from observatoire.library.harvest import robots
from observatoire.library.models import WatchedSource
from tests.observatoire.library.test_veille import feed_of, source
from tests.observatoire.library.trap import answering, here, reply

FILE = b"""\xef\xbb\xbf# pour tous
User-agent: *
Disallow: /
User-agent: Autre
User-agent: Observatoire
Disallow: /prive/   # sauf
Allow: /prive/etudes/
Disallow: /*.zip$
Disallow: /*?tri=
Disallow:
Crawl-delay: 4.5
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/prive/a", False),
        ("/priv%65/a", False),
        ("/prive/etudes/a", True),
        ("/a/b.zip", False),
        ("/a/b.zip?x", True),
        ("/liste?tri=nom", False),
        ("/liste?page=2&tri=nom", True),
    ],
)
def test_the_longest_rule_decides(path, allowed):
    rules = robots.read(FILE)
    assert rules.delay == 4.5
    assert rules.allow(f"https://essai.example.org{path}") is allowed


@pytest.mark.parametrize(
    ("data", "allowed"),
    [
        (b"", True),
        (b"<html>Accueil</html>", True),
        (b"User-agent: *\nDisallow: /", False),
        (b"Disallow: /", True),
        (b"User-agent: *\nDisallow: /a\nAllow: /a", True),
        (b"User-agent: *\nAllow: /a\nDisallow: /a*a*a*a*a*a*a*a*a*b", True),
        (b"User-agent: *\n" + b"Disallow: /b\n" * 6_000, True),
    ],
)
def test_what_is_not_said_is_allowed(data, allowed):
    assert robots.read(data).allow("https://essai.example.org/a" + "a" * 2_000) is allowed


@pytest.mark.django_db
def test_a_source_that_asks_to_be_left_alone_is():
    closed = reply(b"User-agent: *\nDisallow: /flux")
    with answering(reply(feed_of("Une étude")), robots=closed) as (port, heard):
        one = source(port)
        assert harvest(one, network=here()) == 0
        assert (one.error, len(heard)) == (UNWELCOME, 0)
        one.agreement = "Directrice de la publication, le 3 mars"
        assert harvest(one, network=here()) == 1
    assert (one.error, len(heard)) == ("", 1)


@pytest.mark.django_db
def test_where_a_redirect_leads_is_asked_too():
    closed = reply(b"User-agent: *\nDisallow: /flux")
    with answering(reply(feed_of("Une étude")), robots=closed) as (other, unheard):
        onward = reply(status="302 Found", Location=f"http://autre.example.org:{other}/flux")
        with answering(onward, onward) as (port, heard):
            one = source(port)
            assert harvest(one, network=here()) == 0
            assert (one.error, len(heard), len(unheard)) == (UNWELCOME, 1, 0)
            one.agreement = "Directrice de la publication, le 3 mars"
            assert harvest(one, network=here()) == 1
    assert (one.error, len(heard), len(unheard)) == ("", 2, 1)


@pytest.mark.django_db
def test_a_site_in_trouble_is_not_asked():
    with answering(reply(feed_of("Une étude")), robots=reply(status="503 Panne")) as (port, heard):
        one = source(port)
        harvest(one, network=here())
    assert (one.error.partition("\u00a0")[0], len(heard)) == (
        "Le site ne peut pas dire ce qu’il permet aux programmes (robots.txt)",
        0,
    )


@pytest.mark.django_db
def test_the_time_that_a_site_wants_is_left_between_two_questions():
    paused = []
    slow = reply(b"User-agent: *\nCrawl-delay: 7")
    answers = (reply(feed_of("Une étude")), reply(feed_of("Une autre")))
    with answering(*answers, robots=slow) as (port, _):
        source(port)
        source(port, name="La même encore")
        WatchedSource.objects.update(due_at=timezone.now() - timedelta(days=1))
        harvest_due(network=here(), pause=paused.append)
    assert paused == [7.0]
