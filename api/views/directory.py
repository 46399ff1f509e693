"""The directory of districts, from the federal layout: sent, looked at, applied. The same machinery as the page's."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from api.scopes import Scope
from api.serializers.directory import ImportAskedSerializer, ImportSerializer, LimitSerializer, PlanSerializer
from api.serializers.jobs import JobSerializer
from api.views.base import ListView, TokenView
from jobs.domain import imports
from jobs.models import ImportUpload
from registration.domain.directory import DIRECTORY, DirectoryImport


def uploads_of(view: TokenView) -> "QuerySet[ImportUpload]":
    return ImportUpload.objects.filter(convening_id=view.convening.pk, kind=DIRECTORY.name).select_related("job")


@extend_schema_view(
    get=extend_schema(summary="Imports of the directory", description="The files that were sent, newest first.")
)
class ImportsView(ListView):
    scopes = {"GET": Scope.CONVENING_WRITE, "POST": Scope.CONVENING_WRITE}
    serializer_class = ImportSerializer
    parser_classes = (MultiPartParser,)

    def rows(self) -> "QuerySet[ImportUpload]":
        return uploads_of(self).order_by("-pk")

    @extend_schema(
        summary="Send a file for the directory", request={"multipart/form-data": ImportAskedSerializer},
        responses={201: ImportSerializer},
        description="Keeps the file and counts what it would change; the directory stays as it is. Refusal:"
        " file_refused.",
    )
    def post(self, request: Request) -> Response:
        asked = self.read(ImportAskedSerializer)
        kept = imports.keep_upload(
            kind=DirectoryImport(self.convening.pk), data=asked["file"].read(), name=asked["file"].name,
            convening_id=self.convening.pk, by=self.token.actor, at=self.now,
            options={"source": asked["source"], "year": asked.get("year"), "convening": self.convening.pk},
        )
        return Response(ImportSerializer(kept).data, status=201)


class PlanView(TokenView):
    scopes = {"GET": Scope.CONVENING_WRITE}

    @extend_schema(
        summary="What an import would change", parameters=[LimitSerializer], responses=PlanSerializer,
        description="The dry run, against the directory as it stands now: every change and every bad row by its line.",
    )
    def get(self, request: Request, pk: int) -> Response:
        most = self.read_query(LimitSerializer)["limit"]
        plan = imports.plan_of(get_object_or_404(uploads_of(self), pk=pk))
        shown = {name: getattr(plan, name)[:most] for name in ("new", "changed", "gone", "bad")}
        return Response(PlanSerializer({"counts": plan.counts, **shown}).data)


class ApplyView(TokenView):
    scopes = {"POST": Scope.CONVENING_WRITE}

    @extend_schema(
        summary="Apply an import", request=None, responses={202: JobSerializer},
        description="A worker writes what the dry run shows. Asked again while it goes on, it is the same work; see"
        " the job.",
    )
    def post(self, request: Request, pk: int) -> Response:
        upload = get_object_or_404(uploads_of(self), pk=pk)
        job = imports.ask_to_apply(upload=upload, by=self.token.actor, at=self.now)
        return Response(JobSerializer(job).data, status=202)
