from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('breakouts', '0012_resizes_and_may_move'),
    ]

    operations = [
        migrations.AddField(
            model_name='move',
            name='from_starts_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='move',
            name='to_starts_at',
            field=models.DateTimeField(null=True),
        ),
    ]
