from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view

from api.scopes import Scope
from api.serializers.jobs import JobSerializer
from api.views.base import ListView, RowView
from jobs.models import Job


@extend_schema_view(get=extend_schema(summary="Jobs", description="Background work, newest first."))
class JobsView(ListView):
    scopes = {"GET": Scope.JOBS_READ}
    serializer_class = JobSerializer

    def rows(self) -> "QuerySet[Job]":
        return Job.objects.filter(convening_id=self.convening.pk).order_by("-pk")


@extend_schema_view(get=extend_schema(summary="One job", description="How far it is."))
class JobView(RowView):
    scopes = {"GET": Scope.JOBS_READ}
    serializer_class = JobSerializer

    def rows(self) -> "QuerySet[Job]":
        return Job.objects.filter(convening_id=self.convening.pk)
