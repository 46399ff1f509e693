from django.apps import AppConfig


class ExpoConfig(AppConfig):
    name = "expo"

    def ready(self) -> None:
        """Listen to the rooms below, and tell them what is ours: long work, proposals, mail."""
        from expo import mailing, receivers, reminding  # noqa: F401

        mailing.register_occasions()
        reminding.register_occasions()
