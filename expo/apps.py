from django.apps import AppConfig


class ExpoConfig(AppConfig):
    name = "expo"

    def ready(self) -> None:
        from expo import receivers  # noqa: F401
