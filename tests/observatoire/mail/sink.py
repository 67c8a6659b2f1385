"""A relay of the tests' own: it counts what it accepts and writes the log that Postfix writes.

`python -m tests.observatoire.mail.sink FOLDER [--coupe 0.05] [--liste-grise]`, in its own process:
it outlives those that are killed. The port is written in FOLDER/port; what it accepted, one line
each, in FOLDER/recu; the log in FOLDER/journal.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import ssl
from base64 import b64encode
from datetime import UTC, datetime
from pathlib import Path

NAMED = re.compile(rb"^message-id:\s*(<[^>]+>)", re.IGNORECASE | re.MULTILINE)
# What the beginning of an address makes this relay answer.
ANSWERS = {
    "inconnu": b"550 5.1.1 <%s>: Recipient address rejected: User unknown\r\n",
    "politique": b"550 5.7.1 <%s>: message refused by local policy, see your administrator\r\n",
    "plein": b"452 4.2.2 <%s>: mailbox full\r\n",
}


class Sink:
    def __init__(self, asked: argparse.Namespace) -> None:
        self.folder, folder = asked.folder, asked.folder
        self.cut, self.is_grey, self.kept = asked.coupe, asked.liste_grise, asked.garde
        self.slowness, self.takes_lots = asked.lenteur, not asked.sans_lots
        self.trust = certified(asked.certificat)
        name, _, password = asked.compte.partition(":")
        plain = b64encode(f"\0{name}\0{password}".encode())
        self.account = plain if asked.compte else None
        self.chance = random.Random(asked.graine)
        self.seen: set[bytes] = set()
        self.count = 0
        self.received = (folder / "recu").open("a", encoding="utf-8", buffering=1)
        self.log = (folder / "journal").open("a", encoding="utf-8", buffering=1)
        self._write_log("qmgr", "0", "removed")  # the log begins before anything comes

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._talk(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _talk(self, reader, writer) -> None:
        recipient, may_write = b"", self.account is None
        await self._say(writer, b"220 puits.example ESMTP\r\n")
        while line := await reader.readline():
            verb = line[:4].upper()
            if verb == b"EHLO":
                answer = self._welcome(is_secret=writer.get_extra_info("ssl_object") is not None)
            elif verb == b"STAR":
                await self._say(writer, b"220 2.0.0 go ahead\r\n")
                await writer.start_tls(self.trust)
                continue
            elif verb == b"AUTH":
                may_write = line.split()[-1] == self.account
                answer = b"235 2.7.0 ok\r\n" if may_write else b"535 5.7.8 bad credentials\r\n"
            elif not may_write and verb in {b"MAIL", b"RCPT", b"DATA"}:
                answer = b"530 5.7.0 authentication required\r\n"
            elif verb == b"RCPT":
                recipient = line.partition(b"<")[2].partition(b">")[0]
                answer = self._opinion(recipient)
                recipient = recipient if answer.startswith(b"2") else b""
            elif verb == b"DATA" and not recipient:
                answer = b"554 5.5.1 no valid recipients\r\n"
            elif verb == b"DATA":
                await self._say(writer, b"354 go ahead\r\n")
                content = await reader.readuntil(b"\r\n.\r\n")
                await asyncio.sleep(self.slowness)
                answer = self._accept(content, recipient)
                if answer is None:
                    return
            elif verb == b"QUIT":
                await self._say(writer, b"221 2.0.0 bye\r\n")
                return
            else:
                answer = b"250 2.0.0 ok\r\n"
            await self._say(writer, answer)

    def _welcome(self, *, is_secret: bool) -> bytes:
        offered = ["puits.example", "8BITMIME"]
        if self.takes_lots:
            offered.append("PIPELINING")
        if self.trust and not is_secret:
            offered.append("STARTTLS")
        if self.account and (is_secret or not self.trust):
            offered.append("AUTH PLAIN")
        lines = [f"250-{one}" for one in offered[:-1]] + [f"250 {offered[-1]}"]
        return "".join(f"{line}\r\n" for line in lines).encode()

    def _opinion(self, recipient: bytes) -> bytes:
        kind = recipient.partition(b"-")[0].decode()
        if kind in ANSWERS:
            return ANSWERS[kind] % recipient
        if self.is_grey and recipient not in self.seen:
            self.seen.add(recipient)
            return b"451 4.7.1 greylisted, try again later\r\n"
        return b"250 2.1.5 ok\r\n"

    def _accept(self, content: bytes, recipient: bytes) -> bytes | None:
        """Keep it and answer; or hang up after the final dot, having kept it or not."""
        if longest := [line for line in content.split(b"\r\n") if len(line) > 998]:
            return b"500 5.6.0 line too long: %d\r\n" % len(longest[0])
        is_cut = self.chance.random() < self.cut
        if is_cut and self.chance.random() < 0.5:
            return None
        self.count += 1
        name = NAMED.search(content).group(1).decode()
        queue = f"Q{self.count:07d}"
        self._write_log("cleanup", queue, f"message-id={name}")
        self._write_log("qmgr", queue, f"from=<x@example.org>, size={len(content)} (queue active)")
        self.received.write(f"{recipient.decode()} {name}\n")
        if self.kept:
            (self.folder / f"{queue}.eml").write_bytes(content[:-3])
        return None if is_cut else f"250 2.0.0 Ok: queued as {queue}\r\n".encode()

    def _write_log(self, who: str, queue: str, rest: str) -> None:
        at = datetime.now(UTC).isoformat()
        self.log.write(f"{at} puits postfix/{who}[1]: {queue}: {rest}\n")

    @staticmethod
    async def _say(writer, answer: bytes) -> None:
        writer.write(answer)
        await writer.drain()


def certified(path: Path | None) -> ssl.SSLContext | None:
    """The certificate and the key of a server, in one file."""
    if path is None:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


async def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--coupe", type=float, default=0.0)
    parser.add_argument("--liste-grise", action="store_true")
    parser.add_argument("--garde", action="store_true")
    parser.add_argument("--lenteur", type=float, default=0.0)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--graine", type=int, default=1)
    parser.add_argument("--certificat", type=Path)
    parser.add_argument("--chiffre", action="store_true", help="dès l’ouverture")
    parser.add_argument("--compte", default="")
    parser.add_argument("--sans-lots", action="store_true")
    asked = parser.parse_args()
    sink = Sink(asked)
    secret = sink.trust if asked.chiffre else None
    server = await asyncio.start_server(
        sink.serve, "127.0.0.1", asked.port, limit=2**22, ssl=secret
    )
    port = server.sockets[0].getsockname()[1]
    part = asked.folder / "port.part"
    part.write_text(str(port), encoding="ascii")
    part.rename(asked.folder / "port")
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
