from uuid import uuid4

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


def enter_placed(apps, schema_editor):
    """An entry for each session that has its place already."""
    entries = apps.get_model("breakouts", "CalendarEntry").objects
    placed = apps.get_model("breakouts", "Session").objects.filter(slot__isnull=False).select_related("slot", "room")
    for session in placed:
        entries.create(
            convening_id=session.convening_id, session=session, kind=session.kind, title=session.title,
            description=session.abstract, room=session.room.name, starts_at=session.slot.starts_at,
            ends_at=session.slot.ends_at, changed_at=session.placed_at or django.utils.timezone.now(),
        )


class Migration(migrations.Migration):
    dependencies = [("breakouts", "0001_initial"), ("convenings", "0005_calendars")]

    operations = [
        migrations.CreateModel(
            name="CalendarEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid4, unique=True)),
                ("sequence", models.PositiveIntegerField(default=0)),
                ("kind", models.CharField(choices=[("breakout", "breakout"), ("plenary", "plenary"), ("meal", "meal"), ("gathering", "gathering")], max_length=10)),
                ("title", models.CharField(max_length=200)),
                ("description", models.TextField(blank=True)),
                ("room", models.CharField(max_length=100)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("cancelled", models.BooleanField(default=False)),
                ("changed_at", models.DateTimeField()),
                ("convening", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="convenings.convening")),
                ("session", models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="calendar_entry", to="breakouts.session")),
            ],
            options={"indexes": [models.Index(fields=["convening", "starts_at"], name="breakouts_c_conveni_e9aa52_idx")]},
        ),
        migrations.RunPython(enter_placed, migrations.RunPython.noop),
    ]
