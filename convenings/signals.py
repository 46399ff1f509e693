"""What higher rooms may listen to, inside the transaction. A receiver may raise a refusal."""

from django.dispatch import Signal

convening_moved = Signal()  # convening, was (ConveningState), by, at
role_revoked = Signal()  # convening, user (who no longer holds it), by, at
capacity_changed = Signal()  # convening (with its new capacity, locked), by, at
