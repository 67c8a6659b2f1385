"""What the tests of the directory start from. Everyone is invented, and says so."""

from __future__ import annotations

from bs4 import BeautifulSoup

from observatoire.directory.actions.institutions import save_function, save_institution
from observatoire.directory.actions.people import save_person, take_function
from observatoire.directory.models import Function, Institution, Person


def institution(name: str = "Service fictif", **fields) -> Institution:
    return save_institution(by=None, institution=Institution(name=name, **fields))


def function(title: str = "référent fictif", within: Institution | None = None) -> Function:
    within = within or institution()
    return save_function(by=None, function=Function(institution=within, title=title))


def person(email: str = "a@example.org", last_name: str = "Fictif", **fields) -> Person:
    made = Person(last_name=last_name, **{"first_name": "Agent"} | fields)
    return save_person(by=None, person=made, email=email)


def holder(email: str = "a@example.org", title: str = "référent fictif", **fields) -> Person:
    """Someone in a function of the institution « Service fictif »."""
    within = Institution.objects.filter(name="Service fictif").first() or institution()
    made = person(email, institution=within, **fields)
    held = Function.objects.filter(institution=within, title=title).first()
    take_function(by=None, person=made, function=held or function(title, within))
    return made


def parsed(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def texts(page, selector: str) -> list[str]:
    """The text of every element, its white spaces made one and plain."""
    return [
        " ".join(found.get_text().replace("\u202f", " ").split()) for found in page.select(selector)
    ]


def shown(client, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    return parsed(response)


def said(client, address: str, **given) -> list[str]:
    """What the screen says after an action."""
    return texts(parsed(client.post(address, given, follow=True)), ".messages li")
