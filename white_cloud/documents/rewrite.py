"""Changes to files that people write: comments, quotes and order are kept, and a file is never left half written."""

from __future__ import annotations

import io
import os
import tempfile
from pathlib import Path
from typing import Any

from white_cloud.errors import StoreError, UserError
from white_cloud.store.blobs import full


def load_for_rewriting(text: str) -> Any:
    """Return a document's data with its comments and quotes, from a text that the strict reader has accepted."""
    return _yaml().load(text)


def dump(data: Any) -> str:
    """Return data as YAML, as `load_for_rewriting` gave it or plain."""
    stream = io.StringIO()
    _yaml().dump(data, stream)
    return stream.getvalue()


def write_atomically(path: Path, text: str) -> None:
    """Replace a file by `text` in UTF-8, all or nothing, permissions kept; raise UserError when it cannot be."""
    target = path.resolve()
    temporary = None
    try:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="", dir=target.parent, delete=False) as stream:
            temporary = Path(stream.name)
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
        temporary.replace(target)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        kind = StoreError if full(error) else UserError
        raise kind(f"{path}: cannot be written: {error.strerror}; the file is as it was") from error


def _yaml() -> Any:
    # Imported here: a document is rewritten rarely, and read by every command.
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.allow_unicode = True
    return yaml


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
