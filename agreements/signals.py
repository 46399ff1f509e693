"""What higher rooms may listen to, inside the transaction."""

from django.dispatch import Signal

# A material version was published and these agreements' signed answers no longer count.
# Arguments: version (StatementVersion), parties (list[Party] asked again), by, at.
asked_again = Signal()
