"""A signatory's page: read, then promise, decline, or answer later. A GET changes nothing."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import LinkRequest, link_required
from agreements.domain.commitments import PageOutdated, TextChanged
from agreements.domain.evidence import Evidence
from agreements.models import Party, StatementVersion
from journal.refusals import Refusal
from registration.domain import announcements, codes, consequences, promising, recording, succession
from registration.domain.answer_page import (
    AnswerPage,
    Code,
    Phase,
    also_held,
    answer_page,
    party_asked,
    party_promising,
)
from registration.domain.succession import may_hand_over
from registration.forms.answering import HandOverForm, LaterForm, PromiseForm, ReasonForm
from registration.forms.refusals import show_refusal
from registration.views.limits import note_wrong_code, require_code_try, require_few_named

methods = require_http_methods(["GET", "HEAD", "POST"])


@link_required("answer")
@methods
def answer(request: LinkRequest, party_id: int) -> HttpResponse:
    """Reading and promising. Promising twice is harmless: the second time finds the first."""
    if request.POST.get("answer") == "decline":
        return redirect("registration:decline", party_id)
    if request.method == "POST":
        return promise(request, found(party_promising, party_id))
    page = load(party_id)
    return show(request, page, PromiseForm(initial=initial_of(page), text=text_of(page.party)))


def promise(request: LinkRequest, party: Party) -> HttpResponse:
    """The promise. The page is made only where it is shown again, with the words of a refusal."""
    chosen = dict(value.partition(".")[::2] for value in request.POST.getlist("also"))
    also = also_held(party, chosen)
    offered = [(f"{other.pk}.{chosen[str(other.pk)]}", other.label) for other in also]
    form = PromiseForm(request.POST, text=text_of(party), also=offered)
    if form.is_valid():
        seen = {other.pk: chosen[str(other.pk)] for other in also}
        try:
            sign(request, party, form, also, seen | {party.pk: seen_of(request)})
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            return redirect("registration:answer", party.pk)
    return show(request, load(party.pk), form, status=422)


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
    votes_on = page.preparation.votes_on if page.preparation else None
    form = LaterForm(request.POST if request.method == "POST" else None, initial={"until_on": votes_on})

    def defer() -> None:
        promising.defer(
            party=page.party, until_on=form.cleaned_data["until_on"], seen=seen_of(request), by=request.actor,
            at=timezone.now(),
        )

    return settle(request, page, form, defer, needs=Phase.ASKED, template="registration/later.html")


@link_required("answer")
@require_POST
def confirm(request: LinkRequest, party_id: int) -> HttpResponse:
    """The signatory's own word for a promise that an organizer wrote down."""
    party = found(party_asked, party_id)
    try:
        recording.confirm(
            party=party, evidence=evidence_of(request), seen=seen_of(request), by=request.actor, at=timezone.now()
        )
    except Refusal as refusal:
        messages.error(request, str(refusal.words))
    else:
        messages.success(request, _("Thank you. Your promise is confirmed."))
    return redirect("registration:answer", party_id)


@link_required("answer")
@require_POST
def send_code(request: LinkRequest, party_id: int) -> HttpResponse:
    """Mails the holder a code; what was typed on the page is typed anew, since a code comes first."""
    page = load(party_id)
    if page.phase == Phase.ASKED and page.code != Code.NOT_NEEDED:
        try:
            codes.ask(party=page.party, by=request.actor, at=timezone.now())
        except Refusal as refusal:
            messages.error(request, str(refusal.words))
        else:
            assert page.party.signatory is not None
            messages.success(request, _("A code is on its way to %(email)s.") % {"email": page.party.signatory.email})
    return redirect("registration:answer", party_id)


