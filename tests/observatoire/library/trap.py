"""Servers on this machine for the tests: one that answers as told, one that must hear nothing."""

from __future__ import annotations

import contextlib
import socket
import threading
import time

from observatoire.library.harvest.fetching import Network

NO_ROBOTS = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@contextlib.contextmanager
def answering(*answers: bytes, slowly: float = 0.0, robots: bytes = NO_ROBOTS):
    """A server that gives these raw answers, one a connection; yields its port, what it heard.

    Its robots.txt is answered apart, and not counted.
    """
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        stopped = threading.Event()

        def serve():
            given = list(answers)
            while not stopped.is_set():
                try:
                    line, _ = server.accept()
                except (TimeoutError, OSError):
                    continue
                with line, contextlib.suppress(OSError):
                    line.settimeout(2)
                    asked = line.recv(65536)
                    if asked.startswith(b"GET /robots.txt "):
                        line.sendall(robots)
                        continue
                    heard.append(asked)
                    answer = given.pop(0) if given else b"HTTP/1.1 500 Fini\r\n\r\n"
                    if slowly:
                        for at in range(len(answer)):
                            line.sendall(answer[at : at + 1])
                            if stopped.wait(slowly):
                                break
                    else:
                        line.sendall(answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield server.getsockname()[1], heard
        finally:
            stopped.set()
            thread.join(3)


@contextlib.contextmanager
def trap():
    """A port of this machine that nothing may reach: yields it, then fails if something came."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]
        server.setblocking(False)
        came = 0
        with contextlib.suppress(BlockingIOError):
            while True:
                line, _ = server.accept()
                line.close()
                came += 1
        assert came == 0, f"{came} connexions ont atteint le piège"


def here(**changes) -> Network:
    """Every name leads to this machine, which passes for a public one."""
    return Network(
        **{"resolve": lambda host, port: ["127.0.0.1"], "is_public": lambda number: True}
        | {"ports": None}
        | changes
    )


def reply(body: bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def elapsed(since: float) -> float:
    return time.monotonic() - since
