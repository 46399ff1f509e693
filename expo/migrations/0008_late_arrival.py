import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("expo", "0007_name_read"), ("registration", "0018_confirmed_at")]

    operations = [
        migrations.CreateModel(
            name="LateArrival",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_at", models.DateTimeField()),
                ("attendee", models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE, related_name="late_arrival",
                    to="registration.attendee",
                )),
            ],
        ),
    ]  # fmt: skip
