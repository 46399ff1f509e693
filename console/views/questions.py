"""The organizers' own questions, and what is answered to them."""

from django.core.files.storage import storages
from django.db.models import Count
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from console.forms.questions import QuestionForm
from console.views.exporting import table_answer
from console.views.outcome import settle, tell
from convenings.models import Convening
from convenings.permissions import Permission
from convenings.views_access import OrganizerRequest, convening_required
from registration.domain.questions import change_question, make_question, retire_question
from registration.models import CustomAnswer, CustomQuestion
from registration.states import AskedOf

may_ask = convening_required(Permission.CHANGE_CONVENING)
may_read = convening_required(Permission.CHANGE_TEAMS)


@require_http_methods(["GET", "HEAD", "POST"])
@may_ask
def questions(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """All questions, and a form for one more."""
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and settle(
        form,
        lambda: make_question(convening=convening, draft=form.draft(), by=request.actor, at=timezone.now()),
    ):
        tell(request, lambda: None, _("The question is asked from now on."))
        return redirect("console:questions", convening.slug)
    asked = CustomQuestion.objects.filter(convening=convening).annotate(answered=Count("answers"))
    context = {"convening": convening, "form": form, "questions": list(asked.order_by("asked_of", "position", "pk"))}
    return render(request, "console/questions.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@may_ask
def question(request: OrganizerRequest, convening: Convening, question_id: int) -> HttpResponse:
    """Other words for one question."""
    found = get_object_or_404(CustomQuestion, pk=question_id, convening=convening, retired_at=None)
    form = QuestionForm(request.POST if request.method == "POST" else None, question=found)
    if form.is_bound and form.is_valid() and settle(
        form,
        lambda: change_question(question=found, draft=form.draft(), by=request.actor, at=timezone.now()),
    ):
        tell(request, lambda: None, _("The question is changed."))
        return redirect("console:questions", convening.slug)
    context = {"convening": convening, "form": form, "question": found}
    return render(request, "console/question.html", context, status=422 if form.errors else 200)


@require_POST
@may_ask
def retire(request: OrganizerRequest, convening: Convening, question_id: int) -> HttpResponse:
    """Asks it no more."""
    found = get_object_or_404(CustomQuestion, pk=question_id, convening=convening)
    tell(
        request, lambda: retire_question(question=found, by=request.actor, at=timezone.now()),
        _("The question is asked no more. Its answers stay."),
    )
    return redirect("console:questions", convening.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@may_read
def answers_file(request: OrganizerRequest, convening: Convening, of: str) -> HttpResponse:
    """All answers of teams, or of attendees, as CSV."""
    if of not in AskedOf.values:
        raise Http404
    return table_answer(request, convening, "answers", {"of": of})


@require_safe
@may_read
def answer_file(request: OrganizerRequest, convening: Convening, answer_id: int) -> FileResponse:
    """A file that was handed in: to keep, never to be shown in the page's own name."""
    answer = get_object_or_404(CustomAnswer, pk=answer_id, question__convening=convening)
    if not answer.file or not storages["private"].exists(answer.file):
        raise Http404
    file = storages["private"].open(answer.file)
    response = FileResponse(file, as_attachment=True, filename=answer.file_name, content_type=answer.file_type)
    response["Cache-Control"] = "private, no-store"
    return response
