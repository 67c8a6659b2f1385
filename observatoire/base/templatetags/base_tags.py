"""Tags that templates of every app share."""

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format

register = template.Library()


@register.simple_tag
def breadcrumb_of(page) -> list[dict]:
    """The pages above a Wagtail page, without the root and the home page."""
    above = page.get_ancestors().filter(depth__gt=2).order_by("depth")
    return [{"label": parent.title, "address": parent.get_url()} for parent in above]


@register.filter
def day_in_words(moment: date | datetime, how: str = "") -> str:
    """« 1er mars 2026 »; with the day of the week when `how` is « jour »."""
    day = timezone.localtime(moment) if isinstance(moment, datetime) else moment
    number = "1er" if day.day == 1 else str(day.day)
    words = f"{number}\u00a0{date_format(day, 'F Y')}"
    return f"{date_format(day, 'l')} {words}" if how == "jour" else words


@register.filter
def hour_in_words(moment: datetime) -> str:
    """« 9 h » or « 9 h 30 », in Paris."""
    hour = timezone.localtime(moment)
    minutes = f"\u00a0{hour:%M}" if hour.minute else ""
    return f"{hour.hour}\u00a0h{minutes}"


@register.filter
def lower_first(text: str) -> str:
    """A sentence that follows a colon: « Ménages fiscaux » → « ménages fiscaux »; « RSA » stays."""
    return text if text[1:2].isupper() else f"{text[:1].lower()}{text[1:]}"
