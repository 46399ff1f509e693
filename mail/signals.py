"""What the mail room tells: messages are owed. Sent after the commit, with `ids`; the worker's edge nudges."""

from django.dispatch import Signal

owed = Signal()
