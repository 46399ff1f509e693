from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mail", "0001_initial")]

    operations = [migrations.AddField("message", "attachments", models.JSONField(default=list))]
