from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistrationConfig(AppConfig):
    name = "registration"

    def ready(self) -> None:
        """Tells the rooms below who writes our mail, where our links lead, and what we listen to."""
        from accounts import purposes
        from mail import occasions
        from registration import (
            mailing,
            mailing_bulk,
            mailing_complete,
            mailing_digest,
            mailing_preparing,
            mailing_promising,
            mailing_registering,
            mailing_reminding,
            mailing_sharing,
            mailing_sides,
            mailing_trying,
            receivers,
            reminding,
        )
        from registration.domain.attendees import renewal_of_own_page

        occasions.add(*mailing.OCCASIONS, *mailing_complete.OCCASIONS, *mailing_promising.OCCASIONS)
        occasions.add(*mailing_registering.OCCASIONS)
        occasions.add(*mailing_digest.OCCASIONS, *mailing_reminding.OCCASIONS)
        occasions.add(*mailing_sides.OCCASIONS, *mailing_preparing.OCCASIONS, *mailing_sharing.OCCASIONS)
        occasions.add(*mailing_trying.OCCASIONS)
        mailing_bulk.register_occasions()
        receivers.connect()
        reminding.register_occasions()
        purposes.register("coordinate", lambda link: f"/team/{link.subject_id}/", title=_("Your team"))
        purposes.register("offer", lambda link: f"/offer/{link.subject_id}/", title=_("The place on offer"))
        purposes.register("register", lambda link: f"/register/{link.subject_id}/", title=_("Your registration"))
        purposes.register("prepare", lambda link: f"/prepare/{link.subject_id}/", title=_("A promise that you prepare"))
        purposes.register("answer", lambda link: f"/answer/{link.subject_id}/", title=_("Your promise"))
        purposes.register(
            "attend", lambda link: f"/me/{link.subject_id}/", title=_("Your badge and agenda"),
            renewal=renewal_of_own_page,
        )  # fmt: skip
