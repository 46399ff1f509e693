from uuid import uuid4

from django.db import migrations, models


def name_all(apps, schema_editor):
    """A uid for each convening that is there."""
    for convening in apps.get_model("convenings", "Convening").objects.all():
        convening.uid = uuid4()
        convening.save(update_fields=["uid"])


class Migration(migrations.Migration):
    dependencies = [("convenings", "0004_registering")]

    operations = [
        migrations.AddField("convening", "uid", models.UUIDField(null=True)),
        migrations.AddField("convening", "calendar_sequence", models.PositiveIntegerField(default=0)),
        migrations.AddField("convening", "calendar_changed_at", models.DateTimeField(null=True)),
        migrations.RunPython(name_all, migrations.RunPython.noop),
        migrations.AlterField("convening", "uid", models.UUIDField(default=uuid4, unique=True)),
    ]
