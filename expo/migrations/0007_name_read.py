from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def read_what_is_shown(apps, schema_editor):
    """The names that stand on walls now."""
    highlights, people = apps.get_model("expo", "Highlight"), apps.get_model("accounts", "Person")
    name = people.objects.filter(attendances__highlights=OuterRef("pk")).values("name")[:1]
    highlights.objects.filter(state="shown").update(name_read=Subquery(name))


class Migration(migrations.Migration):
    dependencies = [("expo", "0006_floor"), ("accounts", "0001_initial")]

    operations = [
        migrations.AddField("highlight", "name_read", models.CharField(blank=True, max_length=200)),
        migrations.RunPython(read_what_is_shown, migrations.RunPython.noop),
    ]
