from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("checkin", "0010_gates_of_rooms")]

    operations = [
        migrations.AddField(
            model_name="device",
            name="browser",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="device",
            name="opened_at",
            field=models.DateTimeField(null=True, verbose_name="opened"),
        ),
        migrations.AddField(
            model_name="kioskcode",
            name="is_mailed",
            field=models.BooleanField(default=True),
        ),
    ]
