from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BreakoutsConfig(AppConfig):
    name = "breakouts"

    def ready(self) -> None:
        """Tell the mail room who writes our mail, and listen to the rooms below."""
        from accounts import purposes
        from breakouts import mailing, mailing_call, receivers, reminding  # noqa: F401
        from mail import occasions

        mailing.register_occasions()
        occasions.add(*mailing_call.OCCASIONS)
        reminding.register_occasions()
        purposes.register(
            "propose", lambda link: f"/propose/{link.subject_id}/", title=_("Sessions that you propose")
        )
