"""`white-cloud doctor`: what can serve here."""

from __future__ import annotations

import json as json_format

from white_cloud.cli.app import Json, say


def doctor(json: Json = False) -> None:
    """Say for every backend, for fonts and for the encoder whether it can serve here, and what to do if not."""
    from white_cloud.examine import examine

    findings = examine()
    if json:
        say(json_format.dumps([{"what": what, "complaint": complaint} for what, complaint in findings], ensure_ascii=False))
        return
    for what, complaint in findings:
        say(f"{'ok ' if not complaint else 'NO '} {what}" + (f": {complaint}" if complaint else ""))
