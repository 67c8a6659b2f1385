"""The verbs of the portal: lay down the content of the demonstration, and take it away."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Site

from observatoire.base.models import HomePage, LegalPage, NewsPage, SectionPage, StandardPage
from observatoire.base.registry import Notice, Ref
from observatoire.directory.actions import write_audit
from observatoire.directory.actions.accounts import open_demonstration_account
from observatoire.directory.actions.refusal import Refused
from observatoire.directory.models import User
from observatoire.directory.rules import COORDINATION, EDITION, PARTNER, RESPONDENT
from observatoire.mail import actions as mail
from observatoire.mail.letter import Button, Letter, Paragraph
from observatoire.mail.models import Mailing, Message
from observatoire.portal.demonstration import HomeText, PageText, read_texts

KINDS = {
    "rubrique": SectionPage,
    "page": StandardPage,
    "actualité": NewsPage,
    "page légale": LegalPage,
}
# Their codes are shown on the screen of a demonstration, and nowhere else.
ACCOUNTS = {
    "coordination@example.org": COORDINATION,
    "edition@example.org": EDITION,
    "partenaire@example.org": PARTNER,
    "repondant@example.org": RESPONDENT,
}
CONTENT = Ref("demonstration", "contenu")


@transaction.atomic
def load_demonstration_content(*, by: User | None = None) -> int:
    """Create the pages and accounts that are not there yet; the number of pages created.

    A page that is there is left as its editors made it, so the action may be done again.
    """
    home_text, pages = read_texts(_fill(), settings.REGION)
    home = HomePage.objects.first() or _create_home(home_text)
    created = sum(_create(text, parent=home) for text in pages)
    if settings.DEMONSTRATION:
        for email, role in ACCOUNTS.items():
            open_demonstration_account(email=email, role=role)
    if created:
        write_audit(by=by, verb="contenu_demonstration", ref=CONTENT, pages=created)
    return created


@transaction.atomic
def load_initial_content(*, by: User | None = None) -> int:
    """Create what a true platform starts from: its home page and the pages that the law asks for.

    What is there is left as its editors made it; the number of pages created.
    """
    home_text, pages = read_texts(_fill(), settings.REGION)
    home = HomePage.objects.first()
    created = int(home is None)
    home = home or _create_home(home_text)
    created += sum(_create(text, parent=home) for text in pages if not text.is_marked)
    if created:
        write_audit(by=by, verb="contenu_initial", ref=CONTENT, pages=created)
    return created


@transaction.atomic
def remove_demonstration_content(*, by: User | None = None) -> int:
    """Delete the marked pages and the demonstration accounts; the number of pages deleted.

    A marked page below which an editor put one of their own stays, and so does theirs.
    """
    _, texts = read_texts(_fill(), region="")
    marks = [text.mark for text in _flatten(texts) if text.is_marked]
    deleted = 0
    for page in Page.objects.filter(translation_key__in=marks).order_by("-depth", "path"):
        # Deepest first: what is left below a page was not ours.
        if not Page.objects.child_of(page).exists():
            page.specific.delete()
            deleted += 1
    Mailing.objects.filter(is_demonstration=True).delete()
    accounts, _ = User.objects.filter(is_demonstration=True).delete()
    if deleted or accounts:
        author = by if by and not by.is_demonstration else None
        write_audit(by=author, verb="contenu_demonstration_supprime", ref=CONTENT, pages=deleted)
    return deleted


def send_notice(*, notice: Notice) -> None:
    """Tell what nobody owns: a row of the outbox, in the transaction it tells of. Raises Refused.

    So it leaves after the commit, or never was.
    """
    blocks = [Paragraph.of(sentence) for sentence in notice.sentences]
    if notice.link:
        blocks.append(Button(*notice.link))
    letter = Letter(subject=notice.subject, blocks=tuple(blocks))
    kind = Message.Kind.CODE if notice.is_secret else Message.Kind.NOTICE
    try:
        mail.post_letter(to=notice.to, letter=letter, kind=kind)
    except mail.Refused as refused:
        raise Refused(str(refused)) from refused


def _fill() -> dict[str, str]:
    return {
        "contact": settings.CONTACT_ADDRESS,
        "nom": settings.PLATFORM_NAME,
        "lieu": settings.PLATFORM_PLACE,
        "en_lieu": settings.IN_REGION,
        "du_lieu": settings.OF_REGION,
    }


def _create_home(text: HomeText) -> HomePage:
    """The home page, laid under the root in place of Wagtail's welcome page."""
    root = Page.get_first_root_node()
    welcome = list(Page.objects.child_of(root).exact_type(Page))
    home = HomePage(title=text.title, slug=text.slug, introduction_heading=text.sentence)
    root.add_child(instance=home)
    home.save_revision().publish()
    _lead_to(home)
    # After the site leads elsewhere: deleting its page would delete the site.
    for page in welcome:
        page.delete()
    return HomePage.objects.get(pk=home.pk)


def _lead_to(home: HomePage) -> None:
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    address = urlsplit(settings.SITE_ADDRESS)
    site.hostname = address.hostname
    site.port = address.port or (443 if settings.IS_HTTPS else 80)
    site.site_name = settings.PLATFORM_NAME
    site.root_page = home
    site.save()


def _create(text: PageText, *, parent: Page) -> int:
    """Create a page and those below it, where they are missing; their number."""
    page = Page.objects.child_of(parent).filter(slug=text.slug).first()
    created = page is None
    if created:
        page = KINDS[text.kind](
            title=text.title,
            slug=text.slug,
            introduction=text.introduction,
            body=text.body,
            show_in_menus=text.is_in_menu,
            **({"date": text.date} if text.date else {}),
            **({"translation_key": text.mark} if text.is_marked else {}),
        )
        parent.add_child(instance=page)
        page.save_revision().publish()
    return created + sum(_create(child, parent=page) for child in text.children)


def _flatten(texts) -> list[PageText]:
    return [one for text in texts for one in (text, *_flatten(text.children))]
