"""Where tests find the checkout, and what lies beside it on some machines."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
