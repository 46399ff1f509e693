from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        """Tell the mail room who writes our mail."""
        from accounts.mailing import compose_renewed
        from mail import occasions

        title = _("new link for a lost one")
        occasions.register("link.renewed", compose_renewed, title=title, has_button=True, asked_for=True)
