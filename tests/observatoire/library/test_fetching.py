"""What is asked of other sites: never inside, never too much, never for long."""

import gzip
import socket
import time
import tracemalloc

import pytest

from observatoire.library.harvest.address import checked, is_public, normal
from observatoire.library.harvest.fetching import Network, Question, fetch
from observatoire.library.harvest.limits import Limits, Refused
from tests.observatoire.library.trap import answering, elapsed, here, reply, trap

# Each form ends inside: this machine, its network, the interface of its host. {port} is the trap's.
INSIDE = [
    "http://127.0.0.1:{port}/",
    "http://127.1:{port}/",
    "http://127.0.1:{port}/",
    "http://0:{port}/",
    "http://0.0.0.0:{port}/",
    "http://2130706433:{port}/",
    "http://017700000001:{port}/",
    "http://0x7f000001:{port}/",
    "http://0x7f.0.0.1:{port}/",
    "http://0177.0.0.1:{port}/",
    "http://127.0.0.1.:{port}/",
    "http://127.127.127.127:{port}/",
    "http://10.0.0.1:{port}/",
    "http://172.16.0.1:{port}/",
    "http://192.168.1.1:{port}/",
    "http://100.64.0.1:{port}/",
    "http://169.254.169.254/latest/meta-data/",
    "http://168.63.129.16/metadata",
    "http://100.100.100.200/latest/meta-data/",
    "http://198.18.0.1:{port}/",
    "http://224.0.0.1:{port}/",
    "http://255.255.255.255:{port}/",
    "http://[::1]:{port}/",
    "http://[::]:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://[::ffff:7f00:1]:{port}/",
    "http://[::127.0.0.1]:{port}/",
    "http://[64:ff9b::7f00:1]:{port}/",
    "http://[64:ff9b:1::7f00:1]:{port}/",
    "http://[2002:7f00:1::]:{port}/",
    "http://[2001:0:7f00:1::]:{port}/",
    "http://[fe80::1%25lo]:{port}/",
    "http://[fd00:ec2::254]/latest/meta-data/",
    "http://[fec0::1]:{port}/",
    "http://[ff02::1]:{port}/",
    "http://localhost:{port}/",
    "http://LOCALHOST.:{port}/",
    "http://site.localhost:{port}/",
    "http://metadata.google.internal/computeMetadata/v1/",
    "http://intranet:{port}/",
    "http://imprimante.local:{port}/",
    "http://①②⑦.⓪.⓪.①:{port}/",
    "http://127。0。0。1:{port}/",
    "http://exemple.org@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}#@exemple.org/",
    "http://127.0.0.1:{port}\\@exemple.org/",
    "http://exemple.org%00.127.0.0.1:{port}/",
    "http://127%2e0.0.1:{port}/",
    "http:127.0.0.1:{port}",
    "http:///127.0.0.1:{port}/",
]
NOT_THE_WEB = [
    "file:///etc/passwd",
    "/etc/passwd",
    "gopher://127.0.0.1:{port}/_",
    "ftp://127.0.0.1:{port}/",
    "data:text/xml,<rss/>",
    "javascript:alert(1)",
    "",
    "http://",
    "http://exemple.org:99999/",
    "http://exemple.org:6379/",
    "http://exemple.org/\r\nX-Autre: 1",
]


@pytest.mark.parametrize("form", INSIDE + NOT_THE_WEB)
def test_no_form_of_an_inner_address_is_reached(form):
    dialled = []
    with trap() as port:
        # The ports of the trap are open to it: only the address is in question.
        ports = None if "99999" not in form and "6379" not in form else frozenset({80, 443})
        with pytest.raises(Refused) as refusal:
            fetch(
                Question(form.format(port=port)), network=Network(ports=ports, dial=_note(dialled))
            )
    assert dialled == []
    assert str(refusal.value).endswith(".")


def _note(dialled):
    def dial(number, port, seconds):
        dialled.append(number)
        return socket.create_connection((number, port), timeout=seconds)

    return dial


@pytest.mark.parametrize("form", INSIDE)
def test_a_redirect_towards_the_inside_stops_there(form):
    with trap() as inner:
        target = form.format(port=inner).replace("%00", "")
        moved = reply(status="302 Found", Location=target.encode("ascii", "ignore").decode())
        with answering(moved) as (port, heard):

            def resolve(host, port, start=[True]):  # noqa: B006 the first name is a public one
                return ["127.0.0.1"] if start and start.pop() else ["10.0.0.1"]

            known = here(resolve=resolve, is_public=_first_is_public())
            with pytest.raises(Refused):
                fetch(Question(f"http://exemple.org:{port}/"), network=known)
    assert len(heard) == 1


def _first_is_public():
    """This machine passes for public once: what follows is looked at as it is."""
    asked = []

    def look(number):
        asked.append(number)
        return len(asked) == 1 or is_public(number)

    return look


def test_a_name_that_changes_its_mind_leads_nowhere_else():
    answers = iter([["93.184.216.34"], ["127.0.0.1"], ["127.0.0.1"]])
    dialled = []

    def dial(number, port, seconds):
        dialled.append(number)
        raise ConnectionRefusedError

    with trap() as port, pytest.raises(Refused, match="ne répond pas"):
        network = Network(resolve=lambda host, port: next(answers), dial=dial, ports=None)
        fetch(Question(f"http://exemple.org:{port}/"), network=network)
    assert dialled == ["93.184.216.34"]


def test_a_name_with_one_inner_number_is_refused_whole():
    with trap() as port, pytest.raises(Refused, match="réseau interne"):
        network = Network(resolve=lambda host, port: ["93.184.216.34", "127.0.0.1"], ports=None)
        fetch(Question(f"http://exemple.org:{port}/"), network=network)


