"""From a programme that cannot be carried out to what stands in its way, and what would mend it."""

from optimiser.diagnosis.diagnose import diagnose, diagnose_plan, explain, first_answer
from optimiser.diagnosis.findings import Diagnosis

__all__ = ["Diagnosis", "diagnose", "diagnose_plan", "explain", "first_answer"]
