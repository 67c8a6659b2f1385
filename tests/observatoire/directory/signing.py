"""How the tests sign in: as a person does, page by page, the code read in the message."""

from __future__ import annotations

import re
from base64 import b64decode
from types import SimpleNamespace

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from bs4 import BeautifulSoup
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from observatoire.directory.models import User
from observatoire.directory.rules import Role, note_second_factor

ENTER = "/compte/connexion/"
CODE, FACTOR = f"{ENTER}code/", f"{ENTER}application/"


PIXEL = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def parsed(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def texts(response, selector: str) -> list[str]:
    """The text of every element, its white spaces made one."""
    return [" ".join(found.get_text().split()) for found in parsed(response).select(selector)]


def account(email: str, *roles: Role, **fields) -> User:
    """An account with these roles, as the coordination opens them."""
    from observatoire.directory.actions.roles import give_role  # noqa: PLC0415 roles need a database

    person = User.objects.create_user(email, **fields)
    for role in roles:
        give_role(by=None, account=person, role=role)
    return User.objects.get(pk=person.pk)


def protect(person: User) -> str:
    """Give an account an application; its secret."""
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


def shown_by(secret: str) -> str:
    """What the application shows now."""
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))


def has_application(person: User) -> bool:
    return Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists()


def code_received(number: int = -1) -> str:
    return re.search(r"^ +(\d{6})$", mail.outbox[number].body, re.MULTILINE).group(1)


def enter(browser, email: str, *, to: str = ""):
    """Ask for a code and type it; the last answer."""
    asked = {"login": email} | ({"next": to} if to else {})
    browser.post(ENTER, asked)
    return browser.post(CODE, {"code": code_received(), "action": "verify"} | asked)


def without_tokens(page: str) -> str:
    """A page without what is drawn anew each time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


class CountedQueries(CaptureQueriesContext):
    """How many questions are asked to the database."""

    def __init__(self) -> None:
        super().__init__(connection)

    @property
    def number(self) -> int:
        return len(self)


def add_application(browser):
    """Add an application to one's own account; the last answer."""
    address = "/compte/securite/application/ajouter/"
    secret = texts(browser.get(address), ".obs-key")[0].replace(" ", "")
    return browser.post(address, {"code": shown_by(secret)})


def signed(person: User) -> Client:
    """A browser where this account is signed in, its second factor shown."""
    browser = Client(raise_request_exception=False)
    browser.force_login(person)
    session = browser.session
    note_second_factor(SimpleNamespace(session=session), person)
    session.save()
    return browser
