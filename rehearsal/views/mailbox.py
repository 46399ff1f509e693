from csp.constants import SELF
from csp.decorators import csp, csp_update
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from rehearsal.domain import mailbox

SHOWN = 200
# A mail brings its own inline style; nothing in it may run or load.
_MAIL_POLICY = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["data:"],
    "frame-ancestors": ["'self'"],
}


@login_not_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Every mail of the demonstration, newest first."""
    to = request.GET.get("to", "").strip()
    mails = mailbox.newest(count=SHOWN, to=to)
    return render(request, "rehearsal/mailbox.html", {"mails": mails, "to": to, "shown": SHOWN})


@login_not_required
@require_safe
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]  # as below
def mail(request: HttpRequest, name: str) -> HttpResponse:
    """One mail, with its links working."""
    return render(request, "rehearsal/mail.html", {"mail": _found(name)})


@login_not_required
@require_safe
@xframe_options_sameorigin
@csp(_MAIL_POLICY)  # type: ignore[arg-type]  # its type forgets that views take arguments
def mail_body(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML part alone, for the frame of its page."""
    return HttpResponse(_found(name).html.replace("<head>", '<head><base target="_top">', 1))


def _found(name: str) -> mailbox.Mail:
    found = mailbox.find(name)
    if found is None:
        raise Http404
    return found
