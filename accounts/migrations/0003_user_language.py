from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_encrypted_second_factors")]

    operations = [
        migrations.AddField(
            model_name="user", name="language", field=models.CharField(default="en", max_length=10)
        ),
    ]
