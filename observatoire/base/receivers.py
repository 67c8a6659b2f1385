"""When an editor publishes: the kept pages become stale and the search entry follows."""

from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from observatoire.base.actions import forget_searchable, remember_searchable
from observatoire.base.models import Generation
from observatoire.base.search import page_draft


@receiver(page_published)
def follow_publication(sender, instance, **details):
    draft = page_draft(instance.specific)
    if draft is None:
        forget_searchable(kind="page", key=str(instance.translation_key))
    else:
        remember_searchable(draft)
    Generation.advance()


@receiver(page_unpublished)
@receiver(post_page_move)
def follow_withdrawal(sender, instance, **details):
    if details.get("url_path_before") is None or not instance.live:
        forget_searchable(kind="page", key=str(instance.translation_key))
    Generation.advance()


@receiver(post_delete)
def follow_deletion(sender, instance, **details):
    if isinstance(instance, Page):
        forget_searchable(kind="page", key=str(instance.translation_key))
        Generation.advance()
