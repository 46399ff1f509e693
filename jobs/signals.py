"""What the jobs room tells.

asked: a job waits. Sent after the commit, with `ids`; the worker's edge nudges the broker.
cancelled: somebody cancelled one. Sent in the transaction, with `job`, `by`, `at`; higher rooms undo what hangs on it.
"""

from django.dispatch import Signal

asked = Signal()
cancelled = Signal()
