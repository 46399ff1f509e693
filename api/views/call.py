"""The call for sessions, materials, feedback, and sessions by file: the same rules as on organizers' pages."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from api.scopes import Scope
from api.serializers.call import (
    CallSerializer,
    CallShownSerializer,
    DecisionWordsSerializer,
    FeedbackSerializer,
    FileDraftSerializer,
    LettersToldSerializer,
    LinkDraftSerializer,
    MaterialSerializer,
    SessionFileSerializer,
    SubmissionSerializer,
)
from api.serializers.directory import ImportSerializer, LimitSerializer, PlanSerializer
from api.serializers.jobs import JobSerializer
from api.views.base import ListView, RowView, TokenView
from breakouts.domain import deciding, materials
from breakouts.domain.calls import call_of, set_call
from breakouts.domain.feedback import summaries
from breakouts.domain.materials import MaterialDraft
from breakouts.domain.session_import import NAME, SessionImport
from breakouts.models import Call, Material, Session, Submission
from breakouts.states import MaterialPhase
from convenings.models import Convening
from jobs.domain import imports
from jobs.models import ImportUpload


def proposed_in(convening: Convening) -> "QuerySet[Submission]":
    """Those that organizers see, with all that an answer says of them."""
    found = Submission.objects.proposed().filter(call__convening=convening).select_related("team", "invitation__person")
    return found.prefetch_related("speakers__attendee__person", "remarks", "elements").order_by("submitted_at", "pk")  # type: ignore[no-any-return]


class CallView(TokenView):
    scopes = {"GET": Scope.PROGRAMME_READ, "PUT": Scope.PROGRAMME_WRITE}

    @extend_schema(
        summary="The call for sessions", responses=CallShownSerializer,
        description="From when until when proposals are taken, and what is looked for.",
    )
    def get(self, request: Request) -> Response:
        call = call_of(self.convening) or Call(convening=self.convening)
        return Response(CallShownSerializer(call).data)

    @extend_schema(
        summary="Set the call for sessions", request=CallSerializer, responses=CallSerializer,
        description="Its days and words. Sending the same again is harmless. Refusal: call_ends_too_early.",
    )
    def put(self, request: Request) -> Response:
        asked = self.read(CallSerializer)
        facts = {"text": asked.get("text", ""), "opens_at": asked["opens_at"], "closes_at": asked["closes_at"]}
        call = set_call(convening=self.convening, **facts, by=self.token.actor, at=self.now)
        return Response(CallSerializer(call).data)


@extend_schema_view(get=extend_schema(
    summary="Proposed sessions", description="In the order in which they were proposed; none that is being written."
))
class SubmissionsView(ListView):
    scopes = {"GET": Scope.SUBMISSIONS_READ}
    serializer_class = SubmissionSerializer

    def rows(self) -> "QuerySet[Submission]":
        return proposed_in(self.convening)


@extend_schema_view(get=extend_schema(summary="One proposed session", description="With all that was said about it."))
class SubmissionView(RowView):
    scopes = {"GET": Scope.SUBMISSIONS_READ}
    serializer_class = SubmissionSerializer

    def rows(self) -> "QuerySet[Submission]":
        return proposed_in(self.convening)


class SubmissionStepView(TokenView):
    """A step of one proposal; answered with the proposal as it is then."""

    def submission(self, pk: int) -> Submission:
        return get_object_or_404(proposed_in(self.convening), pk=pk)

    def stepped(self, pk: int) -> Response:
        return Response(SubmissionSerializer(self.submission(pk)).data)


class AcceptanceView(SubmissionStepView):
    scopes = {"POST": Scope.SUBMISSIONS_WRITE}

    @extend_schema(
        summary="Accept a proposed session", request=None, responses=SubmissionSerializer,
        description="Makes a session without room and time; nobody is told yet. Refusals: not_proposed,"
        " already_decided.",
    )
    def post(self, request: Request, pk: int) -> Response:
        deciding.accept(submission=self.submission(pk), by=self.token.actor, at=self.now)
        return self.stepped(pk)


class RejectionView(SubmissionStepView):
    scopes = {"POST": Scope.SUBMISSIONS_WRITE}

    @extend_schema(
        summary="Decline a proposed session", request=DecisionWordsSerializer, responses=SubmissionSerializer,
        description="The words go into the letter; nobody is told yet. Refusals: not_proposed, words_missing,"
        " already_decided.",
    )
    def post(self, request: Request, pk: int) -> Response:
        submission, words = self.submission(pk), self.read(DecisionWordsSerializer)["text"]
        deciding.decline(submission=submission, words=words, by=self.token.actor, at=self.now)
        return self.stepped(pk)


class DecisionUndoView(SubmissionStepView):
    scopes = {"POST": Scope.SUBMISSIONS_WRITE}

    @extend_schema(
        summary="Take a decision back", request=None, responses=SubmissionSerializer,
        description="Before it is told. Refusals: not_proposed, already_told, session_is_placed.",
    )
    def post(self, request: Request, pk: int) -> Response:
        deciding.undo(submission=self.submission(pk), by=self.token.actor, at=self.now)
        return self.stepped(pk)


class SubmissionQuestionsView(SubmissionStepView):
    scopes = {"POST": Scope.SUBMISSIONS_WRITE}

    @extend_schema(
        summary="Ask whoever proposes", request=DecisionWordsSerializer, responses=SubmissionSerializer,
        description="By mail; they answer on their page. Refusals: not_proposed, words_missing, already_decided,"
        " question_open.",
    )
    def post(self, request: Request, pk: int) -> Response:
        submission, text = self.submission(pk), self.read(DecisionWordsSerializer)["text"]
        deciding.ask(submission=submission, text=text, by=self.token.actor, at=self.now)
        return self.stepped(pk)


class SubmissionCommentsView(SubmissionStepView):
    scopes = {"POST": Scope.SUBMISSIONS_WRITE}

    @extend_schema(
        summary="Comment on a proposed session", request=DecisionWordsSerializer, responses=SubmissionSerializer,
        description="For organizers alone: whoever proposes never sees it. The same once more is harmless. Refusals:"
        " not_proposed, words_missing.",
    )
    def post(self, request: Request, pk: int) -> Response:
        submission, text = self.submission(pk), self.read(DecisionWordsSerializer)["text"]
        deciding.comment(submission=submission, text=text, by=self.token.actor, at=self.now)
        return self.stepped(pk)


class LettersView(TokenView):
    scopes = {"POST": Scope.SUBMISSIONS_WRITE}

    @extend_schema(
        summary="Send the letters", request=None, responses=LettersToldSerializer,
        description="Of all decisions that nobody was told. Refusal: nothing_to_tell.",
    )
    def post(self, request: Request) -> Response:
        told = deciding.tell(convening=self.convening, by=self.token.actor, at=self.now)
        return Response(LettersToldSerializer({"told": told}).data)


@extend_schema_view(
    get=extend_schema(summary="Materials", description="Files and links of sessions, published or not.")
)
class MaterialsView(ListView):
    scopes = {"GET": Scope.PROGRAMME_READ}
    serializer_class = MaterialSerializer

    def rows(self) -> "QuerySet[Material]":
        return Material.objects.filter(session__convening=self.convening).order_by("pk")  # type: ignore[no-any-return]


class LinksView(TokenView):
    scopes = {"POST": Scope.PROGRAMME_WRITE}

    @extend_schema(
        summary="Add a link to a session", request=LinkDraftSerializer, responses={201: MaterialSerializer},
        description="Nobody else sees it before it is published. Refusals: title_missing, link_unfit,"
        " too_many_materials.",
    )
    def post(self, request: Request, pk: int) -> Response:
        session = get_object_or_404(Session.objects.select_related("convening"), pk=pk, convening=self.convening)
        asked = self.read(LinkDraftSerializer)
        draft = MaterialDraft(MaterialPhase(asked["phase"]), asked["title"])
        made = materials.add_link(session=session, draft=draft, url=asked["url"], by=self.token.actor, at=self.now)
        return Response(MaterialSerializer(made).data, status=201)


class FilesView(TokenView):
    scopes = {"POST": Scope.PROGRAMME_WRITE}
    parser_classes = (MultiPartParser,)

    @extend_schema(
        summary="Add a file to a session", request={"multipart/form-data": FileDraftSerializer},
        responses={201: MaterialSerializer},
        description="Judged by what is in it; nobody else sees it before it is published. The same once more is"
        " harmless. Refusals: title_missing, file_unfit, too_many_materials.",
    )
    def post(self, request: Request, pk: int) -> Response:
        session = get_object_or_404(Session.objects.select_related("convening"), pk=pk, convening=self.convening)
        asked = self.read(FileDraftSerializer)
        draft, file = MaterialDraft(MaterialPhase(asked["phase"]), asked["title"]), asked["file"]
        made = materials.add_file(
            session=session, draft=draft, data=file.read(), name=file.name, by=self.token.actor, at=self.now
        )
        return Response(MaterialSerializer(made).data, status=201)


class MaterialView(TokenView):
    scopes = {"DELETE": Scope.PROGRAMME_WRITE}

    @extend_schema(
        summary="Take a material away", responses={204: None}, description="For good, with its file; published or not."
    )
    def delete(self, request: Request, pk: int) -> Response:
        rows = Material.objects.select_related("session__convening").filter(session__convening=self.convening)
        materials.remove(material=get_object_or_404(rows, pk=pk), by=self.token.actor, at=self.now)
        return Response(status=204)


class PublicationView(TokenView):
    scopes = {"POST": Scope.PROGRAMME_WRITE}

    @extend_schema(
        summary="Publish a material", request=None, responses=MaterialSerializer,
        description="Everybody sees it then. Again is harmless. Refusal: material_gone.",
    )
    def post(self, request: Request, pk: int) -> Response:
        rows = Material.objects.select_related("session__convening").filter(session__convening=self.convening)
        published = materials.publish(material=get_object_or_404(rows, pk=pk), by=self.token.actor, at=self.now)
        return Response(MaterialSerializer(published).data)


class FeedbackView(TokenView):
    scopes = {"GET": Scope.FEEDBACK_READ}

    @extend_schema(
        summary="Feedback on sessions", responses=FeedbackSerializer(many=True),
        description="By session, without names; below three answers nothing is broken down.",
    )
    def get(self, request: Request) -> Response:
        rows = [
            {
                "session": one.session.pk, "title": one.session.title, "answers": one.answers, "words": one.words,
                **{
                    name: [{"answer": label, "people": people} for label, people in getattr(one, name)]
                    for name in ("useful", "takes_home")
                },
            }
            for one in summaries(self.convening)
        ]  # fmt: skip
        return Response(FeedbackSerializer(rows, many=True).data)


class SessionFilesView(TokenView):
    scopes = {"POST": Scope.PROGRAMME_WRITE}
    parser_classes = (MultiPartParser,)

    @extend_schema(
        summary="Send a file of sessions", request={"multipart/form-data": SessionFileSerializer},
        responses={201: ImportSerializer},
        description="Keeps the file and counts what it would change; the programme stays as it is. Refusal:"
        " file_refused.",
    )
    def post(self, request: Request) -> Response:
        file, options = self.read(SessionFileSerializer)["file"], {"convening": self.convening.pk}
        kept = imports.keep_upload(
            kind=SessionImport(options, ""), data=file.read(), name=file.name, options=options,
            convening_id=self.convening.pk, by=self.token.actor, at=self.now,
        )
        return Response(ImportSerializer(kept).data, status=201)


class SessionFileView(TokenView):
    scopes = {"GET": Scope.PROGRAMME_WRITE, "POST": Scope.PROGRAMME_WRITE}

    @extend_schema(
        summary="What a file of sessions would change", parameters=[LimitSerializer], responses=PlanSerializer,
        description="The dry run, against the programme as it stands now: every change and every bad row by its line.",
    )
    def get(self, request: Request, pk: int) -> Response:
        most = self.read_query(LimitSerializer)["limit"]
        plan = imports.plan_of(self.upload(pk))
        shown = {name: getattr(plan, name)[:most] for name in ("new", "changed", "gone", "bad")}
        return Response(PlanSerializer({"counts": plan.counts, **shown}).data)

    @extend_schema(
        operation_id="sessions_imports_apply", summary="Apply a file of sessions", request=None,
        responses={202: JobSerializer},
        description="A worker writes what the dry run shows; see the job.",
    )
    def post(self, request: Request, pk: int) -> Response:
        job = imports.ask_to_apply(upload=self.upload(pk), by=self.token.actor, at=self.now)
        return Response(JobSerializer(job).data, status=202)

    def upload(self, pk: int) -> ImportUpload:
        uploads = ImportUpload.objects.filter(convening_id=self.convening.pk, kind=NAME).select_related("job")
        return get_object_or_404(uploads, pk=pk)
