"""A signatory's page: read, then promise, decline, or answer later. A GET changes nothing."""

from collections.abc import Callable

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import LinkRequest, link_required
from agreements.domain.commitments import TextChanged
from agreements.domain.evidence import Evidence
from agreements.models import StatementVersion
from journal.refusals import Refusal
from registration.domain import promising
from registration.domain.answer_page import AnswerPage, Phase, answer_page
from registration.forms.answering import LaterForm, PromiseForm, ReasonForm
from registration.forms.refusals import show_refusal
from registration.models import Team

methods = require_http_methods(["GET", "HEAD", "POST"])


@link_required("answer")
@methods
def answer(request: LinkRequest, party_id: int) -> HttpResponse:
    """Reading and promising. Promising twice is harmless: the second time finds the first."""
    page = load(party_id)
    if request.method != "POST":
        name = page.party.signatory.name if page.party.signatory else ""
        return show(request, page, PromiseForm(initial={"typed_name": name}, text=text_of(page)))
    if request.POST.get("answer") == "decline":
        return redirect("registration:decline", party_id)
    form = PromiseForm(request.POST, text=text_of(page))
    return settle(request, page, form, lambda: sign(request, page, form))


@link_required("answer")
@methods
def decline(request: LinkRequest, party_id: int) -> HttpResponse:
    """Saying no, with a reason for the organizers."""
    return reasoned(
        request,
        party_id,
        promising.decline,
        needs=Phase.ASKED,
        done=Phase.DECLINED,
        template="registration/decline.html",
    )


@link_required("answer")
@methods
def withdraw(request: LinkRequest, party_id: int) -> HttpResponse:
    """Taking a promise back; what was signed stays on record."""
    return reasoned(
        request,
        party_id,
        promising.withdraw,
        needs=Phase.SIGNED,
        done=Phase.WITHDRAWN,
        template="registration/withdraw.html",
    )


@link_required("answer")
@methods
def later(request: LinkRequest, party_id: int) -> HttpResponse:
    """A body votes first, on a day that is named."""
    page = load(party_id)
    form = LaterForm(request.POST if request.method == "POST" else None)

    def defer() -> None:
        promising.defer(
            party=page.party, until_on=form.cleaned_data["until_on"], by=request.actor, at=timezone.now()
        )

    return settle(request, page, form, defer, needs=Phase.ASKED, template="registration/later.html")


def reasoned(
    request: LinkRequest, party_id: int, act: Callable[..., object], *, needs: Phase, done: Phase, template: str
) -> HttpResponse:
    """A page with a reason: the form, or the act and back to the answer."""
    page = load(party_id)
    if request.method == "POST" and page.phase == done:  # a second click
        return redirect("registration:answer", party_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)

    def give() -> None:
        act(party=page.party, reason=form.cleaned_data["reason"], by=request.actor, at=timezone.now())

    return settle(request, page, form, give, needs=needs, template=template)


def settle(
    request: LinkRequest,
    page: AnswerPage,
    form: forms.Form,
    act: Callable[[], object],
    *,
    needs: Phase | None = None,
    template: str = "registration/answer.html",
) -> HttpResponse:
    """The act where the form is filled and not refused, else the form with its words, typed values kept."""
    if request.method != "POST":
        if page.phase != needs:
            return redirect("registration:answer", page.party.pk)
        return show(request, page, form, template=template)
    if form.is_valid():
        try:
            act()
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            return redirect("registration:answer", page.party.pk)
    return show(request, page, form, template=template, status=422)


def text_of(page: AnswerPage) -> StatementVersion | None:
    """The text in force."""
    return page.party.agreement.statement.current


def sign(request: LinkRequest, page: AnswerPage, form: PromiseForm) -> None:
    evidence = Evidence(
        address=request.client_address,
        user_agent=request.headers.get("User-Agent", ""),
        link_sent_to=request.link.sent_to,
        promises=form.ticked,
        version_id=form.cleaned_data["version"] or 0,
    )
    try:
        promising.sign(
            party=page.party,
            typed_name=form.cleaned_data["typed_name"],
            evidence=evidence,
            by=request.actor,
            at=timezone.now(),
        )
    except TextChanged:
        form.untick()
        raise


def load(party_id: int) -> AnswerPage:
    try:
        return answer_page(party_id=party_id, at=timezone.now())
    except Team.DoesNotExist:
        raise Http404 from None


def show(
    request: LinkRequest,
    page: AnswerPage,
    form: forms.Form,
    *,
    template: str = "registration/answer.html",
    status: int = 200,
) -> HttpResponse:
    if template == "registration/answer.html" and page.phase != Phase.ASKED:
        template = "registration/answered.html" if page.phase == Phase.SIGNED else "registration/answer_closed.html"
    context = {
        "page": page,
        "team": page.team,
        "party": page.party,
        "convening": page.team.convening,
        "version": text_of(page),
        "shown": request.GET.get("show", ""),
        "form": form,
        "link": request.link,
    }
    return render(request, template, context, status=status)
