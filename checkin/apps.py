from django.apps import AppConfig


class CheckinConfig(AppConfig):
    name = "checkin"

    def ready(self) -> None:
        """Tell what this room does in the background."""
        from checkin import receivers

        receivers.connect()
