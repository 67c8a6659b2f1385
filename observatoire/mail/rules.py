"""Who sees what leaves, and who makes it leave."""

from __future__ import annotations

READ = "mail.read_mail"
SEND = "mail.send_mailing"


def may_read_mail(person) -> bool:
    return person.has_perm(READ) or person.has_perm(SEND)


def may_send(person) -> bool:
    return person.has_perm(SEND)
