"""`white-cloud approve`: a person has read the words."""

from __future__ import annotations

from white_cloud.cli.app import Screenplay, say, shown


def approve(screenplay: Screenplay) -> None:
    """Approve the written words as they stand, so that a screenplay with `review: required` may be shot.

    Words that change afterwards, by whomever, are to be approved again; `white-cloud plan` says which lines they are.
    """
    from white_cloud.project import open_project

    project = open_project(screenplay)
    said = "approved" if project.approve() else "approved already"
    say(f"{shown(project.script_path)}: {said}")
