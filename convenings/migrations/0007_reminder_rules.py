from datetime import time

from django.db import migrations


def make_rules(apps, schema_editor):
    """Each convening reminds of open promises as before. On its own, for PostgreSQL alters no table with rows pending."""
    Convening = apps.get_model("convenings", "Convening")
    ReminderRule = apps.get_model("convenings", "ReminderRule")
    for convening in Convening.objects.order_by("pk"):
        ReminderRule.objects.create(
            convening=convening,
            occasion="commitment_open",
            who="leaders",
            anchor="promise_by_at",
            days=sorted(set(convening.remind_days_before), reverse=True)[:12] or [10, 5, 2],
            clock=time(9),
            enabled=bool(convening.remind_days_before),
            since_at=convening.opens_at,
        )


def keep_days(apps, schema_editor):
    """Back to the days alone."""
    for rule in apps.get_model("convenings", "ReminderRule").objects.filter(occasion="commitment_open"):
        rule.convening.remind_days_before = rule.days if rule.enabled else []
        rule.convening.save(update_fields=["remind_days_before"])
    apps.get_model("convenings", "ReminderRule").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ("convenings", "0006_reminders"),
    ]

    operations = [migrations.RunPython(make_rules, keep_days)]
