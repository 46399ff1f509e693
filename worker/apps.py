from django.apps import AppConfig


class WorkerConfig(AppConfig):
    name = "worker"

    def ready(self) -> None:
        """Make the Celery application the one that tasks bind to, in every process."""
        from worker import app  # noqa: F401
