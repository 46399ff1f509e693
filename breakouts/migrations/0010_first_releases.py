"""What was public while every change was public at once becomes the first release; nobody is told of it anew."""

from typing import Any

from django.db import migrations
from django.db.models import Prefetch
from django.utils import timezone


def release_what_is_public(apps: Any, schema_editor: Any) -> None:
    Programme = apps.get_model("breakouts", "Programme")
    public = Programme.objects.exclude(convening__state="draft").filter(convening__sessions__slot__isnull=False)
    for programme in public.distinct():
        content, presenters = _content(apps, programme.convening_id)
        now = timezone.now()
        apps.get_model("breakouts", "Release").objects.create(
            convening_id=programme.convening_id, number=1, name="Version 1", content=content, presenters=presenters,
            released_at=now, released_by="system",
        )
        programme.changed_at, programme.released, programme.told = now, 1, 1
        programme.save(update_fields=["changed_at", "released", "told"])


def _content(apps: Any, convening: int) -> tuple[dict[str, Any], list[int]]:
    """As `breakouts/domain/schedule_content.py` wrote it when this migration was made."""
    Room, TimeSlot, Session, Presentation, Entry = (
        apps.get_model("breakouts", name) for name in ("Room", "TimeSlot", "Session", "Presentation", "CalendarEntry")
    )
    rooms = Room.objects.filter(convening=convening).order_by("position", "id")
    slots = TimeSlot.objects.filter(convening=convening).order_by("starts_at")
    placed = Session.objects.filter(convening=convening, slot__isnull=False)
    held = placed.prefetch_related(
        Prefetch("presentations", Presentation.objects.order_by("id")), "elements"
    ).order_by("slot__starts_at", "room__position", "id")
    uids = dict(Entry.objects.filter(convening=convening, session__isnull=False).values_list("session_id", "uid"))
    sessions = [
        {
            "id": one.id, "uid": str(uids.get(one.id, "")), "kind": one.kind, "title": one.title,
            "abstract": one.abstract, "track": one.track,
            "elements": [element.name for element in sorted(one.elements.all(), key=lambda found: found.position)],
            "room": one.room_id, "slot": one.slot_id,
            "presenters": [found.presenter_id for found in one.presentations.all()],
        }
        for one in held
    ]  # fmt: skip
    content = {
        "rooms": list(rooms.values("id", "name", "capacity")),
        "slots": [
            {"id": slot.id, "label": slot.label, "starts_at": slot.starts_at.isoformat(),
             "ends_at": slot.ends_at.isoformat()}
            for slot in slots
        ],
        "sessions": sessions,
    }  # fmt: skip
    return content, list(dict.fromkeys(who for one in sessions for who in one["presenters"]))


class Migration(migrations.Migration):
    dependencies = [("breakouts", "0009_releases")]
    operations = [migrations.RunPython(release_what_is_public, migrations.RunPython.noop)]
