from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("convenings", "0007_reminder_rules"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="convening",
            name="remind_days_before",
        ),
    ]
