from django.apps import AppConfig


class CheckinConfig(AppConfig):
    name = "checkin"

    def ready(self) -> None:
        """Tell what this room does in the background, and who its scanners are."""
        from accounts.domain.actors import register_namer
        from checkin import mailing, receivers, reminding
        from checkin.domain.devices import device_names

        receivers.connect()
        mailing.register_occasions()
        reminding.register_occasions()
        register_namer("device", device_names)
