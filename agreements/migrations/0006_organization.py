"""What organization was promised for stays with the promise. Earlier promises take over what their party names now:
nothing better is known. Filling it in is the one change of such rows, so the trigger that forbids it is taken away
first; it is put in place again after every `migrate`.
"""

from typing import Any

from django.db import migrations, models

TRIGGER = "agreements_commitment_never_update"


def fill_in(apps: Any, schema_editor: Any) -> None:
    on_table = " ON agreements_commitment" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER IF EXISTS {TRIGGER}{on_table}")
    schema_editor.execute(
        "UPDATE agreements_commitment SET organization = (SELECT party.organization FROM agreements_party party"
        " WHERE party.id = agreements_commitment.party_id) WHERE state = 'signed'"
    )


class Migration(migrations.Migration):

    dependencies = [
        ("agreements", "0005_unchecked_because"),
    ]

    operations = [
        migrations.AddField(
            model_name="commitment",
            name="organization",
            field=models.CharField(blank=True, default="", max_length=200),
            preserve_default=False,
        ),
        migrations.RunPython(fill_in, migrations.RunPython.noop),
    ]
