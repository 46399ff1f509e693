from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "api"

    def ready(self) -> None:
        """Tell who our tokens are."""
        from accounts.domain.actors import register_namer
        from api.domain.tokens import token_names

        register_namer("token", token_names)