def test_an_answer_is_given_with_what_asks_for_the_next_one():
    said = reply(b"<rss/>", Content_Type="application/rss+xml", ETag='"a1"', Last_Modified="Hier")
    with answering(said, reply(status="304 Not Modified")) as (port, heard):
        address = f"http://exemple.org:{port}/flux?a=1&b=é"
        first = fetch(Question(address), network=here())
        again = fetch(Question(address, etag=first.etag, modified=first.modified), network=here())
    assert (first.status, first.body, first.kind) == (200, b"<rss/>", "application/rss+xml")
    assert heard[0].split(b"\r\n")[0] == b"GET /flux?a=1&b=%C3%A9 HTTP/1.1"
    assert b'If-None-Match: "a1"\r\nIf-Modified-Since: Hier' in heard[1]
    assert (again.is_unchanged, again.body) == (True, b"")


def test_a_permanent_redirect_is_told_apart():
    away = reply(status="301 Moved Permanently", Location="/ailleurs")
    with answering(away, reply(b"ici")) as (port, _):
        answer = fetch(Question(f"http://exemple.org:{port}/"), network=here())
    assert answer.body == b"ici"
    assert answer.moved == answer.address == f"http://exemple.org:{port}/ailleurs"
    assert answer.hops == (f"http://exemple.org:{port}/",)


def test_a_loop_of_redirects_ends():
    loop = [reply(status="302 Found", Location="/encore")] * 9
    with answering(*loop) as (port, heard), pytest.raises(Refused, match="plus de 5 fois"):
        fetch(Question(f"http://exemple.org:{port}/"), network=here())
    assert len(heard) == 6


def test_a_bomb_of_gzip_stops_at_the_limit():
    bomb = gzip.compress(b"\0" * 100_000_000, 6)
    said = reply(bomb, Content_Encoding="gzip")
    tracemalloc.start()
    started = time.monotonic()
    with answering(said) as (port, _), pytest.raises(Refused, match="dépasse 5\u00a0Mo"):
        fetch(Question(f"http://exemple.org:{port}/"), network=here())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert elapsed(started) < 5
    assert peak < 64_000_000


def test_gzip_is_unpacked_and_one_that_is_cut_is_refused():
    packed = gzip.compress(b"<rss/>" * 100)
    with answering(
        reply(packed, Content_Encoding="gzip"), reply(packed[:-9], Content_Encoding="gzip")
    ) as (port, _):
        assert (
            fetch(Question(f"http://exemple.org:{port}/"), network=here()).body == b"<rss/>" * 100
        )
        with pytest.raises(Refused, match="illisible"):
            fetch(Question(f"http://exemple.org:{port}/"), network=here())


def test_a_packing_that_is_not_read_is_named():
    with (
        answering(reply(b"x", Content_Encoding="br")) as (port, _),
        pytest.raises(Refused, match=r"\(br\)"),
    ):
        fetch(Question(f"http://exemple.org:{port}/"), network=here())


def test_an_answer_cut_before_its_end_is_not_taken_for_whole():
    cut = reply(b"abcdef").replace(b"Content-Length: 6", b"Content-Length: 60")
    with answering(cut) as (port, _), pytest.raises(Refused, match="a coupé"):
        fetch(Question(f"http://exemple.org:{port}/"), network=here())


def test_a_host_that_trickles_is_cut_at_the_deadline():
    started = time.monotonic()
    with (
        answering(reply(b"x" * 500), slowly=0.1) as (port, _),
        pytest.raises(Refused, match="plus de 1"),
    ):
        fetch(Question(f"http://exemple.org:{port}/"), Limits(seconds=1.0), here())
    assert elapsed(started) < 3


@pytest.mark.parametrize(
    "said", [b"", b"\x00" * 50, b"HTTP/9.9 nope\r\n\r\n", b"SSH-2.0-x\r\n" * 3]
)
def test_what_is_no_answer_is_a_sentence(said):
    with answering(said) as (port, _), pytest.raises(Refused, match="illisible"):
        fetch(Question(f"http://exemple.org:{port}/"), network=here())


def test_a_certificate_of_nobody_is_a_sentence():
    with answering(b"rien de chiffre") as (port, _), pytest.raises(Refused):
        fetch(Question(f"https://exemple.org:{port}/"), Limits(seconds=3), here())


def test_names_written_in_other_letters_are_asked_in_ascii():
    assert (
        checked("https://Précarité.exemple.org/é").address
        == "https://xn--prcarit-cyaf.exemple.org/%C3%A9"
    )
    assert checked("http://exemple.org.").address == "http://exemple.org/"


@pytest.mark.parametrize(
    "number, expected",
    [("93.184.216.34", True), ("2606:2800:220:1::1", True), ("64:ff9b::5db8:d822", True)]
    + [
        ("10.1.2.3", False),
        ("::ffff:10.1.2.3", False),
        ("fe80::1%eth0", False),
        ("bonjour", False),
    ],
)
def test_what_is_public(number, expected):
    assert is_public(number) is expected


def test_two_addresses_of_one_page():
    one = "https://www.exemple.org/etudes/index.html?utm_source=lettre&b=2&a=1#haut"
    assert (
        normal(one) == normal("http://exemple.org/etudes/?a=1&b=2") == "exemple.org/etudes?a=1&b=2"
    )
    assert normal("https://exemple.org/a") != normal("https://exemple.org/b")
    assert normal("javascript:alert(1)") == normal("http://[") == ""
