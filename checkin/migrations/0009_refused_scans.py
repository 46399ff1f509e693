from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from checkin.domain.faces import keyed

ROWS = 500


def put_under_the_key(apps: Any, schema_editor: Any) -> None:
    """What was printed so far, as it would be kept now: nothing counts as changed by that. Never back again."""
    rows = apps.get_model("checkin", "BadgePrint").objects
    printed = list(rows.exclude(face="").only("face"))
    for row in printed:
        row.face = keyed(row.face)[0]
    rows.bulk_update(printed, ["face"], batch_size=ROWS)


class Migration(migrations.Migration):

    dependencies = [
        ('checkin', '0008_certificate_opened'),
        ('registration', '0019_badge_designs'),
    ]

    operations = [
        migrations.CreateModel(
            name='RefusedScan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scan_id', models.CharField(blank=True, max_length=40)),
                ('code', models.CharField(choices=[('unknown', 'Codes that are no badge'), ('foreign', 'Badges of another convening'), ('replaced', 'Badges that were replaced'), ('scan_id_reused', 'Sent again with another badge'), ('no_badge', 'Found by name, without a badge'), ('malformed', 'Scans that could not be read')], max_length=30)),
                ('scanned_at', models.DateTimeField()),
                ('received_at', models.DateTimeField()),
                ('by', models.CharField(max_length=60)),
                ('seen_at', models.DateTimeField(null=True)),
                ('seen_by', models.CharField(blank=True, max_length=60)),
            ],
        ),
        migrations.AddField(
            model_name='badgedesign',
            name='shows_booth',
            field=models.BooleanField(default=False, verbose_name='the team’s booth at the expo, once booths are told'),
        ),
        migrations.AddField(
            model_name='scan',
            name='seen_at',
            field=models.DateTimeField(null=True, verbose_name='seen'),
        ),
        migrations.AddField(
            model_name='scan',
            name='seen_by',
            field=models.CharField(blank=True, max_length=60, verbose_name='seen by'),
        ),
        migrations.AddConstraint(
            model_name='scan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('seen_at__isnull', True), ('seen_by', '')), models.Q(('seen_at__isnull', False), models.Q(('seen_by', ''), _negated=True)), _connector='OR'), name='checkin_scan_seen_by_somebody'),
        ),
        migrations.AddField(
            model_name='refusedscan',
            name='attendee',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='refused_scans', to='registration.attendee'),
        ),
        migrations.AddField(
            model_name='refusedscan',
            name='checkpoint',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='refused_scans', to='checkin.checkpoint'),
        ),
        migrations.AddConstraint(
            model_name='refusedscan',
            constraint=models.UniqueConstraint(fields=('by', 'scan_id', 'code'), name='checkin_refused_scan_once'),
        ),
        migrations.AddConstraint(
            model_name='refusedscan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('seen_at__isnull', True), ('seen_by', '')), models.Q(('seen_at__isnull', False), models.Q(('seen_by', ''), _negated=True)), _connector='OR'), name='checkin_refused_scan_seen_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='refusedscan',
            constraint=models.CheckConstraint(condition=models.Q(('code__in', ('scan_id_reused', 'no_badge', 'malformed'))), name='checkin_refused_scan_code_known'),
        ),
        migrations.RunPython(put_under_the_key, migrations.RunPython.noop),
    ]
