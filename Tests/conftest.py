"""System tests start stands of their own with the scripts that `make run` and `make demo` use."""

import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY / "Shared" / "LocalStand"))
