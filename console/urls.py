"""The addresses of the organizers' pages, below /organize/."""

from django.urls import URLPattern, URLResolver, path

from console.views import (
    access,
    convenings,
    directory,
    held,
    jobs,
    journal,
    mail,
    overview,
    people,
    settings,
    statement,
    team,
    teams,
)

app_name = "console"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", convenings.convenings, name="convenings"),
    path("<slug:slug>/", overview.overview, name="overview"),
    path("<slug:slug>/remind/", team.remind_all, name="remind_all"),
    path("<slug:slug>/teams/", teams.teams, name="teams"),
    path("<slug:slug>/teams/<int:team_id>/", team.team, name="team"),
    path("<slug:slug>/teams/<int:team_id>/offices/<int:party_id>/<slug:step>/", team.office_step, name="office_step"),
    path("<slug:slug>/teams/<int:team_id>/<slug:step>/", team.team_step, name="team_step"),
    path("<slug:slug>/mail/", mail.outbox, name="outbox"),
    path("<slug:slug>/mail/<int:message_id>/", mail.message, name="message"),
    path("<slug:slug>/mail/<int:message_id>/<slug:step>/", mail.step, name="message_step"),
    path("<slug:slug>/jobs/", jobs.jobs, name="jobs"),
    path("<slug:slug>/jobs/<int:job_id>/", jobs.job, name="job"),
    path("<slug:slug>/jobs/<int:job_id>/cancel/", jobs.cancel, name="job_cancel"),
    path("<slug:slug>/jobs/<int:job_id>/file/", jobs.download, name="job_file"),
    path("<slug:slug>/journal/", journal.journal, name="journal"),
    path("<slug:slug>/access/", access.access, name="access"),
    path("<slug:slug>/access/<int:grant_id>/take/", access.take, name="access_take"),
    path("<slug:slug>/held/", held.held, name="held"),
    path("<slug:slug>/held/<int:held_id>/<slug:step>/", held.held_step, name="held_step"),
    path("<slug:slug>/needs/", people.people, name="people"),
    path("<slug:slug>/needs/needs.csv", people.people_file, name="people_file"),
    path("<slug:slug>/directory/", directory.directory, name="directory"),
    path("<slug:slug>/directory/<int:upload_id>/", directory.report, name="import"),
    path("<slug:slug>/directory/<int:upload_id>/report.csv", directory.report_file, name="import_file"),
    path("<slug:slug>/directory/<int:upload_id>/apply/", directory.apply, name="import_apply"),
    path("<slug:slug>/statement/", statement.statement, name="statement"),
    path("<slug:slug>/settings/", settings.facts, name="settings"),
    path("<slug:slug>/settings/<slug:step>/", settings.state, name="state"),
]
