from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def to_rows_of_one(apps: Any, schema_editor: Any) -> None:
    """The lists that are fixed, each as one row, those first who were owed their mail; who was not has no row of their own."""
    mails, lists = apps.get_model("registration", "BulkMail"), apps.get_model("registration", "BulkList")
    for bulk in mails.objects.filter(held_at__isnull=False).exclude(state="draft"):
        rows = bulk.recipients.order_by(models.F("message_id").asc(nulls_last=True), "person__folded_name", "pk")
        people = [[row.person_id, row.subject, row.teams] for row in rows]
        lists.objects.create(bulk=bulk, people=people)
        if bulk.state != "sent":
            bulk.recipients.filter(message__isnull=True).delete()


class Migration(migrations.Migration):
    dependencies = [("registration", "0015_preparation")]

    operations = [
        migrations.CreateModel(
            name="BulkList",
            fields=[
                (
                    "bulk",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="list",
                        serialize=False,
                        to="registration.bulkmail",
                    ),
                ),
                ("people", models.JSONField()),
            ],
        ),
        migrations.RunPython(to_rows_of_one, migrations.RunPython.noop),
    ]
