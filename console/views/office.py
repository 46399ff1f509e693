"""One office of a team: a new holder, another address, a check against a source, a promise on paper."""

from collections.abc import Callable

from django import forms
from django.core.files.storage import storages
from django.http import FileResponse, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from agreements.models import Party, Scan
from console.forms.office import AddressForm, CheckForm, NewHolderForm, RecordForm, UncheckForm
from console.views.outcome import settle, tell
from convenings.models import Convening
from convenings.permissions import Permission
from convenings.views_access import OrganizerRequest, convening_required
from mail.domain import addresses
from registration.domain import checking, recording, signatories, succession
from registration.domain.consequences import of_succession
from registration.models import Team

methods = require_http_methods(["GET", "HEAD", "POST"])


@methods
@convening_required(Permission.CHANGE_TEAMS)
def new_holder(request: OrganizerRequest, convening: Convening, team_id: int, party_id: int) -> HttpResponse:
    """Says first what it does to the team; by POST the office changes hands."""
    team, party = _found(convening, team_id, party_id)
    form = NewHolderForm(_posted(request))
    language = party.signatory.language if party.signatory else "en"

    def hand_over() -> None:
        succession.hand_over(party=party, holder=form.holder(language), by=request.actor, at=timezone.now())

    effect = of_succession(team, party, at=timezone.now())
    return _page(
        request, team, party, form, hand_over, title=_("New holder of this office"), button=_("Hand the office over"),
        done=_("The new holder is asked by mail."), kind="new_holder", effect=effect,
    )


@methods
@convening_required(Permission.CHANGE_TEAMS)
def address(request: OrganizerRequest, convening: Convening, team_id: int, party_id: int) -> HttpResponse:
    """The same person at another address; the old address is told."""
    team, party = _found(convening, team_id, party_id)
    initial = {"name": party.signatory.name, "email": party.signatory.email} if party.signatory else {}
    form = AddressForm(_posted(request), initial=initial)

    def correct() -> None:
        signatories.correct_holder(party=party, draft=form.draft, by=request.actor, at=timezone.now())

    return _page(
        request, team, party, form, correct, title=_("Name and address"), button=_("Save"),
        done=_("Saved. The old address is told."), kind="address",
    )


@methods
@convening_required(Permission.CHANGE_TEAMS)
def check(request: OrganizerRequest, convening: Convening, team_id: int, party_id: int) -> HttpResponse:
    """Ticks the holder against a named source."""
    team, party = _found(convening, team_id, party_id)
    form = CheckForm(_posted(request), initial={"source": party.checked_source})

    def tick() -> None:
        checking.check_holder(
            party=party, source=form.cleaned_data["source"], by=request.actor, at=timezone.now()
        )

    return _page(
        request, team, party, form, tick, title=_("Check who holds this office"), button=_("I found them there"),
        done=_("Checked."), kind="check",
    )


@methods
@convening_required(Permission.CHANGE_TEAMS)
def uncheck(request: OrganizerRequest, convening: Convening, team_id: int, party_id: int) -> HttpResponse:
    """Takes a check back, with the reason."""
    team, party = _found(convening, team_id, party_id)
    form = UncheckForm(_posted(request))

    def take_back() -> None:
        checking.uncheck_holder(
            party=party, reason=form.cleaned_data["reason"], by=request.actor, at=timezone.now()
        )

    return _page(
        request, team, party, form, take_back, title=_("Take the check back"), button=_("Take it back"),
        done=_("Taken back. The office is to be checked anew."), kind="uncheck",
    )


@methods
@convening_required(Permission.CHANGE_TEAMS)
def record(request: OrganizerRequest, convening: Convening, team_id: int, party_id: int) -> HttpResponse:
    """A promise on paper or by phone, marked so; the signatory is asked to confirm it."""
    team, party = _found(convening, team_id, party_id)
    text = party.agreement.statement.current
    initial = {
        "typed_name": party.signatory.name if party.signatory else "",
        "seen": party.answer.mark if party.answer else "",
    }
    form = RecordForm(_posted(request), request.FILES or None, text=text, initial=initial)

    def write() -> None:
        data = form.cleaned_data
        scan = data["file"]
        recording.record(
            party=party, channel=data["channel"], typed_name=data["typed_name"], promises=form.ticked,
            version_id=data["version"], seen=data["seen"], scan=scan.read() if scan else b"",
            scan_name=scan.name if scan else "", by=request.actor, at=timezone.now(),
        )

    return _page(
        request, team, party, form, write, title=_("Write down a promise"), button=_("Write it down"),
        done=_("Written down. The signatory is asked by mail to confirm it."), kind="record",
    )


@require_safe
@convening_required(Permission.VIEW_TEAMS)
def scan(
    request: OrganizerRequest, convening: Convening, team_id: int, party_id: int, commitment_id: int
) -> FileResponse:
    """The scan of a promise on paper, as a download."""
    _team, party = _found(convening, team_id, party_id)
    found = get_object_or_404(Scan, commitment_id=commitment_id, commitment__party=party)
    ending = found.name.rpartition(".")[2]
    response = FileResponse(
        storages["private"].open(found.name), as_attachment=True, filename=f"promise-{commitment_id}.{ending}"
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _found(convening: Convening, team_id: int, party_id: int) -> tuple[Team, Party]:
    team = get_object_or_404(Team.objects.select_related("coordinator"), pk=team_id, convening=convening)
    team.convening = convening
    return team, get_object_or_404(Party.objects.with_answers(), pk=party_id, agreement_id=team.agreement_id)


def _posted(request: OrganizerRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _page(
    request: OrganizerRequest, team: Team, party: Party, form: forms.Form, act: Callable[[], object], *,
    title: str | Promise, button: str | Promise, done: str | Promise, kind: str, **more: object,
) -> HttpResponse:
    """The form, or the act and back to the team."""
    if request.method == "POST" and form.is_valid() and settle(form, act):
        tell(request, lambda: None, done)
        return redirect("console:team", team.convening.slug, team.pk)
    context = {
        "convening": team.convening, "team": team, "party": party, "form": form, "title": title, "button": button,
        "kind": kind, "version": party.agreement.statement.current, "effect": None,
        "troubles": addresses.troubles([party.signatory.email] if party.signatory else []), **more,
    }
    return render(request, "console/office.html", context, status=400 if form.errors else 200)
