from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def count_welcomes_as_first_passings(apps: Any, schema_editor: Any) -> None:
    """Until now a welcome was the only passing."""
    apps.get_model("checkin", "Scan").objects.filter(answer="welcome").update(turn=1)


class Migration(migrations.Migration):

    dependencies = [
        ('breakouts', '0004_call_materials_feedback'),
        ('checkin', '0002_told_at'),
        ('convenings', '0012_holders_checked_first'),
        ('registration', '0018_confirmed_at'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='checkpoint',
            name='checkin_checkpoint_kind_known',
        ),
        migrations.RemoveConstraint(
            model_name='scan',
            name='checkin_scan_one_welcome',
        ),
        migrations.RemoveConstraint(
            model_name='scan',
            name='checkin_scan_answer_known',
        ),
        migrations.AddField(
            model_name='checkpoint',
            name='both_ways',
            field=models.BooleanField(default=False, verbose_name='scans people out, too'),
        ),
        migrations.AddField(
            model_name='checkpoint',
            name='closes_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='closes'),
        ),
        migrations.AddField(
            model_name='checkpoint',
            name='kinds',
            field=models.JSONField(blank=True, default=list, verbose_name='for'),
        ),
        migrations.AddField(
            model_name='checkpoint',
            name='opens_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='opens'),
        ),
        migrations.AddField(
            model_name='checkpoint',
            name='room',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='checkpoints', to='breakouts.room', verbose_name='room'),
        ),
        migrations.AddField(
            model_name='checkpoint',
            name='teams',
            field=models.JSONField(blank=True, default=list, verbose_name='teams'),
        ),
        migrations.AddField(
            model_name='device',
            name='also',
            field=models.ManyToManyField(blank=True, related_name='+', to='checkin.checkpoint', verbose_name='also at'),
        ),
        migrations.AddField(
            model_name='device',
            name='registers_guests',
            field=models.BooleanField(default=False, verbose_name='registers guests'),
        ),
        migrations.AddField(
            model_name='scan',
            name='annulled_at',
            field=models.DateTimeField(null=True, verbose_name='annulled'),
        ),
        migrations.AddField(
            model_name='scan',
            name='annulled_because',
            field=models.CharField(blank=True, max_length=200, verbose_name='reason'),
        ),
        migrations.AddField(
            model_name='scan',
            name='annulled_by',
            field=models.CharField(blank=True, max_length=60, verbose_name='annulled by'),
        ),
        migrations.AddField(
            model_name='scan',
            name='clock_offset_ms',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='scan',
            name='device_answer',
            field=models.CharField(blank=True, choices=[('welcome', 'Welcome'), ('back', 'Welcome back'), ('already_in', 'Already in'), ('left', 'Goodbye'), ('already_out', 'Already out'), ('replaced', 'This badge was replaced'), ('unknown', 'Unknown badge'), ('no_place', 'The team has no confirmed place'), ('not_listed', 'Not for this entrance'), ('not_open', 'Not open now'), ('no_seat', 'No seat in this session')], max_length=12, verbose_name='answer of the device'),
        ),
        migrations.AddField(
            model_name='scan',
            name='direction',
            field=models.CharField(choices=[('in', 'in'), ('out', 'out')], default='in', max_length=3, verbose_name='direction'),
        ),
        migrations.AddField(
            model_name='scan',
            name='turn',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name='checkpoint',
            name='kind',
            field=models.CharField(choices=[('door', 'main door'), ('expo', 'expo'), ('room', 'room'), ('meal', 'meal'), ('bus', 'bus')], default='door', max_length=10, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='scan',
            name='answer',
            field=models.CharField(choices=[('welcome', 'Welcome'), ('back', 'Welcome back'), ('already_in', 'Already in'), ('left', 'Goodbye'), ('already_out', 'Already out'), ('replaced', 'This badge was replaced'), ('unknown', 'Unknown badge'), ('no_place', 'The team has no confirmed place'), ('not_listed', 'Not for this entrance'), ('not_open', 'Not open now'), ('no_seat', 'No seat in this session')], max_length=12, verbose_name='answer'),
        ),
        migrations.AddConstraint(
            model_name='checkpoint',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['door', 'expo', 'room', 'meal', 'bus'])), name='checkin_checkpoint_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='checkpoint',
            constraint=models.CheckConstraint(condition=models.Q(('room__isnull', True), ('kind', 'room'), _connector='OR'), name='checkin_checkpoint_rooms_alone_have_one'),
        ),
        migrations.AddConstraint(
            model_name='checkpoint',
            constraint=models.CheckConstraint(condition=models.Q(('opens_at__isnull', True), ('closes_at__isnull', True), ('closes_at__gt', models.F('opens_at')), _connector='OR'), name='checkin_checkpoint_closes_after_it_opens'),
        ),
        migrations.AddConstraint(
            model_name='scan',
            constraint=models.UniqueConstraint(condition=models.Q(('annulled_at__isnull', True), ('answer', 'welcome')), fields=('attendee', 'gate'), name='checkin_scan_one_welcome'),
        ),
        migrations.AddConstraint(
            model_name='scan',
            constraint=models.UniqueConstraint(fields=('attendee', 'gate', 'turn'), name='checkin_scan_turn_once'),
        ),
        migrations.AddConstraint(
            model_name='scan',
            constraint=models.CheckConstraint(condition=models.Q(('direction__in', ['in', 'out'])), name='checkin_scan_direction_known'),
        ),
        migrations.AddConstraint(
            model_name='scan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('annulled_at__isnull', True), ('annulled_by', '')), models.Q(('annulled_at__isnull', False), models.Q(('annulled_by', ''), _negated=True)), _connector='OR'), name='checkin_scan_annulled_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='scan',
            constraint=models.CheckConstraint(condition=models.Q(('answer__in', ['welcome', 'back', 'already_in', 'left', 'already_out', 'replaced', 'unknown', 'no_place', 'not_listed', 'not_open', 'no_seat'])), name='checkin_scan_answer_known'),
        ),
        migrations.RunPython(count_welcomes_as_first_passings, migrations.RunPython.noop),
    ]
