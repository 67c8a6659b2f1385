"""Asking another site for something: within limits, and never inside.

The name is resolved once, every number it gives is looked at, and the connection goes to one of
those numbers: a name that answers something else the next time changes nothing. Each redirect
starts again from there. Nothing of the environment (proxies, files of passwords) is read.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urljoin

from observatoire.library.harvest import address as addresses
from observatoire.library.harvest.address import Target
from observatoire.library.harvest.limits import Limits, Refused

AGENT = "Observatoire/1.0 (veille documentaire)"
CHUNK = 1 << 14
REDIRECTS = (301, 302, 303, 307, 308)


def _resolve(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Refused(f"Le site {host} est introuvable\u00a0: vérifier son nom.") from None
    return list(dict.fromkeys(str(row[4][0]) for row in found))


def _dial(number: str, port: int, seconds: float) -> socket.socket:
    return socket.create_connection((number, port), timeout=seconds)


@dataclass(frozen=True)
class Network:
    """What lies between us and the others; a test puts its own in place of any part."""

    resolve: Callable[[str, int], list[str]] = _resolve
    dial: Callable[[str, int, float], socket.socket] = _dial
    is_public: Callable[[str], bool] = addresses.is_public
    ports: frozenset[int] | None = addresses.PORTS
    tls: Callable[[], ssl.SSLContext] = ssl.create_default_context


@dataclass(frozen=True)
class Question:
    """`etag` and `modified` are those of the last answer: nothing comes when nothing changed."""

    address: str
    method: str = "GET"
    etag: str = ""
    modified: str = ""
    accept: str = "*/*"


@dataclass(frozen=True)
class Answer:
    """`address` is where it came from, after the redirects; `moved` when one was permanent."""

    address: str
    status: int
    body: bytes = b""
    kind: str = ""
    etag: str = ""
    modified: str = ""
    retry_after: str = ""
    moved: str = ""
    hops: tuple[str, ...] = field(default=())

    @property
    def is_unchanged(self) -> bool:
        return self.status == 304


def fetch(
    question: Question,
    limits: Limits = Limits(),  # noqa: B008 frozen
    network: Network = Network(),
    heed: Callable[[str], None] | None = None,
) -> Answer:
    """The answer of another site, whatever its status. Raises Refused with a sentence.

    `heed(address)` is asked before a redirect is followed, and may raise Refused; the time it
    takes is not the site's.
    """
    deadline = time.monotonic() + limits.seconds
    address, hops, moved, lasting = question.address, [], "", True
    for _ in range(limits.hops + 1):
        target = addresses.checked(address, network.ports)
        if hops and heed:
            began = time.monotonic()
            heed(address)
            deadline += time.monotonic() - began
        answer, onward = _ask(target, question, limits, network, deadline)
        if not onward:
            return Answer(**{**answer, "address": address, "moved": moved, "hops": tuple(hops)})
        hops.append(address)
        address = urljoin(address, onward)
        lasting = lasting and answer["status"] in (301, 308)
        moved = address if lasting else moved
    raise Refused(f"Le site renvoie d’adresse en adresse, plus de {limits.hops} fois.")


def _numbers(target: Target, network: Network) -> list[str]:
    """The numbers of a host; one of them inside, and none is used."""
    found = network.resolve(target.host, target.port)
    if not found or not all(network.is_public(number) for number in found):
        raise Refused("Cette adresse mène à un réseau interne\u00a0: elle n’est pas suivie.")
    return found


def _connected(target: Target, network: Network, deadline: float) -> socket.socket:
    for number in _numbers(target, network)[:3]:
        try:
            return network.dial(
                number, target.port, max(0.1, min(8.0, deadline - time.monotonic()))
            )
        except OSError:
            continue
    raise Refused(f"Le site {target.host} ne répond pas.")


def _ask(target: Target, question: Question, limits: Limits, network: Network, deadline: float):
    """One exchange: (pieces of the answer, where it sends to). Cut at the deadline."""
    line = _connected(target, network, deadline)
    # A host that sends one byte a second never lets a reading time out: the line itself is cut.
    watch = threading.Timer(max(0.1, deadline - time.monotonic()), _cut, [line])
    watch.daemon = True
    watch.start()
    try:
        if target.scheme == "https":
            line.settimeout(max(0.1, deadline - time.monotonic()))
            line = network.tls().wrap_socket(
                line, server_hostname=target.host, do_handshake_on_connect=False
            )
            watch.args[0] = line
            line.do_handshake()
        return _exchange(line, target, question, limits, deadline)
    except Refused:
        raise
    except ssl.SSLError as error:
        reason = (
            getattr(error, "verify_message", "") or error.reason or "la liaison chiffrée échoue"
        )
        raise Refused(f"Le certificat de {target.host} n’est pas accepté ({reason}).") from None
    except (OSError, http.client.HTTPException, ValueError, AttributeError, zlib.error):
        if time.monotonic() >= deadline - 0.05:
            raise Refused(
                f"Le site {target.host} a été coupé\u00a0: plus de "
                f"{limits.seconds:.0f}\u00a0secondes."
            ) from None
        raise Refused(
            f"Le site {target.host} a répondu quelque chose d’illisible, ou a coupé."
        ) from None
    finally:
        watch.cancel()
        line.close()


def _cut(line: socket.socket) -> None:
    try:
        socket.socket.shutdown(line, socket.SHUT_RDWR)
    except OSError:
        return


def _exchange(
    line: socket.socket, target: Target, question: Question, limits: Limits, deadline: float
):
    connection = http.client.HTTPConnection(target.host, target.port)
    connection.sock = line
    headers = {
        "User-Agent": AGENT,
        "Accept": question.accept,
        "Accept-Encoding": "gzip, deflate",
        "Connection": "close",
    }
    if question.etag:
        headers["If-None-Match"] = question.etag
    if question.modified:
        headers["If-Modified-Since"] = question.modified
    connection.request(question.method, target.path, headers=headers)
    answer = connection.getresponse()
    pieces = {
        "status": answer.status,
        "kind": (answer.headers.get("Content-Type") or "")[:200],
        "etag": (answer.headers.get("ETag") or "")[:300],
        "modified": (answer.headers.get("Last-Modified") or "")[:100],
        "retry_after": (answer.headers.get("Retry-After") or "")[:100],
    }
    onward = answer.headers.get("Location") if answer.status in REDIRECTS else None
    if onward:
        return pieces, onward.strip()
    if question.method == "GET" and answer.status != 304:
        pieces["body"] = _body(answer, limits)
        if time.monotonic() >= deadline:
            raise TimeoutError
    return pieces, None


def _body(answer: http.client.HTTPResponse, limits: Limits) -> bytes:
    """The content, unpacked as it comes: it stops at the first byte too many, packed or not."""
    packing = (answer.headers.get("Content-Encoding") or "identity").strip().lower()
    if packing not in ("identity", "", "gzip", "x-gzip", "deflate"):
        raise Refused(
            f"Le site compresse sa réponse d’une façon qui n’est pas lue ({packing[:40]})."
        )
    unpack = zlib.decompressobj(wbits=47) if packing in ("gzip", "x-gzip", "deflate") else None
    kept = bytearray()
    while chunk := answer.read1(CHUNK):
        if unpack:
            chunk = unpack.decompress(chunk, limits.size + 1 - len(kept))
        kept += chunk
        if len(kept) > limits.size or (unpack and unpack.unconsumed_tail):
            raise Refused(
                f"La réponse dépasse {limits.size / 1_000_000:.0f}\u00a0Mo\u00a0: elle "
                "n’est pas lue."
            )
    if answer.length or (unpack and not unpack.eof and kept):
        raise http.client.IncompleteRead(b"")
    return bytes(kept)
