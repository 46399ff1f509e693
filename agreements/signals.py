"""What higher rooms may listen to, inside the transaction."""

from django.dispatch import Signal

# A material version was published and these agreements' signed answers no longer count.
# Arguments: version (StatementVersion), parties (list[Party] asked again), by, at.
asked_again = Signal()

# A version was published under which earlier promises carry on, of all sides or of some: an editorial one, or a
# material one that touches some sides alone. Arguments: version (StatementVersion), by, at.
carried_on = Signal()
