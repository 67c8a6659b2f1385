"""Writing a notice: draft, review, published; what it was before can be brought back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from observatoire.base.models import Revision
from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.directory.models import Group, Institution, User
from observatoire.library.actions.copies import drop_unlawful
from observatoire.library.actions.index import forget_notice, index_notice
from observatoire.library.actions.refusal import Refused
from observatoire.library.models import (
    KeptCopy,
    Manifestation,
    Notice,
    NoticeRef,
    Producer,
    Theme,
)

KIND = "notice"
LONGEST_SLUG = 120
WRITTEN = (
    *("title", "kind", "authors", "published_on", "precision", "collection", "number", "pages"),
    *("summary", "territories", "covers_from", "covers_to", "keywords", "source_address"),
    *("language", "licence", "doi", "isbn", "issn", "visibility", "status", "is_featured"),
    *("in_letter", "origin_text"),
)


@dataclass(frozen=True)
class Links:
    """What stands around a notice; None leaves what is there."""

    producers: Iterable[Producer] | None = None
    themes: Iterable[Theme] | None = None
    manifestations: Iterable[tuple[str, str, str]] | None = None  # kind, label, address
    refs: Iterable[tuple[str, str, str]] | None = None  # kind, key, period


@transaction.atomic
def save_notice(*, by: User | None, notice: Notice, links: Links, remark: str = "") -> Notice:
    """Write a notice and what is around it; its state before is kept."""
    is_new = notice._state.adding
    before = None if is_new else Notice.objects.filter(pk=notice.pk).first()
    if before:
        _remember(before, by=by, remark=remark)
        if not before.published_at and before.title != notice.title:
            notice.slug = free_slug(notice.title)  # nobody knows its address yet
    else:
        notice.created_by = notice.created_by or by
        notice.slug = notice.slug or free_slug(notice.title)
    _tell_when(notice, before)
    notice.updated_at = timezone.now()
    _checked(notice)
    notice.save()
    _tie(notice, links)
    if before:
        drop_unlawful(by=by, notice=notice)
    verb = "creer" if is_new else "modifier"
    write_audit(by=by, verb=verb, ref=ref_of(notice), etat=notice.status)
    index_notice(notice)
    return notice


def change_status(*, by: User | None, notice: Notice, status: str) -> Notice:
    """Draft → review → published, and back; what everyone reads says the least."""
    if status == Notice.Status.PUBLISHED:
        refuse_unready(notice)
    notice.status = status
    label = Notice.Status(status).label
    return save_notice(by=by, notice=notice, links=Links(), remark=f"État\u00a0: {label}")


def refuse_unready(notice: Notice) -> None:
    """What a reader would look for in vain."""
    if not notice.themes.exists():
        raise Refused("Choisir au moins un thème avant de publier cette notice.")
    if not notice.source_address and not notice.file and not notice.manifestations.exists():
        raise Refused(
            "Donner une adresse ou un fichier avant de publier\u00a0: "
            "une notice doit mener à l’étude."
        )


@transaction.atomic
def delete_notice(*, by: User | None, notice: Notice) -> None:
    """A deleted notice leaves a revision, from which it can be written again."""
    _remember(notice, by=by, remark="Supprimée")
    write_audit(by=by, verb="supprimer", ref=ref_of(notice))
    forget_notice(notice)
    copy = KeptCopy.objects.filter(notice=notice).first()
    files = [file for file in (notice.file, copy.file if copy else None) if file]
    notice.delete()
    for file in files:
        transaction.on_commit(partial(file.storage.delete, file.name))


@transaction.atomic
def restore_notice(*, by: User | None, notice: Notice, revision: Revision) -> Notice:
    """The notice as it was; its file, its state and its address stay as they are today."""
    if revision.kind != KIND or revision.key != str(notice.pk):
        raise Refused("Cette version est celle d’une autre notice.")
    content = revision.content
    fields = (one for one in WRITTEN if one in content and one != "status")
    for name in fields:
        setattr(notice, name, Notice._meta.get_field(name).to_python(content[name]))
    notice.group = Group.objects.filter(slug=content.get("group") or None).first()
    if notice.visibility == Notice.Visibility.GROUP and notice.group is None:
        raise Refused("Le groupe qui lisait cette version n’existe plus.")
    links = Links(
        producers=[producer_of(name) for name in content.get("producers", ())],
        themes=Theme.objects.filter(slug__in=content.get("themes", ())),
        manifestations=[tuple(one) for one in content.get("manifestations", ())],
        refs=[tuple(one) for one in content.get("refs", ())],
    )
    remark = f"Retour à la version du {timezone.localtime(revision.made_at):%d/%m/%Y %H:%M}"
    return save_notice(by=by, notice=notice, links=links, remark=remark)


def producer_of(name: str, *, is_demonstration: bool = False) -> Producer:
    """The producer of a name, tied to the institution of the directory that bears it."""
    name = " ".join(name.split())[:200]
    found = Producer.objects.filter(name__iexact=name).first()
    if found:
        return found
    institution = Institution.objects.filter(name__iexact=name).first()
    institution = institution or Institution.objects.filter(acronym__iexact=name).first()
    if institution and Producer.objects.filter(institution=institution).exists():
        return Producer.objects.get(institution=institution)
    slug = _free(Producer, slugify(name)[:100] or "producteur")
    return Producer.objects.create(
        name=name, slug=slug, institution=institution, is_demonstration=is_demonstration
    )


def free_slug(title: str) -> str:
    """An address that no other notice has, nor had: it is permanent."""
    base = slugify(title)[:LONGEST_SLUG].rstrip("-") or "notice"
    # Words that are addresses of ours below /base-documentaire/.
    return _free(Notice, f"{base}-etude" if base in RESERVED else base)


RESERVED = {"deposer", "flux", "alertes", "export", "recherches", "oai", "import"}


def _free(table, base: str) -> str:
    rows = table.objects.filter(slug__startswith=base).order_by("slug")
    taken, number, slug = set(rows.values_list("slug", flat=True)), 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def ref_of(notice: Notice) -> Ref:
    return Ref(KIND, str(notice.pk))


def _tell_when(notice: Notice, before: Notice | None) -> None:
    """New for readers: published for the first time, or opened to more of them."""
    if before and _openness(notice) > _openness(before):
        notice.published_at = None
    if notice.is_published and not notice.published_at:
        notice.published_at = timezone.now()


def _openness(notice: Notice) -> int:
    order = (Notice.Visibility.GROUP, Notice.Visibility.PARTNERS, Notice.Visibility.PUBLIC)
    return order.index(notice.visibility)


def _checked(notice: Notice) -> None:
    if notice.visibility != Notice.Visibility.PUBLIC:
        notice.in_letter = False  # what is not for everyone never enters the letter
    if notice.visibility != Notice.Visibility.GROUP:
        notice.group = None
    if notice.covers_from and notice.covers_to and notice.covers_from > notice.covers_to:
        raise Refused("Les années couvertes vont de la plus ancienne à la plus récente.")
    try:
        notice.full_clean(exclude=["slug", "created_by"])
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error


def _tie(notice: Notice, links: Links) -> None:
    if links.producers is not None:
        notice.producers.set(links.producers)
    if links.themes is not None:
        notice.themes.set(links.themes)
    if links.manifestations is not None:
        notice.manifestations.all().delete()
        once = {address: (kind, label) for kind, label, address in links.manifestations}
        Manifestation.objects.bulk_create(
            Manifestation(notice=notice, kind=kind, label=label, address=address)
            for address, (kind, label) in once.items()
        )
    if links.refs is not None:
        notice.refs.all().delete()
        named = {(kind, key): period for kind, key, period in links.refs}
        NoticeRef.objects.bulk_create(
            NoticeRef(notice=notice, kind=kind, key=key, period=period)
            for (kind, key), period in named.items()
        )


def _remember(notice: Notice, *, by: User | None, remark: str) -> None:
    content = {name: notice.serializable_value(name) for name in WRITTEN}
    content["published_on"] = str(notice.published_on) if notice.published_on else None
    content |= {
        "group": notice.group.slug if notice.group else "",
        "producers": [one.name for one in notice.producers.all()],
        "themes": [one.slug for one in notice.themes.all()],
        "manifestations": [
            [one.kind, one.label, one.address] for one in notice.manifestations.all()
        ],
        "refs": [[one.kind, one.key, one.period] for one in notice.refs.all()],
    }
    Revision.objects.create(
        kind=KIND, key=str(notice.pk), content=content, remark=remark[:250], made_by=by
    )
