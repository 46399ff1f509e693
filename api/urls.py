"""The addresses of the API, and of its description."""

from django.urls import URLPattern, URLResolver, path

from api.views import checkin, convening, expo, jobs, programme, reference, teams

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", reference.reference, name="reference"),
    path("schema/", reference.schema, name="schema"),
    path("convening/", convening.ConveningView.as_view(), name="convening"),
    path("places/", convening.PlacesView.as_view(), name="places"),
    path("funnel/", convening.FunnelView.as_view(), name="funnel"),
    path("teams/", teams.TeamsView.as_view(), name="teams"),
    path("teams/<int:pk>/", teams.TeamView.as_view(), name="team"),
    path("answers/", teams.AnswersView.as_view(), name="answers"),
    path("attendees/", teams.AttendeesView.as_view(), name="attendees"),
    path("attendees/<int:pk>/", teams.AttendeeView.as_view(), name="attendee"),
    path("rooms/", programme.RoomsView.as_view(), name="rooms"),
    path("slots/", programme.SlotsView.as_view(), name="slots"),
    path("sessions/", programme.SessionsView.as_view(), name="sessions"),
    path("sessions/<int:pk>/place/", programme.SessionPlaceView.as_view(), name="session_place"),
    path("halls/", expo.HallsView.as_view(), name="halls"),
    path("halls/<int:pk>/assignment/", expo.AssignmentView.as_view(), name="assignment"),
    path("booths/", expo.BoothsView.as_view(), name="booths"),
    path("checkpoints/", checkin.CheckpointsView.as_view(), name="checkpoints"),
    path("checkpoints/<int:pk>/scans/", checkin.ScansView.as_view(), name="scans"),
    path("badges/", checkin.BadgesView.as_view(), name="badges"),
    path("jobs/", jobs.JobsView.as_view(), name="jobs"),
    path("jobs/<int:pk>/", jobs.JobView.as_view(), name="job"),
    path("<path:rest>", reference.unknown, name="unknown"),
]
