"""The tasks, one module per room that owes work; each task is one domain call.

A new module is named here: Celery finds tasks by importing worker.tasks. Its beat is a line in worker/schedule.py.
"""

from worker.tasks import badges, breakouts, convenings, jobs, journal, kiosk, mail, registration

__all__ = ["badges", "breakouts", "convenings", "jobs", "journal", "kiosk", "mail", "registration"]
