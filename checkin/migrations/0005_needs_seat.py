from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('checkin', '0004_badge_designs'),
    ]

    operations = [
        migrations.AddField(
            model_name='checkpoint',
            name='needs_seat',
            field=models.BooleanField(default=False, verbose_name='only with a seat in the session'),
        ),
    ]
