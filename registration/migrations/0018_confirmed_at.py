from django.db import migrations, models


def fill(apps, schema_editor):
    """Places that were confirmed before it was written down when."""
    teams = apps.get_model("registration", "Team").objects.filter(place__in=["confirmed", "held"])
    teams.update(confirmed_at=models.F("completed_at"))


class Migration(migrations.Migration):

    dependencies = [("registration", "0017_holders_checked")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
