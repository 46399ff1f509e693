"""The addresses of this room: the door, an attendee's own badge, the organizers' pages."""

from django.urls import URLPattern, URLResolver, path

from checkin.views import badges, checkpoints, designs, desk, door, door_app, live, paper, phone, scans, walk_ups

app_name = "checkin"
_own = "me/<int:attendee_id>/badge"
_door = "organize/<slug:slug>/check-in"
urlpatterns: list[URLPattern | URLResolver] = [
    path("door/", door.door, name="door"),
    path("door/open/<str:token>/", door.open_door, name="open_door"),
    path("door/scan/", door.scan_badge, name="scan"),
    path("door/batch/", door.scan_batch, name="scan_batch"),
    path("door/undo/", door.undo, name="undo"),
    path("door/list/", door.hold_list, name="hold_list"),
    path("door/find/", door.find, name="door_find"),
    path("door/guest/", door.guest, name="door_guest"),
    path("door/worker.js", door_app.worker, name="door_worker"),
    path("door/app.webmanifest", door_app.manifest, name="door_manifest"),
    path("door/now/", door.door_now, name="door_now"),
    path(f"{_own}/", phone.phone_badge, name="phone_badge"),
    path(f"{_own}/worker.js", phone.phone_worker, name="phone_worker"),
    path(f"{_own}/qr.png", phone.phone_qr, name="phone_qr"),
    path(f"{_door}/", desk.desk, name="desk"),
    path(f"{_door}/live/", live.live, name="live"),
    path(f"{_door}/paper/", paper.paper, name="paper"),
    path(f"{_door}/paper/new/", paper.ask, name="ask_roster"),
    path(f"{_door}/paper/<int:job_id>/cancel/", paper.cancel, name="cancel_roster"),
    path(f"{_door}/paper/<int:job_id>/list.pdf", paper.download, name="download_roster"),
    path(f"{_door}/checkpoints/", desk.add_checkpoint, name="add_checkpoint"),
    path(f"{_door}/checkpoints/<int:checkpoint_id>/", checkpoints.checkpoint, name="checkpoint"),
    path(f"{_door}/walk-ups/", walk_ups.walk_ups, name="walk_ups"),
    path(f"{_door}/walk-ups/guest/", walk_ups.add_guest, name="add_guest"),
    path(f"{_door}/walk-ups/substitute/", walk_ups.add_substitute, name="add_substitute"),
    path(f"{_door}/scans/", scans.scans, name="scans"),
    path(f"{_door}/scans/<int:scan_id>/annul/", scans.annul, name="annul"),
    path(f"{_door}/scanners/", desk.add_device, name="add_device"),
    path(f"{_door}/scanners/<int:device_id>/revoke/", desk.end_device, name="end_device"),
    path(f"{_door}/badges/", badges.badges, name="badges"),
    path(f"{_door}/badges/designs/", designs.designs, name="designs"),
    path(f"{_door}/badges/designs/<slug:kind>/", designs.design, name="design"),
    path(f"{_door}/badges/logos/<int:sponsor_id>/", designs.logo, name="logo"),
    path(f"{_door}/badges/logos/<int:sponsor_id>/logo.png", designs.logo_png, name="logo_png"),
    path(f"{_door}/badges/issue/", badges.issue, name="issue"),
    path(f"{_door}/badges/<int:badge_id>/replace/", badges.replace, name="replace"),
    path(f"{_door}/sheets/", badges.sheet, name="sheet"),
    path(f"{_door}/sheets/<int:job_id>/cancel/", badges.cancel_sheet, name="cancel_sheet"),
    path(f"{_door}/sheets/<int:job_id>/badges.pdf", badges.download_sheet, name="download_sheet"),
]
