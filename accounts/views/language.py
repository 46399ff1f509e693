"""The language button, on every page."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import check_for_language
from django.views.i18n import set_language

from accounts.domain.languages import choose_language
from accounts.models import User


@login_not_required
def press(request: HttpRequest) -> HttpResponseBase:
    """Pages in this language from now on; who is signed in gets their mail in it too."""
    language = request.POST.get("language", "")
    if isinstance(request.user, User) and request.method == "POST" and check_for_language(language):
        choose_language(user=request.user, language=language, by=f"user:{request.user.pk}", at=timezone.now())
    return set_language(request)
