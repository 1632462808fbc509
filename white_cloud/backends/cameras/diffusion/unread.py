"""What a model does not read of a prompt that is too long for it: its library logs that, and a person has to know."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

_CUT_OFF = re.compile(r"truncated because .*?(\d+) tokens: \[(.*)\]", re.DOTALL)


@contextmanager
def unread() -> Iterator[list[str]]:
    """Yield a list that gets a sentence for each end of a prompt that is cut off while inside; the library prints none."""
    found: list[str] = []

    def keep(record: logging.LogRecord) -> bool:
        cut = _CUT_OFF.search(record.getMessage())
        if cut is None:
            return True
        said = f"the model reads {cut.group(1)} tokens of a prompt, and not its end ({cut.group(2)}): say less"
        if said not in found:
            found.append(said)
        return False

    # what a library's modules log comes to the handlers of its root
    handlers = list(logging.getLogger("diffusers").handlers)
    for handler in handlers:
        handler.addFilter(keep)
    try:
        yield found
    finally:
        for handler in handlers:
            handler.removeFilter(keep)
