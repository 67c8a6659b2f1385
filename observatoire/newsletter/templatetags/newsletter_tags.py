from email.utils import format_datetime

from django import template

register = template.Library()


@register.filter
def rfc_date(moment) -> str:
    """As feeds write it: in English, whatever the language of the site."""
    return format_datetime(moment)
