"""What this room tells those above it."""

from django.dispatch import Signal

# Sent after the commit: badges stand without their QR image. Who listens may nudge a worker, and must not fail.
issued = Signal()

# Sent after the commit: a name was typed at a kiosk. Who listens may nudge a worker, and must not fail.
asked_at_kiosk = Signal()
