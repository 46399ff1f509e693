from django.db import migrations, models

PAPERS = [
    "letter_6", "letter_4", "letter_8", "letter_1", "a4_6", "a4_4", "a4_8", "a4_1", "card_4x3", "label_62",
]  # fmt: skip


class Migration(migrations.Migration):
    """A scanner that registers guests registers substitutes, too, and may have a printer."""

    dependencies = [("checkin", "0011_kiosk_browser")]

    operations = [
        migrations.RemoveConstraint(model_name="device", name="checkin_device_kiosk_does_less"),
        migrations.RenameField(model_name="device", old_name="registers_guests", new_name="registers_walk_ups"),
        migrations.AlterField(
            model_name="device",
            name="registers_walk_ups",
            field=models.BooleanField(default=False, verbose_name="registers who was not expected"),
        ),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.CheckConstraint(
                condition=models.Q(kind="scanner", paper="")
                | models.Q(kind="scanner", registers_walk_ups=True, paper__in=PAPERS)
                | models.Q(kind="kiosk", registers_walk_ups=False, paper__in=["", *PAPERS]),
                name="checkin_device_kiosk_does_less",
            ),
        ),
    ]
