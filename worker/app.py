"""The Celery application: what runs away from requests, and when."""

import os

from celery import Celery

from worker import schedule

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("accord")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = schedule.SCHEDULE
app.conf.beat_scheduler = "worker.heartbeat:BeatingScheduler"
app.autodiscover_tasks(["worker"])
