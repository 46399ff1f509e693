from agreements.models.agreement import Agreement, Party
from agreements.models.commitment import Commitment
from agreements.models.growing import OnlyGrows
from agreements.models.statement import Statement, StatementVersion

__all__ = ["Agreement", "Commitment", "OnlyGrows", "Party", "Statement", "StatementVersion"]
