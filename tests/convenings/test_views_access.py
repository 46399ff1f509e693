import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory

from accounts.models import User
from convenings.domain import access
from convenings.models import Convening
from convenings.permissions import ROLES, Permission, Role
from convenings.views_access import convening_required
from tests.registration.factories import BY, NOW, make_convening

pytestmark = pytest.mark.django_db


@convening_required(Permission.CHANGE_EXPO)
def page(request: HttpRequest, number: int, *, convening: Convening) -> HttpResponse:
    return HttpResponse(f"{convening.slug} {number} {len(request.permissions)}")  # type: ignore[attr-defined]


def visit(user: object, slug: str) -> HttpResponse:
    request = RequestFactory().get("/organize/x/")
    request.user = user  # type: ignore[assignment]
    return page(request, slug=slug, number=3)  # type: ignore[return-value]


def organizer(convening: Convening, role: Role) -> User:
    user = User.objects.create_user(f"{role}@example.org")
    access.grant(convening=convening, user=user, role=role, by=BY, at=NOW)
    return user


def test_who_may_gets_the_page_with_its_convening_and_permissions() -> None:
    convening = make_convening()

    answer = visit(organizer(convening, Role.EXPO), convening.slug)

    assert answer.content.decode() == f"{convening.slug} 3 {len(ROLES[Role.EXPO])}"


def test_a_stranger_and_a_wrong_address_look_alike() -> None:
    convening, other = make_convening(), make_convening()
    stranger = organizer(other, Role.OWNER)
    for slug in (convening.slug, "no-such-convening"):
        with pytest.raises(Http404):
            visit(stranger, slug)


def test_the_wrong_role_is_told_so() -> None:
    convening = make_convening()
    with pytest.raises(PermissionDenied):
        visit(organizer(convening, Role.PROGRAMME), convening.slug)


def test_whoever_is_not_signed_in_is_led_to_sign_in() -> None:
    answer = visit(AnonymousUser(), make_convening().slug)

    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=/organize/x/"


def test_the_view_tells_what_it_needs() -> None:
    assert page.permission == Permission.CHANGE_EXPO
