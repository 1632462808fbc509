"""How something answers to drift, as documents say it: what works on the picture, the captions, the cut."""

from __future__ import annotations

from pydantic import Field

from white_cloud.documents.fields import Exponent, Maybe, Share
from white_cloud.documents.models.base import Model


class ResponseModel(Model):
    """How something answers to drift: where it comes in, where it is full, how it rises, and how strong it gets."""

    enters: Maybe[Share] = Field(None, alias="from", description="The drift at which it comes in.", examples=[0.3])
    full: Maybe[Share] = Field(None, alias="to", description="The drift at which it is at its strongest.", examples=[0.9])
    curve: Maybe[Exponent] = Field(
        None,
        description="How it rises between them: 1 evenly, more than 1 late and in a rush, less than 1 early.",
        examples=[1.5],
    )
    ceiling: Maybe[Share] = Field(None, description="Its strength at the most.", examples=[0.6])
