"""What higher rooms may listen to, inside the transaction."""

from django.dispatch import Signal

account_closed = Signal()  # user, by, at
