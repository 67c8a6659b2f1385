"""The directory of the demonstration: laid down once, and taken away in one go."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from observatoire.base.actions import forget_searchable
from observatoire.base.models import Generation, Territory
from observatoire.base.registry import Ref
from observatoire.directory.actions.audit import write_audit
from observatoire.directory.actions.consent import decide
from observatoire.directory.actions.groups import note_attendance, save_group
from observatoire.directory.actions.institutions import free_slug, save_function, save_institution
from observatoire.directory.actions.successions import report_dead_address
from observatoire.directory.demonstration import (
    attendance_texts,
    group_texts,
    institution_texts,
    list_texts,
)
from observatoire.directory.models import (
    Address,
    ConsentLine,
    ContactList,
    Function,
    Group,
    Holding,
    Institution,
    Membership,
    Person,
    RelayMessage,
    Topic,
    User,
)
from observatoire.directory.queries.consent import legal_texts
from observatoire.directory.rules import PARTNER

WORD = "contact.fictif"
SINCE = timedelta(days=400)


@transaction.atomic
def load_demonstration_people(*, by: User | None = None) -> int:
    """Institutions, functions and invented people; the number of people made.

    Where any institution is there already, someone works here: nothing is added.
    """
    if Institution.objects.exists():
        return 0
    groups = {text["nom"]: _group(text) for text in group_texts()}
    institutions = _institutions(groups)
    people = _people(institutions)
    _decisions(people)
    _duplicates(people)
    _lists(institutions, groups)
    _partner(people[4])
    for text in attendance_texts():
        day = date.fromisoformat(str(text["le"]))
        for domain in text["institutions"]:
            here = institutions[f"{domain}.example.org"]
            note_attendance(group=groups[text["instance"]], institution=here, on=day)
    for person in people[20:22]:
        email = person.addresses.get().email
        report_dead_address(by=None, email=email, reason="boîte inconnue (démonstration)")
    write_audit(
        by=by, verb="annuaire_demonstration", ref=Ref("annuaire", "demo"), personnes=len(people)
    )
    return len(people)


@transaction.atomic
def remove_demonstration_people(*, by: User | None = None) -> int:
    """Take away what was laid down; the number of people taken away. What others added stays."""
    invented = Person.objects.filter(source=Person.Source.DEMONSTRATION)
    subjects = list(invented.order_by("pk").values_list("pk", flat=True))
    ConsentLine.objects.filter(subject__in=subjects).expire()
    invented.delete()
    ContactList.objects.filter(is_demonstration=True).delete()
    Group.objects.filter(is_demonstration=True, memberships__person__isnull=True).delete()
    Function.objects.filter(institution__is_demonstration=True, holdings=None).delete()
    gone = Institution.objects.filter(is_demonstration=True, people=None, functions=None)
    for one in gone:
        forget_searchable(kind="institution", key=str(one.pk))
    gone.delete()
    Generation.advance()
    if subjects:
        ref = Ref("annuaire", "demo")
        write_audit(by=by, verb="annuaire_demonstration_supprime", ref=ref, personnes=len(subjects))
    return len(subjects)


def _group(text: dict) -> Group:
    group = Group(
        name=text["nom"], kind=text["sorte"], purpose=_typeset(text["objet"]), is_demonstration=True
    )
    return save_group(by=None, group=group)


def _typeset(text: str) -> str:
    return text.replace(" ;", "\u00a0;").replace(" :", "\u00a0:")


def _institutions(groups: dict[str, Group]) -> dict[str, Institution]:
    """By mail domain, each with its functions, their subjects and their seats."""
    places = _places()
    topics = {topic.slug: topic for topic in Topic.objects.all()}
    found: dict[str, Institution] = {}
    by_name: dict[str, Institution] = {}
    for text in institution_texts():
        made = Institution(
            name=text.name,
            slug=free_slug(text.acronym or text.name),
            acronym=text.acronym,
            kind=text.kind,
            territory=places.get(text.place),
            parent=by_name.get(text.parent),
            is_demonstration=True,
        )
        save_institution(by=None, institution=made, domains=[text.domain])
        found[text.domain] = by_name[text.name] = made
        for title, subjects, seats in text.functions:
            function = Function(institution=made, title=title)
            save_function(by=None, function=function, topics=[topics[one] for one in subjects])
            for seat in seats:
                role = Membership.Role.PILOT if "observation" in title else Membership.Role.MEMBER
                Membership.objects.create(
                    group=groups[seat],
                    function=function,
                    role=role if "DREETS" in made.acronym else Membership.Role.MEMBER,
                    since=timezone.localdate() - SINCE,
                )
    return found


def _places() -> dict[str, Territory]:
    wanted = Q(level="region", code="R52") | Q(level="france", code="FR") | Q(level="departement")
    rows = Territory.objects.present().filter(wanted).order_by("pk")
    return {f"{row.level}:{row.code}": row for row in rows}


def _people(institutions: dict[str, Institution]) -> list[Person]:
    """One invented person per function first, then as many as each institution announces."""
    numbers, people, addresses, holdings = count(1), [], [], []
    texts = legal_texts().values()
    for text in institution_texts():
        here = institutions[text.domain]
        functions = list(here.functions.order_by("created_at", "title"))
        for place in range(text.contacts):
            number = next(numbers)
            person = _invented(number, here)
            people.append(person)
            email = f"{WORD}.{number:03}@{text.domain}"
            addresses.append(Address(email=email, person=person))
            if place < len(functions):
                since = timezone.localdate() - SINCE
                holdings.append(Holding(function=functions[place], person=person, since=since))
    Person.objects.bulk_create(people)
    Address.objects.bulk_create(addresses)
    Holding.objects.bulk_create(holdings)
    ConsentLine.objects.bulk_create(
        ConsentLine(
            subject=person.pk,
            purpose=text.purpose,
            decision=ConsentLine.Decision.NOTED,
            text=text,
            source="démonstration",
        )
        for person in people
        for text in texts
        if text.basis == "mission"
    )
    return people


def _invented(number: int, here: Institution) -> Person:
    name = f"Fictif {number:03}"
    return Person(
        first_name="Contact",
        last_name=name,
        searched_name=f"contact {name.lower()}",
        institution=here,
        source=Person.Source.DEMONSTRATION,
    )


def _decisions(people: list[Person]) -> None:
    """Some agreed to invitations, a few objected to the letter."""
    for person in people[::4]:
        decide(by=None, owner=person, purpose="evenements", may=True, source="démonstration")
    for person in people[7::60]:
        decide(by=None, owner=person, purpose="lettre", may=False, source="démonstration")


def _partner(person: Person) -> None:
    """The partner's account is that of someone: they read who holds which function."""
    account = User.objects.filter(is_demonstration=True, groups__name=PARTNER.label).first()
    if account is not None:
        Person.objects.filter(pk=person.pk).update(account=account)


