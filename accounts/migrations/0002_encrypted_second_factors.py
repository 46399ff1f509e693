from typing import Any

from django.db import migrations

from accounts.domain import encryption
from accounts.domain.second_factors import with_secrets


def encrypt(apps: Any, schema_editor: Any) -> None:
    """Secrets that were kept in the clear."""
    for row in apps.get_model("mfa", "Authenticator").objects.exclude(type="webauthn"):
        row.data = with_secrets(row.data, encryption.encrypt)
        row.save(update_fields=["data"])


def decrypt(apps: Any, schema_editor: Any) -> None:
    for row in apps.get_model("mfa", "Authenticator").objects.exclude(type="webauthn"):
        row.data = with_secrets(row.data, encryption.decrypt)
        row.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("mfa", "0003_authenticator_type_uniq")]

    operations = [migrations.RunPython(encrypt, decrypt)]
