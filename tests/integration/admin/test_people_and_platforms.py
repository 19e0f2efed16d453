"""The screens of platforms and of their people."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser, User
from django.test import Client
from django.urls import reverse
from wagtail.models import PageLogEntry

from curriculum.content.actions.join_platform import create_person, join_platform
from curriculum.content.actions.leave_platform import leave_platform
from curriculum.content.models import PlatformPage, PlatformRole
from curriculum.exceptions import LastApproverError, NotPermittedError, UnknownPersonError
from tests import factories
from tests.integration.admin.conftest import PersonOf, SignedIn, holds

pytestmark = pytest.mark.django_db

GOOD = {"name": "SCAN Kenya", "slug": "kenya", "country": "KE", "language": "sw", "summary": "In Kenya."}
ANA = {"account": "new", "username": "ana.quispe", "first_name": "Ana", "last_name": "Quispe", "roles": ["editor"]}


@pytest.fixture
def coordinator(peru: PlatformPage, person: PersonOf, signed_in: SignedIn) -> Client:
    """Return a client signed in as the coordinator of Peru."""
    return signed_in(person(peru, "coordinator"))


def roles(person: AbstractUser) -> set[str]:
    return {f"{role.platform.slug} {role.role}" for role in PlatformRole.objects.filter(group__user=person)}


# Platforms


def test_platform__is_made_by_the_committee(generic: PlatformPage, committee: Client) -> None:
    response = committee.post(reverse("platforms:add"), GOOD, follow=True)

    platform = PlatformPage.objects.get(slug="kenya")
    assert (platform.title, platform.country, platform.language, platform.summary) == (
        "SCAN Kenya", "KE", "sw", "In Kenya.",
    )  # fmt: skip
    assert holds(response, "SCAN Kenya is made. Now add its coordinator.")
    assert holds(committee.get(reverse("platforms:list")), "SCAN Kenya")


def test_platform__gets_its_first_coordinator_from_the_committee_and_no_other_person(
    generic: PlatformPage, committee: Client
) -> None:
    committee.post(reverse("platforms:add"), GOOD)
    add = reverse("people:add", args=["kenya"])

    made = committee.post(add, ANA | {"roles": ["coordinator"]})

    assert roles(User.objects.get(username="ana.quispe")) == {"kenya coordinator"}
    assert holds(made, "ana.quispe is added")
    assert committee.get(add).status_code == 404


WRONG_PLATFORMS = [
    ({"name": ""}, "This field is required."),
    ({"name": "n" * 256}, "at most 255 characters"),
    ({"slug": "Kenya"}, "small letters, digits and hyphens"),
    ({"slug": "ken ya"}, "small letters, digits and hyphens"),
    ({"slug": "admin"}, "small letters, digits and hyphens"),
    ({"slug": "k" * 41}, "at most 40 characters"),
    ({"slug": "peru"}, "There is already a platform “peru”"),
    ({"slug": "generic"}, "There is already a platform “generic”"),
    ({"country": ""}, "This field is required."),
    ({"country": "XX"}, "is no country code"),
    ({"country": "12"}, "is no country code"),
    ({"country": "KEN"}, "at most 2 characters"),
    ({"language": "kl"}, "is not a language of this site"),
    ({"language": "sw-ZZ9"}, "is not a language of this site"),
    ({"summary": "s" * 601}, "at most 600 characters"),
]


def test_platform__says_at_the_field_what_is_wrong_and_keeps_what_was_typed(
    generic: PlatformPage, peru: PlatformPage, committee: Client
) -> None:
    for values, words in WRONG_PLATFORMS:
        response = committee.post(reverse("platforms:add"), GOOD | values)

        form = response.context["form"]
        assert words in " ".join(form.errors[next(iter(values))])
        assert holds(response, words)
        for name, value in (GOOD | values).items():
            assert form[name].value() == value
            assert holds(response, value)
        assert PlatformPage.objects.count() == 2


@pytest.mark.parametrize("role", ["coordinator", "editor", "translator"])
def test_platform__is_made_by_nobody_else(
    generic: PlatformPage, peru: PlatformPage, person: PersonOf, signed_in: SignedIn, role: str
) -> None:
    client = signed_in(person(peru, role))

    for name in ("list", "add"):
        assert client.get(reverse(f"platforms:{name}")).status_code == 302
    client.post(reverse("platforms:add"), GOOD)

    assert not PlatformPage.objects.filter(slug="kenya").exists()


# People


def test_person__gets_an_account_and_a_password_that_is_shown_once(
    peru: PlatformPage, coordinator: Client, client: Client
) -> None:
    response = coordinator.post(reverse("people:add", args=["peru"]), ANA)

    ana = User.objects.get(username="ana.quispe")
    password = re.search(r'scan-password">([^<]+)<', response.content.decode())[1]
    assert roles(ana) == {"peru editor"}
    assert (ana.first_name, ana.last_name, ana.is_superuser, ana.is_staff) == ("Ana", "Quispe", False, False)
    assert client.login(username="ana.quispe", password=password)
    assert "no-store" in response["Cache-Control"]
    assert re.fullmatch(r"([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}", password)
    assert not holds(coordinator.get(reverse("people:list", args=["peru"])), password)


def test_person__with_an_account_is_added_by_its_exact_name(
    peru: PlatformPage, generic: PlatformPage, coordinator: Client, person: PersonOf
) -> None:
    editor = person(generic, "editor", "luz")

    wrong = coordinator.post(
        reverse("people:add", args=["peru"]), ANA | {"account": "existing", "username": "Luz", "roles": ["trainer"]}
    )
    assert holds(wrong, "There is no account “Luz”")
    coordinator.post(
        reverse("people:add", args=["peru"]), ANA | {"account": "existing", "username": "luz", "roles": ["trainer"]}
    )

    editor.refresh_from_db()
    assert roles(editor) == {"generic editor", "peru trainer"}
    assert editor.first_name == ""


def test_person__joining_and_leaving_is_logged(peru: PlatformPage, coordinator: Client, person: PersonOf) -> None:
    coordinator.post(reverse("people:add", args=["peru"]), ANA | {"roles": ["editor", "trainer"]})
    ana = User.objects.get(username="ana.quispe")
    coordinator.post(reverse("people:remove", args=["peru", ana.pk, "trainer"]))

    entries = PageLogEntry.objects.filter(action__in=["curriculum.join", "curriculum.leave"]).order_by("pk")
    assert [(entry.action, entry.data["role"], entry.user.username) for entry in entries] == [
        ("curriculum.join", "editor", "peru-coordinator"),
        ("curriculum.join", "trainer", "peru-coordinator"),
        ("curriculum.leave", "trainer", "peru-coordinator"),
    ]
    assert roles(ana) == {"peru editor"}


WRONG_PEOPLE = [
    ({"username": ""}, "username", "This field is required."),
    ({"username": "a b"}, "username", "without spaces"),
    ({"username": "a" * 151}, "username", "at most 150 characters"),
    ({"username": "PERU-coordinator"}, "username", "There is already an account"),
    ({"first_name": "f" * 151}, "first_name", "at most 150 characters"),
    ({"roles": []}, "roles", "This field is required."),
    ({"roles": ["committee"]}, "roles", "Select a valid choice"),
    ({"roles": ["editor", "king"]}, "roles", "Select a valid choice"),
    ({"account": "maybe"}, "account", "Select a valid choice"),
    ({"account": "existing", "username": "nobody"}, "username", "There is no account"),
    ({"account": "existing", "username": "admin"}, "username", "There is no account"),
]


def test_person__says_at_the_field_what_is_wrong_and_keeps_what_was_typed(
    peru: PlatformPage, coordinator: Client, person: PersonOf
) -> None:
    person()
    before = User.objects.count()

    for values, field, words in WRONG_PEOPLE:
        response = coordinator.post(reverse("people:add", args=["peru"]), ANA | values)

        form = response.context["form"]
        assert words in " ".join(form.errors[field])
        assert form["last_name"].value() == "Quispe"
        assert holds(response, (ANA | values)["username"])
        assert User.objects.count() == before


def test_people__lists_own_people_only(
    peru: PlatformPage, generic: PlatformPage, coordinator: Client, person: PersonOf
) -> None:
    person(generic, "editor", "hidden-person")
    person(peru, "trainer", "shown-person")
    User.objects.create(username="root", is_superuser=True).groups.add(PlatformRole.objects.first().group)

    response = coordinator.get(reverse("people:list", args=["peru"]))

    assert holds(response, "shown-person")
    assert not holds(response, "hidden-person")
    assert not holds(response, "root")


def test_people__take_the_same_number_of_queries_for_more(
    peru: PlatformPage, coordinator: Client, person: PersonOf, django_assert_max_num_queries: Any
) -> None:
    def count() -> int:
        with django_assert_max_num_queries(100) as queries:
            coordinator.get(reverse("people:list", args=["peru"]))
        return len(queries)

    count()
    few = count()
    for number in range(10):
        person(peru, "trainer", f"trainer-{number}")

    assert count() == few


def test_people__of_another_platform_are_out_of_reach(
    peru: PlatformPage, generic: PlatformPage, coordinator: Client, person: PersonOf
) -> None:
    editor = person(generic, "editor")
    targets = [reverse("people:list", args=["generic"]), reverse("people:add", args=["generic"])]
    targets += [reverse("people:remove", args=["generic", editor.pk, "editor"])]
    targets += [reverse("people:remove", args=["peru", editor.pk, "editor"])]

    assert {client_status for t in targets for client_status in (coordinator.get(t).status_code,)} == {404}
    assert coordinator.post(targets[1], ANA).status_code == 404
    assert coordinator.post(targets[2]).status_code == 404
    assert roles(editor) == {"generic editor"}


@pytest.mark.parametrize("role", ["editor", "translator"])
def test_people__are_named_by_approvers_only(
    peru: PlatformPage, person: PersonOf, signed_in: SignedIn, role: str
) -> None:
    client = signed_in(person(peru, role))

    assert client.get(reverse("people:list", args=["peru"])).status_code == 404
    assert client.get(reverse("people:choose")).status_code == 302
    assert client.post(reverse("people:add", args=["peru"]), ANA).status_code == 404
    assert not User.objects.filter(username="ana.quispe").exists()


def test_people__a_role_taken_away_counts_on_the_next_request(
    peru: PlatformPage, coordinator: Client, person: PersonOf
) -> None:
    other = person(peru, "coordinator", "second")
    assert coordinator.get(reverse("people:list", args=["peru"])).status_code == 200

    leave_platform(
        role=PlatformRole.objects.get(platform=peru, role="coordinator"), person=person(peru, "coordinator"), by=other
    )

    assert coordinator.get(reverse("people:list", args=["peru"])).status_code in (302, 404)


def test_people__removing_asks_first_and_keeps_the_last_approver(
    peru: PlatformPage, coordinator: Client, person: PersonOf
) -> None:
    own = person(peru, "coordinator")
    target = reverse("people:remove", args=["peru", own.pk, "coordinator"])

    assert holds(coordinator.get(target), "Remove")
    assert holds(coordinator.post(target, follow=True), "is the last person who can approve")
    assert roles(own) == {"peru coordinator"}


def test_actions__check_the_person_who_acts(peru: PlatformPage, generic: PlatformPage, person: PersonOf) -> None:
    editor, stranger, admin = person(peru, "editor"), person(generic, "committee"), person()
    role = PlatformRole.objects.get(platform=peru, role="editor")
    person(peru, "coordinator")

    for by in (editor, stranger):
        with pytest.raises(NotPermittedError):
            create_person(platform=peru, username="x", roles=["editor"], by=by)
        with pytest.raises(NotPermittedError):
            join_platform(platform=peru, username="x", roles=["editor"], by=by)
        with pytest.raises(NotPermittedError):
            leave_platform(role=role, person=editor, by=by)
    with pytest.raises(UnknownPersonError):
        join_platform(platform=peru, username="admin", roles=["editor"], by=person(peru, "coordinator"))
    with pytest.raises(NotPermittedError):
        leave_platform(role=role, person=admin, by=person(peru, "coordinator"))
    with pytest.raises(LastApproverError):
        leave_platform(
            role=PlatformRole.objects.get(platform=peru, role="coordinator"),
            person=person(peru, "coordinator"),
            by=admin,
        )


def test_people__of_several_platforms_are_reached_by_whoever_leads_them(
    peru: PlatformPage, coordinator: Client, person: PersonOf
) -> None:
    brazil = factories.make_platform("brazil", name="SCAN Brasil", country="BR", language="pt")
    person(brazil, "coordinator", "peru-coordinator")

    response = coordinator.get(reverse("people:choose"), follow=True)

    assert holds(response, "SCAN Perú")
    assert holds(response, "SCAN Brasil")
