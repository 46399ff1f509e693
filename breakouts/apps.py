from django.apps import AppConfig


class BreakoutsConfig(AppConfig):
    name = "breakouts"

    def ready(self) -> None:
        """Tell the mail room who writes our mail, and listen to the rooms below."""
        from breakouts import mailing, receivers, reminding  # noqa: F401

        mailing.register_occasions()
        reminding.register_occasions()
