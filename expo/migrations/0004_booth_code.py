from django.db import migrations, models

import expo.models.booth


def give_codes(apps, schema_editor):
    """Booths that were drawn before get a code each: the column's default was one and the same for all."""
    for booth in apps.get_model('expo', 'Booth').objects.all():
        booth.code = expo.models.booth.new_code()
        booth.save(update_fields=['code'])


class Migration(migrations.Migration):

    dependencies = [
        ('expo', '0003_rota'),
    ]

    operations = [
        migrations.AddField(
            model_name='booth',
            name='code',
            field=models.CharField(default=expo.models.booth.new_code, editable=False, max_length=10),
        ),
        migrations.RunPython(give_codes, migrations.RunPython.noop),
    ]
