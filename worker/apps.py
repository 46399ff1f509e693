from django.apps import AppConfig


class WorkerConfig(AppConfig):
    name = "worker"

    def ready(self) -> None:
        """Bind tasks to our Celery application in every process, and pass on what rooms tell after a commit."""
        import checkin.signals
        import jobs.signals
        import mail.signals
        from worker import app, nudge  # noqa: F401

        checkin.signals.issued.connect(nudge.tell_of_badges, dispatch_uid="worker.badges")
        checkin.signals.asked_at_kiosk.connect(nudge.tell_of_kiosks, dispatch_uid="worker.kiosks")
        mail.signals.owed.connect(nudge.tell_of_mail, dispatch_uid="worker.mail")
        jobs.signals.asked.connect(nudge.tell_of_jobs, dispatch_uid="worker.jobs")
