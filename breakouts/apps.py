from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class BreakoutsConfig(AppConfig):
    name = "breakouts"
    only_grows = ("breakouts_release",)

    def ready(self) -> None:
        """Tell the mail room who writes our mail, listen to the rooms below, guard what was released, and let the slots
        of presenters follow their sessions."""
        from accounts import purposes
        from agreements.only_grows import after_migrate
        from breakouts import mailing, mailing_call, presenters_follow, receivers, reminding  # noqa: F401
        from breakouts.domain.session_import import NAME, SessionImport
        from jobs.domain import imports
        from mail import occasions

        imports.register_maker(NAME, SessionImport)
        mailing.register_occasions()
        occasions.add(*mailing_call.OCCASIONS)
        reminding.register_occasions()
        purposes.register(
            "propose", lambda link: f"/propose/{link.subject_id}/", title=_("Sessions that you propose")
        )
        post_migrate.connect(after_migrate, sender=self, dispatch_uid="breakouts.only_grows")
        post_migrate.connect(presenters_follow.after_migrate, sender=self, dispatch_uid="breakouts.presenters_follow")
