from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AgreementsConfig(AppConfig):
    name = "agreements"

    def ready(self) -> None:
        from agreements import only_grows

        self.only_grows = only_grows.TABLES
        post_migrate.connect(only_grows.after_migrate, sender=self, dispatch_uid="agreements.only_grows")