def _duplicates(people: list[Person]) -> None:
    """Three people written twice, as happens when two lists are joined."""
    for number, person in enumerate(people[30:90:25]):
        local, _, domain = person.addresses.get().email.partition("@")
        twin = Person(
            first_name=person.first_name.upper(),
            last_name=person.last_name.upper(),
            institution=person.institution if number else None,
            source=Person.Source.DEMONSTRATION,
        )
        twin.save()
        Address.objects.create(email=f"{local.replace('.', '-')}@{domain}", person=twin)


def _lists(institutions: dict[str, Institution], groups: dict[str, Group]) -> None:
    for text in list_texts():
        criteria = dict(text.get("criteres", {}))
        if "groups" in criteria:
            criteria["groups"] = [str(groups[name].pk) for name in criteria["groups"]]
        made = ContactList.objects.create(
            name=text["nom"],
            kind=text["sorte"],
            purpose=text["finalite"],
            criteria=criteria,
            relay=institutions.get(f"{text.get('relais')}.example.org"),
            announced_size=text.get("annonces"),
            is_demonstration=True,
        )
        if made.kind == ContactList.Kind.RELAY:
            RelayMessage.objects.create(
                list=made,
                subject="Les matinales thématiques de la plateforme",
                text="Les prochaines matinales et leurs enregistrements sont sur l’agenda.",
                target="/agenda/",
            )
