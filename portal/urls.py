"""The addresses of the public pages, of a team's own page and of an attendee's."""

from django.urls import URLPattern, URLResolver, path

from portal.views import (
    booth,
    calendar,
    certificate,
    convening,
    coordination,
    details,
    digest,
    front,
    me,
    offer,
    profile,
    shifts,
    team,
)

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", front.front, name="front"),
    path("c/<slug:slug>/", convening.show_convening, name="convening"),
    path("team/<int:team_id>/", team.show_team, name="team"),
    path("team/<int:team_id>/invite/", team.invite, name="invite"),
    path("team/<int:team_id>/members/", team.add_member, name="add_member"),
    path("team/<int:team_id>/members/<int:attendee_id>/remove/", team.remove_member, name="remove_member"),
    path("team/<int:team_id>/offices/<int:party_id>/", team.correct_holder, name="correct_holder"),
    path("team/<int:team_id>/offices/<int:party_id>/remind/", team.remind, name="remind"),
    path("team/<int:team_id>/offices/<int:party_id>/assistant/", coordination.assistant, name="assistant"),
    path("team/<int:team_id>/offices/<int:party_id>/none/", team.report_none, name="report_none"),
    path("team/<int:team_id>/offer/", offer.answer_as_coordinator, name="team_offer"),
    path("team/<int:team_id>/withdraw/", coordination.withdraw, name="withdraw_team"),
    path("team/<int:team_id>/hand-over/", coordination.hand_over, name="hand_over"),
    path("team/<int:team_id>/profile/", profile.correct_profile, name="profile"),
    path("team/<int:team_id>/digest/", digest.choose_digest, name="digest"),
    path("team/<int:team_id>/sides/<slug:side>/", coordination.name_side, name="name_side"),
    path("team/<int:team_id>/sides/", coordination.end_side, name="end_side"),
    path("team/<int:team_id>/rota/", shifts.team_rota, name="team_rota"),
    path("team/<int:team_id>/rota/change/", shifts.change, name="change_rota"),
    path("team/<int:team_id>/booth/", booth.ask_booth, name="booth"),
    path("team/<int:team_id>/certificate/", certificate.certificate, name="certificate"),
    path("team/<int:team_id>/certificate.pdf", certificate.certificate_pdf, name="certificate_pdf"),
    path("offer/<int:team_id>/", offer.answer_offer, name="offer"),
    path("me/<int:attendee_id>/", me.me, name="me"),
    path("me/<int:attendee_id>/details/", details.details, name="details"),
    path("me/<int:attendee_id>/shifts/<int:shift_id>/offer/", shifts.offer, name="offer_shift"),
    path("me/<int:attendee_id>/shifts/<int:shift_id>/take/", shifts.take, name="take_shift"),
    path("me/<int:attendee_id>/calendar/", calendar.my_calendar, name="my_calendar"),
    path("calendar/<str:token>/agenda.ics", calendar.agenda_feed, name="agenda_feed"),
]
