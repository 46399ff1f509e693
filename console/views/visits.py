"""Who visited whom at the expo, as a table to take along."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from console.views.exporting import table_answer
from convenings.models import Convening
from convenings.permissions import Permission
from convenings.views_access import OrganizerRequest, convening_required


@require_http_methods(["GET", "HEAD", "POST"])
@convening_required(Permission.CHANGE_EXPO)
def visits_file(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """The table; long ones are written by a worker."""
    return table_answer(request, convening, "visits", {})
