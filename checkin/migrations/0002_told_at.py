from typing import Any

from django.db import migrations, models


def told_when_issued(apps: Any, schema_editor: Any) -> None:
    """Until now whoever got a badge was written to at once."""
    apps.get_model("checkin", "Badge").objects.update(told_at=models.F("issued_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("checkin", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="badge",
            name="told_at",
            field=models.DateTimeField(null=True, verbose_name="released"),
        ),
        migrations.RunPython(told_when_issued, migrations.RunPython.noop),
    ]
