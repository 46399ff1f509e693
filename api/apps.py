from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "api"

    def ready(self) -> None:
        """Tell who our tokens are; listen for roles that end."""
        from accounts.domain.actors import register_namer
        from api import receivers  # noqa: F401
        from api.domain.tokens import token_names

        register_namer("token", token_names)
