"""How much is tried: the usual, or what `make test-long` asks for."""

from __future__ import annotations

import os

LONG = bool(os.environ.get("UNBURDEN_LONG"))
