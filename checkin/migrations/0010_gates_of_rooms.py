from collections import defaultdict
from typing import Any

from django.db import migrations

ROWS = 500


def doors_of_a_room_are_one_gate(apps: Any, schema_editor: Any) -> None:
    """Scans at the doors of a room count together: passings are numbered anew, and only the first is a welcome."""
    scans = apps.get_model("checkin", "Scan").objects
    rooms = apps.get_model("checkin", "Checkpoint").objects.filter(room__isnull=False)
    for room in rooms.order_by().values_list("room", flat=True).distinct():
        gate, passed = f"room:{room}", defaultdict(list)
        ours = scans.filter(checkpoint__room=room)
        for row in ours.filter(turn__isnull=False).order_by("scanned_at", "pk"):
            before = passed[row.attendee_id]
            if row.answer == "welcome" and row.annulled_at is None and any(
                other.answer == "welcome" and other.annulled_at is None for other in before
            ):
                row.answer = "back"
            before.append(row)
            row.gate, row.turn = gate, len(before)
        changed = [row for rows in passed.values() for row in rows]
        scans.bulk_update(changed, ["gate", "turn", "answer"], batch_size=ROWS)
        scans.filter(pk__in=ours.filter(turn__isnull=True).values("pk")).update(gate=gate)


class Migration(migrations.Migration):

    dependencies = [("checkin", "0009_refused_scans")]

    operations = [migrations.RunPython(doors_of_a_room_are_one_gate, migrations.RunPython.noop)]
