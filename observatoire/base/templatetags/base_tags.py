"""Tags that templates of every app share."""

from django import template

register = template.Library()


@register.simple_tag
def breadcrumb_of(page) -> list[dict]:
    """The pages above a Wagtail page, without the root and the home page."""
    above = page.get_ancestors().filter(depth__gt=2).order_by("depth")
    return [{"label": parent.title, "address": parent.get_url()} for parent in above]
