from agreements.models.agreement import Agreement, Party
from agreements.models.commitment import Commitment
from agreements.models.recorded import Confirmation, Scan
from agreements.models.statement import Statement, StatementVersion

__all__ = ["Agreement", "Commitment", "Confirmation", "Party", "Scan", "Statement", "StatementVersion"]
