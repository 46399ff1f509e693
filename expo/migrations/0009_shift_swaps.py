from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("expo", "0008_late_arrival")]

    operations = [
        migrations.AddField(model_name="shift", name="swaps", field=models.BooleanField(default=False)),
    ]
