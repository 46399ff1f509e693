"""The call for sessions, for organizers: its days, who is invited, the proposals and what is decided of them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.domain.actors import actor_names
from breakouts.domain import calls, deciding
from breakouts.domain.calls import call_of, is_open
from breakouts.domain.submission_list import submission_list
from breakouts.forms.call import CallForm, InviteForm, WordsForm
from breakouts.models import Submission
from breakouts.models.submission import open_question
from breakouts.views.schedule import may_schedule
from convenings.models import Convening
from convenings.views_access import OrganizerRequest
from journal.refusals import Refusal
from registration.domain.drafts import PersonDraft

WORDS: dict[str, tuple[Any, Any, Any]] = {
    "comment": (gettext_lazy("A comment among organizers"), "", gettext_lazy("The comment stands.")),
    "ask": (
        gettext_lazy("A question to whoever proposes"), gettext_lazy("It goes by mail; they answer on their page."),
        gettext_lazy("The question is on its way."),
    ),
    "decline": (
        gettext_lazy("Why not"), gettext_lazy("These words go into the letter, once you send the letters."),
        gettext_lazy("It is declined. Nobody is told before you send the letters."),
    ),
}  # fmt: skip


def who(request: OrganizerRequest) -> dict[str, Any]:
    """Who acts, and when."""
    return {"by": request.actor, "at": timezone.now()}


@may_schedule
@require_safe
def submissions(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """The proposals by state, and the call."""
    return _show(request, convening)


def _show(request: OrganizerRequest, convening: Convening, **bound: Any) -> HttpResponse:
    sheet = submission_list(convening, state=request.GET.get("state", ""))
    context = {
        "convening": convening, "sheet": sheet, "state": request.GET.get("state", ""), "now": timezone.now(),
        "is_open": sheet.call is not None and is_open(sheet.call, timezone.now()),
        "call_form": CallForm(convening=convening, call=sheet.call), "invite_form": InviteForm(auto_id="invite_%s"),
        **bound,
    }  # fmt: skip
    return render(request, "breakouts/submissions.html", context, status=422 if bound else 200)


@may_schedule
@require_POST
def set_call(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """From when, until when, and what is looked for."""
    form = CallForm(request.POST, convening=convening, call=call_of(convening))

    def act(data: dict[str, Any]) -> object:
        opens_at, closes_at = form.span()
        return calls.set_call(
            convening=convening, text=data["text"], opens_at=opens_at, closes_at=closes_at, **who(request)
        )

    if form.accept(act) is None:
        return _show(request, convening, call_form=form)
    messages.success(request, _("The call is set."))
    return redirect("breakouts:submissions", convening.slug)


@may_schedule
@require_POST
def close_call(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """End it now."""
    return _done(request, convening, lambda: calls.close_call(convening=convening, **who(request)), _(
        "The call is over. Change its last day to take proposals again."
    ))


@may_schedule
@require_POST
def invite(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """Ask one person to propose."""
    form = InviteForm(request.POST, auto_id="invite_%s")
    made = form.accept(lambda data: calls.invite(
        convening=convening, draft=PersonDraft(data["name"], data["email"]), organization=data["organization"],
        **who(request),
    ))  # fmt: skip
    if made is None:
        return _show(request, convening, invite_form=form)
    messages.success(request, _("%(who)s is asked by mail.") % {"who": made.person})
    return redirect("breakouts:submissions", convening.slug)


@may_schedule
@require_POST
def invite_partners(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """Ask all partners who come."""
    return _done(request, convening, lambda: calls.invite_partners(convening=convening, **who(request)), _(
        "The partners are asked by mail."
    ))


@may_schedule
@require_POST
def tell(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """Send the letters of all decisions."""
    return _done(request, convening, lambda: deciding.tell(convening=convening, **who(request)), lambda n: ngettext(
        "%(n)d letter is on its way.", "%(n)d letters are on their way.", n
    ) % {"n": n})


@may_schedule
@require_http_methods(["GET", "HEAD", "POST"])
def submission(request: OrganizerRequest, convening: Convening, pk: int) -> HttpResponse:
    """One proposal; by POST a comment, a question or a no in words."""
    found = _found(convening, pk)
    act = request.POST.get("act", "")
    forms = {
        name: WordsForm(
            request.POST if name == act else None, auto_id=f"{name}_%s", label=label, hint=hint,
            initial={"text": found.decision} if name == "decline" else None,
        )
        for name, (label, hint, _done) in WORDS.items()
    }  # fmt: skip
    if act in forms and forms[act].accept(lambda data: _say(act, found, data["text"], **who(request))):
        messages.success(request, str(WORDS[act][2]))
        return redirect("breakouts:submission", convening.slug, pk)
    remarks = list(found.remarks.all())
    names = actor_names([*(remark.said_by for remark in remarks), found.decided_by])
    context = {
        "convening": convening, "submission": found, "forms": forms, "question": open_question(remarks),
        "remarks": [(remark, names.get(remark.said_by, "")) for remark in remarks],
        "decided_by": names.get(found.decided_by, ""),
    }  # fmt: skip
    wrong = any(form.errors for form in forms.values())
    return render(request, "breakouts/submission.html", context, status=422 if wrong else 200)


@may_schedule
@require_POST
def accept(request: OrganizerRequest, convening: Convening, pk: int) -> HttpResponse:
    """Make it a session."""
    return _done(request, convening, lambda: deciding.accept(submission=_found(convening, pk), **who(request)), _(
        "It is accepted and waits in the schedule for a room and time. Nobody is told before you send the letters."
    ), pk)


@may_schedule
@require_POST
def undo(request: OrganizerRequest, convening: Convening, pk: int) -> HttpResponse:
    """Take the decision back."""
    return _done(request, convening, lambda: deciding.undo(submission=_found(convening, pk), **who(request)), _(
        "The decision is taken back."
    ), pk)


def _say(act: str, found: Submission, text: str, *, by: str, at: datetime) -> bool:
    if act == "decline":
        deciding.decline(submission=found, words=text, by=by, at=at)
    elif act == "ask":
        deciding.ask(submission=found, text=text, by=by, at=at)
    else:
        deciding.comment(submission=found, text=text, by=by, at=at)
    return True


def _found(convening: Convening, pk: int) -> Submission:
    """A proposal that is in; what is still being written is nobody else's."""
    proposed = Submission.objects.proposed().filter(call__convening=convening)
    related = ("call__convening", "team", "invitation__person", "session__slot", "session__room")
    return get_object_or_404(proposed.select_related(*related), pk=pk)


def _done(
    request: OrganizerRequest, convening: Convening, act: Callable[[], Any], words: str | Callable[[Any], str],
    pk: int | None = None,
) -> HttpResponse:
    """The one domain call, and back to where the button stood, with the words or the refusal."""
    try:
        made = act()
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words(made) if callable(words) else words)
    if pk is not None:
        return redirect("breakouts:submission", convening.slug, pk)
    return redirect("breakouts:submissions", convening.slug)
