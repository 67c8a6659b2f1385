"""What a stranger writes in any field of a notice is shown, and runs nowhere.

The pages are given to a real browser without the policy that would stop them: what is written
must be harmless by itself.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import sync_playwright

from observatoire.library.models import KeptCopy, Manifestation, Notice
from tests.observatoire.directory.signing import parsed
from tests.observatoire.library.papers import pdf
from tests.observatoire.library.payloads import PAYLOADS
from tests.observatoire.library.studies import study

pytestmark = pytest.mark.django_db
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM = os.environ.get("OBS_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), "")
AT_ONCE = 10
SAFE = ("/", "http", "#", "?", "mailto:")
SITE = "http://127.0.0.1:9"


# What passes for a PDF to a hurried reader, and for a page to another.
POLYGLOT = b"<script>alert('copie')</script>" + pdf("Une copie")
FEEDS = ("/base-documentaire/flux/", "/base-documentaire/flux/rss/")


@pytest.fixture
def pages(client, settings, tmp_path) -> dict[str, str]:
    """Every page that shows them, by address: ten payloads in each field of each of ten notices."""
    settings.MEDIA_ROOT = str(tmp_path)
    for start in range(0, len(PAYLOADS), AT_ONCE):
        some = PAYLOADS[start : start + AT_ONCE]
        written = " ".join(some)
        notice = study(
            written[:400], producers=[one[:190] for one in some[:3]], summary=written,
            authors="; ".join(some)[:500], keywords=list(some), collection=written[:200],
            number=some[0][:60], pages=some[1][:40], doi=some[2][:200], isbn=some[3][:20],
            origin_text=written[:600],
        )  # fmt: skip
        Manifestation.objects.create(
            notice=notice, label=some[4][:200], address="https://example.org/a"
        )
    Notice.objects.update(file_name=PAYLOADS[0])
    copied = Notice.objects.order_by("slug").first()
    Notice.objects.filter(pk=copied.pk).update(licence=Notice.Licence.OPEN)
    KeptCopy.objects.create(
        notice=copied, address=SITE, agreement=" ".join(PAYLOADS)[:200], size=len(POLYGLOT),
        file=SimpleUploadedFile("copie.pdf", POLYGLOT),
    )  # fmt: skip
    asked = [one.get_absolute_url() for one in Notice.objects.order_by("slug")]
    asked += [f"/base-documentaire/?page={number}" for number in (1, 2)]
    asked += ["/base-documentaire/alertes/nouvelle/?q=%3Cscript%3Ealert(1)%3C/script%3E"]
    return {one: client.get(one).content.decode() for one in asked}


def test_a_hundred_payloads():
    assert len(set(PAYLOADS)) == 100


def test_no_element_is_born_of_a_text(pages):
    for address, page in pages.items():
        found = parsed(type("Answer", (), {"content": page.encode()}))
        scripts = [one.get("src") or one.get("type") for one in found.select("script")]
        assert all(one and (one.startswith("/") or one == "application/ld+json") for one in scripts)
        handlers = [
            name for one in found.find_all(True) for name in one.attrs if name.startswith("on")
        ]
        links = [one["href"].strip().lower() for one in found.select("[href]")]
        assert (address, handlers) == (address, [])
        assert [
            one for one in links if not one.startswith(("/", "http", "#", "?", "mailto:"))
        ] == []


@pytest.mark.skipif(not CHROMIUM, reason="pas de Chromium sur cette machine")
@pytest.mark.skipif(connection.vendor != "sqlite", reason="un navigateur ignore la base")
def test_a_browser_runs_nothing(pages):
    ran: list[str] = []
    with sync_playwright() as found:
        browser = found.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
        page.route("**/*", lambda route: _answer(route, pages))
        for address in pages:
            page.goto(f"{SITE}{address}")
            page.mouse.move(200, 300)
            page.evaluate("document.querySelectorAll('main a').forEach(one => one.focus())")
        assert page.title() != ""
        browser.close()
    assert ran == []


@pytest.mark.skipif(not CHROMIUM, reason="pas de Chromium sur cette machine")
@pytest.mark.skipif(connection.vendor != "sqlite", reason="un navigateur ignore la base")
def test_feeds_and_a_kept_copy_opened_in_a_browser_run_nothing(pages, client):
    """Feeds with their own type, as XML and as a reader's page; the copy as it is sent."""
    opened = []
    for feed in FEEDS:
        answer = client.get(feed)
        body = answer.content
        opened += [(body, answer["Content-Type"]), (body, "text/xml; charset=utf-8")]
    # The one field that RSS means as HTML; Atom says of each of its own that it is a text.
    described = ElementTree.fromstring(client.get(FEEDS[1]).content).iter("description")
    told = " ".join(one.text for one in described)
    assert len(told) > 5_000
    opened.append((told.encode(), "text/html; charset=utf-8"))
    copy = client.get(f"{KeptCopy.objects.get().notice.get_absolute_url()}copie/")
    assert (copy["Content-Type"], copy["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    opened.append((b"".join(copy), copy["Content-Type"]))
    ran: list[str] = []
    with sync_playwright() as found:
        browser = found.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for body, kind in opened:
            page = browser.new_page()
            page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
            page.route("**/*", lambda route: route.abort())
            page.route(
                f"{SITE}/",
                lambda route, _asked, body=body, kind=kind: route.fulfill(
                    body=body, headers={"Content-Type": kind, "X-Content-Type-Options": "nosniff"}
                ),
            )
            # What a browser does not show, it takes for a download and leaves the page.
            with contextlib.suppress(PlaywrightError):
                page.goto(f"{SITE}/", timeout=5_000)
                page.mouse.move(200, 300)
            page.close()
        browser.close()
    assert ran == []


def test_a_reader_of_feeds_runs_nothing(pages, client):
    """A description is HTML to who reads it: written in a page, it is still a text."""
    rss = ElementTree.fromstring(client.get(FEEDS[1]).content)
    described = [one.text for one in rss.iter("description")]
    assert len(described) == 11
    for one in described:
        found = BeautifulSoup(one, "html.parser")
        assert [tag.name for tag in found.find_all(True)] == []
    assert all(
        one in " ".join(BeautifulSoup(" ".join(described), "html.parser").text.split())
        for one in PAYLOADS[:3]
    )


def _answer(route, pages: dict[str, str]) -> None:
    """Our pages from memory, without any policy; nothing else of them is fetched."""
    address = route.request.url.removeprefix(SITE)
    if address in pages:
        route.fulfill(body=pages[address], content_type="text/html; charset=utf-8")
    else:
        route.abort()
