"""Keeping a copy of a study's file: only where its licence, or its owner, allows it."""

from __future__ import annotations

import hashlib
import html
import re
from functools import partial
from urllib.parse import urljoin, urlsplit

from django.core.files.base import ContentFile
from django.db import transaction

from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.directory.models import User
from observatoire.library.actions.index import index_notice
from observatoire.library.actions.refusal import Refused
from observatoire.library.actions.robots import refuse_unwelcome
from observatoire.library.adapters.pdf import read_pdf
from observatoire.library.harvest.fetching import Network, Question, fetch
from observatoire.library.harvest.limits import Limits
from observatoire.library.harvest.limits import Refused as NotAsked
from observatoire.library.models import KeptCopy, Notice

KIND = "copie"
LIMITS = Limits(size=20_000_000, seconds=20.0)
TRIED = 3
NO_FILE = (
    "Aucune adresse de cette notice ne mène à un fichier PDF\u00a0: l’ajouter parmi ses autres "
    "adresses."
)
NO_RIGHT = (
    "Cette licence ne permet pas de garder une copie\u00a0: dire qui, ayant les droits, a donné "
    "son accord, et quand."
)
# What a page says to machines of the file that it presents.
_NAMED = re.compile(rb"<meta\s[^<>]{0,400}?citation_pdf_url[^<>]{0,1500}>", re.IGNORECASE)
_CONTENT = re.compile(rb"content\s*=\s*[\"']([^\"'<>]{1,1000})[\"']", re.IGNORECASE)


def keep_copy(
    *,
    by: User | None,
    notice: Notice,
    agreement: str = "",
    network: Network = Network(),  # noqa: B008 frozen
) -> KeptCopy:
    """Take the file of a notice, now; the copy there was is replaced."""
    agreement = " ".join(agreement.split())[:300]
    if not notice.is_free and not agreement:
        raise Refused(NO_RIGHT)
    address, content = _taken(notice, network)
    found = read_pdf(content)
    return _kept(by, notice, address, content, agreement, found.text if found else "")


def keep_if_free(notice: Notice, *, network: Network) -> None:
    """Once a month at most, with the look at its address: what cannot be kept is left."""
    if notice.file or not notice.is_free or KeptCopy.objects.filter(notice=notice).exists():
        return
    try:
        keep_copy(by=None, notice=notice, network=network)
    except Refused:
        return


@transaction.atomic
def drop_copy(*, by: User | None, notice: Notice) -> None:
    """The copy goes, with the words that were read in it."""
    copy = KeptCopy.objects.filter(notice=notice).first()
    if copy is None:
        raise Refused("Aucune copie n’est gardée.")
    _forget(copy)
    if not notice.file and notice.file_text:
        Notice.objects.filter(pk=notice.pk).update(file_text="")
        notice.file_text = ""
        index_notice(notice)
    write_audit(by=by, verb="retirer", ref=Ref(KIND, str(notice.pk)))


def drop_unlawful(*, by: User | None, notice: Notice) -> None:
    """A licence was mended: what it no longer allows is not kept."""
    copy = KeptCopy.objects.filter(notice=notice).first()
    if copy and not (notice.is_free or copy.agreement):
        drop_copy(by=by, notice=notice)


@transaction.atomic
def _kept(by, notice: Notice, address: str, content: bytes, agreement: str, text: str) -> KeptCopy:
    for before in KeptCopy.objects.filter(notice=notice):
        _forget(before)
    copy = KeptCopy(notice=notice, address=address, agreement=agreement, taken_by=by)
    copy.size, copy.digest = len(content), hashlib.sha256(content).hexdigest()
    copy.file.save("copie.pdf", ContentFile(content), save=False)
    copy.save()
    if text and not notice.file:
        Notice.objects.filter(pk=notice.pk).update(file_text=text)
        notice.file_text = text
        index_notice(notice)
    write_audit(by=by, verb="garder", ref=Ref(KIND, str(notice.pk)))
    return copy


def _forget(copy: KeptCopy) -> None:
    file = copy.file
    copy.delete()
    transaction.on_commit(lambda: file.storage.delete(file.name))


def _taken(notice: Notice, network: Network) -> tuple[str, bytes]:
    """(address, content) of the first PDF among its addresses, or named by one of its pages."""
    others = [one.address for one in notice.manifestations.all()]
    addresses = [one for one in (notice.source_address, *others) if one]
    addresses.sort(key=lambda one: not urlsplit(one).path.lower().endswith(".pdf"))
    reason = NO_FILE
    for address in addresses[:TRIED]:
        try:
            content = _read(address, network)
            named = "" if _is_pdf(content) else _named(content, address)
            if named:
                address, content = named, _read(named, network)
        except NotAsked as refusal:
            reason = str(refusal)
            continue
        if _is_pdf(content):
            return address, content
    raise Refused(reason)


def _read(address: str, network: Network) -> bytes:
    heed = partial(refuse_unwelcome, network=network)
    heed(address)
    answer = fetch(Question(address), LIMITS, network, heed)
    if answer.status != 200:
        raise NotAsked(f"Le site répond une erreur ({answer.status}).")
    return answer.body


def _is_pdf(content: bytes) -> bool:
    return b"%PDF-" in content[:1024]


def _named(page: bytes, address: str) -> str:
    tag = _NAMED.search(page[:500_000])
    content = _CONTENT.search(tag[0]) if tag else None
    return urljoin(address, html.unescape(content[1].decode("utf-8", "replace"))) if content else ""
