"""Nothing that opens an account stands in the database in the clear."""

import json
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from cryptography.fernet import InvalidToken
from django.apps import apps
from django.core.management import CommandError, call_command

from accounts.domain import encryption, second_factors
from accounts.models import User
from journal.models import Entry

pytestmark = pytest.mark.django_db
SEED = "JBSWY3DPEHPK3PXP"
AT = datetime(2027, 3, 1, 15, 0, tzinfo=UTC)


@pytest.fixture
def user() -> User:
    return User.objects.create_user("june@example.org", name="June")


def kept(user: User) -> str:
    return json.dumps(list(Authenticator.objects.filter(user=user).values_list("data", flat=True)))


def code_now() -> str:
    return str(format_hotp_value(hotp_value(SEED, next(iter(yield_hotp_counters_from_time())))))


def test_a_phones_seed_is_kept_encrypted_and_its_codes_fit(user: User) -> None:
    TOTP.activate(user, SEED)
    assert SEED not in kept(user)
    assert encryption.decrypt(json.loads(kept(user))[0]["secret"]) == SEED
    factor = TOTP(Authenticator.objects.get(user=user))
    assert factor.validate_code(code_now())


def test_so_are_recovery_codes(user: User) -> None:
    codes = RecoveryCodes.activate(user).get_unused_codes()
    again = RecoveryCodes(Authenticator.objects.get(user=user))
    assert len(codes) == 10
    assert again.get_unused_codes() == codes
    seed = encryption.decrypt(Authenticator.objects.get(user=user).data["seed"])
    assert seed not in kept(user)
    assert not [code for code in codes if code in kept(user)]


def test_the_same_seed_is_never_kept_alike() -> None:
    assert encryption.encrypt(SEED) != encryption.encrypt(SEED)


def test_the_key_changes_and_nobody_is_locked_out(user: User, settings: Any) -> None:
    TOTP.activate(user, SEED)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "a new key " * 6
    settings.SECRET_KEY_FALLBACKS = [old]
    assert encryption.decrypt(json.loads(kept(user))[0]["secret"]) == SEED

    call_command("renew_secrets")
    settings.SECRET_KEY_FALLBACKS = []
    assert encryption.decrypt(json.loads(kept(user))[0]["secret"]) == SEED


def test_under_another_key_nobody_reads_it(user: User, settings: Any) -> None:
    TOTP.activate(user, SEED)
    settings.SECRET_KEY = "a stranger's key " * 4
    with pytest.raises(InvalidToken):
        encryption.decrypt(json.loads(kept(user))[0]["secret"])


def test_rows_in_the_clear_are_encrypted_once_and_for_all(user: User) -> None:
    migration = import_module("accounts.migrations.0002_encrypted_second_factors")
    clear = {
        "totp": {"secret": SEED},
        "recovery_codes": {"migrated_codes": ["11112222", "33334444"]},
        "webauthn": {"name": "Key", "credential": {"id": "x"}},
    }
    for kind, data in clear.items():
        Authenticator.objects.create(user=user, type=kind, data=data)
    migration.encrypt(apps, None)
    assert not [word for word in (SEED, "11112222", "33334444") if word in kept(user)]
    assert Authenticator.objects.get(type="webauthn").data == clear["webauthn"]
    migration.decrypt(apps, None)
    assert {row.type: row.data for row in Authenticator.objects.all()} == clear


def test_lost_factors_are_dropped_and_the_journal_says_so(user: User) -> None:
    other = User.objects.create_user("ann@example.org")
    for owner in (user, other):
        TOTP.activate(owner, SEED)
    call_command("drop_second_factors", "June@Example.org")
    assert list(Authenticator.objects.values_list("user", flat=True)) == [other.pk]
    assert Entry.objects.get(kind="user.second_factors_dropped").subject == f"user:{user.pk}"
    assert second_factors.drop(user=user, by="system", at=AT) == 0
    with pytest.raises(CommandError, match="no account"):
        call_command("drop_second_factors", "nobody@example.org")
