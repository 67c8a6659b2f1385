"""Files fetched from a real server of this machine: whole, resumed, never trusted when changed."""

from __future__ import annotations

import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from stats.catalogue.model import Download
from stats.fetching import FetchError, fetch

CONTENT = bytes(range(256)) * 4000
FINGERPRINT = hashlib.sha256(CONTENT).hexdigest()


class Publisher(BaseHTTPRequestHandler):
    """Serves CONTENT; the address says how badly."""

    asked: list[str] = []

    def do_GET(self):
        self.asked.append(f"{self.path} {self.headers.get('Range', '')}".strip())
        start = int(self.headers.get("Range", "bytes=0-")[6:-1])
        if self.path == "/absent":
            return self.send_error(404)
        if self.path == "/panne":
            return self.send_error(503)
        if self.path == "/sans-reprise":
            start = 0
        if start >= len(CONTENT):
            return self.send_error(416)
        body = CONTENT[start:]
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        # Cut the first time, as a network does: half of what was promised.
        cut = self.path in {"/coupe", "/sans-reprise"} and len(self.asked) == 1
        self.wfile.write(body[: len(body) // 2] if cut else body)
        self.close_connection = True

    def log_message(self, *arguments):
        """The tests say what was asked."""


@pytest.fixture
def site():
    Publisher.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Publisher)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_it_works(site, tmp_path):
    path = fetch(Download(f"{site}/bon", "f.csv", FINGERPRINT), tmp_path)
    assert path.read_bytes() == CONTENT
    assert sorted(one.name for one in tmp_path.iterdir()) == ["f.csv"]


def test_what_is_there_is_not_asked_again(site, tmp_path):
    download = Download(f"{site}/bon", "f.csv", FINGERPRINT)
    fetch(download, tmp_path)
    fetch(download, tmp_path)
    assert Publisher.asked == ["/bon"]


def test_a_cut_file_is_resumed_where_it_stopped(site, tmp_path):
    path = fetch(Download(f"{site}/coupe", "f.csv", FINGERPRINT), tmp_path)
    assert path.read_bytes() == CONTENT
    assert Publisher.asked == ["/coupe", f"/coupe bytes={len(CONTENT) // 2}-"]


def test_a_server_that_cannot_resume_begins_again(site, tmp_path):
    path = fetch(Download(f"{site}/sans-reprise", "f.csv", FINGERPRINT), tmp_path)
    assert path.read_bytes() == CONTENT


def test_a_changed_file_is_set_aside(site, tmp_path):
    other = "0" * 64
    with pytest.raises(FetchError, match="n’est pas le fichier attendu"):
        fetch(Download(f"{site}/bon", "f.csv", other), tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == ["f.csv.refuse"]


def test_a_file_altered_here_is_fetched_again(site, tmp_path):
    (tmp_path / "f.csv").write_bytes(b"autre chose")
    path = fetch(Download(f"{site}/bon", "f.csv", FINGERPRINT), tmp_path)
    assert path.read_bytes() == CONTENT


def test_without_a_fingerprint_the_first_content_holds(site, tmp_path):
    download, said = Download(f"{site}/bon", "f.csv"), []
    fetch(download, tmp_path, said.append)
    fetch(download, tmp_path, said.append)
    assert Publisher.asked == ["/bon"]
    assert said == [
        f"f.csv : reçu pour la première fois, empreinte {FINGERPRINT[:12]}… retenue ; un autre "
        "contenu sera refusé.",
        "f.csv : déjà là.",
    ]
    kept = tmp_path / ".empreintes.json"
    kept.write_text(kept.read_text().replace(FINGERPRINT, "0" * 64))
    with pytest.raises(FetchError, match="n’est pas le fichier attendu"):
        fetch(download, tmp_path)


@pytest.mark.parametrize(
    ("path", "sentence"),
    [("absent", "répond 404"), ("panne", "ne répond pas")],
)
def test_a_refusal_says_what_to_do(site, tmp_path, path, sentence):
    with pytest.raises(FetchError, match=sentence):
        fetch(Download(f"{site}/{path}", "f.csv", FINGERPRINT), tmp_path)


def test_only_https_is_trusted(tmp_path):
    with pytest.raises(FetchError, match="seule une adresse https"):
        fetch(Download("http://exemple.fr/f.csv", "f.csv", FINGERPRINT), tmp_path)
