"""A fake-documentary assembly engine: from a screenplay in YAML to a finished bilingual film."""

from __future__ import annotations

__version__ = "0.1.0"
