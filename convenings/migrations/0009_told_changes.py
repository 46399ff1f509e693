from typing import Any

from django.db import migrations, models


def all_told(apps: Any, schema_editor: Any) -> None:
    """Until now everybody was told in the transaction of the change."""
    apps.get_model("convenings", "Convening").objects.update(told_changes=models.F("state_changes"))


class Migration(migrations.Migration):
    dependencies = [("convenings", "0008_reminder_days_go")]

    operations = [
        migrations.AddField("convening", "told_changes", models.PositiveIntegerField(default=0)),
        migrations.RunPython(all_told, migrations.RunPython.noop),
    ]
