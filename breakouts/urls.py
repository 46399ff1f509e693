"""The addresses of this room: the public programme, and the organizers' schedule."""

import re
from datetime import date

from django.urls import URLPattern, URLResolver, path, register_converter

from breakouts.domain.programme_files import FILES
from breakouts.views import (
    calendar,
    feedback,
    materials,
    programme,
    programme_files,
    releases,
    schedule,
    schedule_details,
    schedule_editor,
    seat_proposals,
    seats,
    session_files,
    submissions,
    timetable,
    wishes,
)

app_name = "breakouts"


class DayConverter:
    """A day in an address: 2027-05-26."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


class FileConverter:
    """One of the files in which the programme is taken along."""

    regex = "|".join(map(re.escape, FILES))

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(DayConverter, "day")
register_converter(FileConverter, "programme_file")

urlpatterns: list[URLPattern | URLResolver] = [
    path("c/<slug:slug>/programme/", programme.programme, name="programme"),
    path("c/<slug:slug>/programme/<day:on>/", programme.programme, name="programme_day"),
    path("c/<slug:slug>/programme/all/", programme.all_days, name="programme_all"),
    path("c/<slug:slug>/programme/sessions/<int:number>/", programme.one_session, name="public_session"),
    path("c/<slug:slug>/programme/worker.js", programme.service_worker, name="programme_worker"),
    path("c/<slug:slug>/programme.ics", calendar.programme_feed, name="programme_feed"),
    path("c/<slug:slug>/<programme_file:name>", programme_files.programme_file, name="programme_file"),
    path(
        "c/<slug:slug>/programme/people/<int:attendee>.ics", programme_files.person_calendar, name="person_calendar"
    ),
    path("c/<slug:slug>/programme/rooms/<int:room>.ics", programme_files.room_calendar, name="room_calendar"),
    path("organize/<slug:slug>/programme/", schedule.schedule, name="schedule"),
    path("organize/<slug:slug>/programme/releases/", releases.releases, name="releases"),
    path("organize/<slug:slug>/programme/releases/signs/", releases.signs, name="door_signs"),
    path("organize/<slug:slug>/programme/releases/<int:number>/", releases.one_release, name="release"),
    path("organize/<slug:slug>/programme/choices/", wishes.wishes, name="wishes"),
    path("c/<slug:slug>/materials/<int:pk>/", materials.public_file, name="public_file"),
    path("organize/<slug:slug>/programme/materials/", materials.materials, name="materials"),
    path("organize/<slug:slug>/programme/materials/publish/", materials.publish_all, name="publish_all"),
    path("organize/<slug:slug>/programme/materials/<int:pk>/file/", materials.private_file, name="organizer_file"),
    path("organize/<slug:slug>/programme/materials/<int:pk>/publish/", materials.publish, name="publish_material"),
    path("organize/<slug:slug>/programme/materials/<int:pk>/remove/", materials.remove, name="remove_material"),
    path(
        "organize/<slug:slug>/programme/materials/sessions/<int:pk>/", materials.session_materials,
        name="session_materials",
    ),
    path("organize/<slug:slug>/programme/files/", session_files.files, name="session_files"),
    path("organize/<slug:slug>/programme/files/<int:upload>/", session_files.report, name="session_file"),
    path("organize/<slug:slug>/programme/files/<int:upload>/apply/", session_files.apply, name="session_file_apply"),
    path("organize/<slug:slug>/programme/feedback/", feedback.feedback, name="feedback"),
    path("organize/<slug:slug>/programme/feedback.csv", feedback.feedback_csv, name="feedback_csv"),
    path("organize/<slug:slug>/programme/call/", submissions.submissions, name="submissions"),
    path("organize/<slug:slug>/programme/call/days/", submissions.set_call, name="set_call"),
    path("organize/<slug:slug>/programme/call/close/", submissions.close_call, name="close_call"),
    path("organize/<slug:slug>/programme/call/invite/", submissions.invite, name="invite"),
    path("organize/<slug:slug>/programme/call/partners/", submissions.invite_partners, name="invite_partners"),
    path("organize/<slug:slug>/programme/call/letters/", submissions.tell, name="tell"),
    path("organize/<slug:slug>/programme/call/<int:pk>/", submissions.submission, name="submission"),
    path("organize/<slug:slug>/programme/call/<int:pk>/accept/", submissions.accept, name="accept"),
    path("organize/<slug:slug>/programme/call/<int:pk>/undo/", submissions.undo, name="undo_decision"),
    path("organize/<slug:slug>/programme/seats/", seats.seats, name="seats"),
    path("organize/<slug:slug>/programme/seats/propose/", seats.propose, name="propose_seats"),
    path("organize/<slug:slug>/programme/seats/contradiction/", seats.contradiction, name="seat_contradiction"),
    path("organize/<slug:slug>/programme/seats/release/", seats.release, name="release_seat_rule"),
    path("organize/<slug:slug>/programme/seats/opening/", seats.open_or_close, name="open_seats"),
    path("organize/<slug:slug>/programme/seats/sessions/<int:pk>/", seats.session_seats, name="session_seats"),
    path("organize/<slug:slug>/programme/seats/people/<int:attendee>/", seats.person_seats, name="person_seats"),
    path("organize/<slug:slug>/programme/seats/proposals/<int:pk>/", seat_proposals.proposal, name="seat_proposal"),
    path(
        "organize/<slug:slug>/programme/seats/proposals/<int:pk>/decide/", seat_proposals.decide, name="decide_seats"
    ),
    path("organize/<slug:slug>/programme/sessions/", schedule.new_session, name="new_session"),
    path("organize/<slug:slug>/programme/rooms/", schedule.new_room, name="new_room"),
    path("organize/<slug:slug>/programme/times/", schedule.new_slot, name="new_slot"),
    path("organize/<slug:slug>/programme/times/<int:pk>/", schedule_details.slot, name="slot_details"),
    path("organize/<slug:slug>/programme/times/<int:pk>/length/", schedule_editor.resize, name="resize"),
    path("organize/<slug:slug>/programme/timetable/", timetable.timetable, name="timetable"),
    path("organize/<slug:slug>/programme/timetable/ask/", timetable.ask, name="ask_timetable"),
    path(
        "organize/<slug:slug>/programme/timetable/contradiction/", timetable.contradiction,
        name="timetable_contradiction",
    ),
    path("organize/<slug:slug>/programme/timetable/release/<int:pk>/", timetable.release, name="release_rule"),
    path("organize/<slug:slug>/programme/timetable/<int:pk>/", timetable.proposal, name="timetable_proposal"),
    path("organize/<slug:slug>/programme/timetable/<int:pk>/decide/", timetable.decide, name="decide_timetable"),
    path("organize/<slug:slug>/programme/sessions/<int:pk>/", schedule_details.session, name="session_details"),
    path("organize/<slug:slug>/programme/rooms/<int:pk>/", schedule_details.room, name="room_details"),
    path("organize/<slug:slug>/programme/undo/", schedule_editor.undo, name="undo_move"),
    path("organize/<slug:slug>/programme/redo/", schedule_editor.redo, name="redo_move"),
    path("organize/<slug:slug>/programme/sessions/<int:pk>/places/", schedule_editor.places, name="places"),
    path("organize/<slug:slug>/programme/sessions/<int:pk>/drop/", schedule_editor.drop, name="drop"),
    path("organize/<slug:slug>/programme/sessions/<int:pk>/pin/", schedule_editor.pin, name="pin"),
    path("organize/<slug:slug>/programme/sessions/<int:pk>/place/", schedule.place, name="place"),
    path("organize/<slug:slug>/programme/sessions/<int:pk>/unplace/", schedule.unplace, name="unplace"),
    path("organize/<slug:slug>/programme/sessions/<int:pk>/presenters/", schedule.present, name="present"),
    path(
        "organize/<slug:slug>/programme/sessions/<int:pk>/presenters/<int:attendee>/remove/",
        schedule.no_longer_present,
        name="no_longer_present",
    ),
]