@link_required("answer")
@methods
def hand_over(request: LinkRequest, party_id: int) -> HttpResponse:
    """Not me, or no longer: names who holds the office. Then this link is dead, so the answer is the last page."""
    page = load(party_id)
    if not may_hand_over(page.party) or page.phase not in (Phase.ASKED, Phase.SIGNED):
        return redirect("registration:answer", party_id)
    form = HandOverForm(request.POST if request.method == "POST" else None)
    template, status = "registration/hand_over.html", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                require_few_named(request, form.holder.email)
                succession.hand_over(party=page.party, holder=form.holder, by=request.actor, at=timezone.now())
            except Refusal as refusal:
                show_refusal(form, refusal)
            else:
                template, status = "registration/handed_over.html", 200
    effect = consequences.of_succession(page.team, page.party, at=timezone.now())
    context = {"effect": effect if page.phase == Phase.SIGNED else None}
    return show(request, page, form, template=template, status=status, **context)


def reasoned(
    request: LinkRequest, party_id: int, act: Callable[..., object], *, needs: Phase, done: Phase, template: str
) -> HttpResponse:
    """A page with a reason: the form, or the act and back to the answer."""
    page = load(party_id)
    if request.method == "POST" and page.phase == done:  # a second click
        return redirect("registration:answer", party_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)

    def give() -> None:
        reason = form.cleaned_data["reason"]
        act(party=page.party, reason=reason, seen=seen_of(request), by=request.actor, at=timezone.now())

    return settle(request, page, form, give, needs=needs, template=template)


def settle(
    request: LinkRequest,
    page: AnswerPage,
    form: forms.Form,
    act: Callable[[], object],
    *,
    needs: Phase,
    template: str,
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


def initial_of(page: AnswerPage) -> dict[str, str]:
    """The name as an assistant prepared it, or as it is known; and the organization that they prepared."""
    name = page.party.signatory.name if page.party.signatory else ""
    if page.preparation is None:
        return {"typed_name": name}
    return {"typed_name": page.preparation.typed_name or name, "organization": page.preparation.organization}


def text_of(party: Party) -> StatementVersion | None:
    """The text in force."""
    return party.agreement.statement.current


def seen_of(request: LinkRequest) -> str:
    """The mark of the answer that stood on the page, as its form says it."""
    return request.POST.get("seen", "")


def sign(
    request: LinkRequest, party: Party, form: PromiseForm, also: Sequence[Party], seen: dict[int, str]
) -> None:
    evidence = evidence_of(request, promises=form.ticked, version_id=form.cleaned_data["version"] or 0)
    given: dict[str, Any] = {
        "party": party,
        "typed_name": form.cleaned_data["typed_name"],
        "evidence": evidence,
        "organization": form.cleaned_data["organization"],
        "also": also,
        "seen": seen,
        "by": request.actor,
        "at": timezone.now(),
    }
    code = form.cleaned_data["code"]
    try:
        if code:
            require_code_try(request)
            promising.sign_with_code(code=code, **given)
        else:
            promising.sign(**given)
    except (TextChanged, PageOutdated):
        form.untick()
        raise
    except codes.CodeWrong:
        note_wrong_code(request)
        raise


def evidence_of(request: LinkRequest, **more: Any) -> Evidence:
    return Evidence(
        address=request.client_address,
        user_agent=request.headers.get("User-Agent", ""),
        link_sent_to=request.link.sent_to,
        **more,
    )


def found(read: Callable[..., Party], party_id: int) -> Party:
    try:
        return read(party_id=party_id)
    except Party.DoesNotExist:
        raise Http404 from None


def load(party_id: int) -> AnswerPage:
    return answer_page(party=found(party_asked, party_id), at=timezone.now())


def show(
    request: LinkRequest,
    page: AnswerPage,
    form: forms.Form,
    *,
    template: str = "registration/answer.html",
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    if template == "registration/answer.html" and page.phase != Phase.ASKED:
        template = "registration/answered.html" if page.phase == Phase.SIGNED else "registration/answer_closed.html"
    if isinstance(form, PromiseForm):  # said on the page as it is for this office
        form.fields["code"].required = page.code in (Code.NEEDED, Code.SENT)
        form.offer([(f"{held.party_id}.{held.seen}", held.label) for held in page.also_asked])
    context = {
        "page": page,
        "team": page.team,
        "party": page.party,
        "convening": page.team.convening,
        "version": text_of(page.party),
        "shown": request.GET.get("show", ""),
        "form": form,
        "link": request.link,
        "announcement": announcements.brought(page.team),
        **more,
    }
    return render(request, template, context, status=status)
