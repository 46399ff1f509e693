"""What the jobs room tells: a job waits. Sent after the commit, with `ids`; the worker's edge nudges the broker."""

from django.dispatch import Signal

asked = Signal()
