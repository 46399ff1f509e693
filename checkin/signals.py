"""What this room tells those above it."""

from django.dispatch import Signal

# Sent after the commit: badges stand without their QR image. Who listens may nudge a worker, and must not fail.
issued = Signal()
