"""A setting in a land: its light and its survey come from one view."""

from __future__ import annotations

from abc import abstractmethod

from white_cloud.backends.cameras.animatic.land.landscape import View
from white_cloud.backends.cameras.animatic.radiance import Array
from white_cloud.backends.cameras.animatic.setting import Setting
from white_cloud.media.survey import Survey


class LandSetting(Setting):
    """Subclasses draw their bodies into a View of the land, which carries what is seen and, if asked, what it is."""

    def radiance(self, t: float) -> Array:
        """Return the light at `t` seconds."""
        return self._view(t).radiance

    def survey(self, t: float) -> Survey:
        """Return what every pixel shows at `t` seconds."""
        survey = self._view(t, surveyed=True).survey
        assert survey is not None
        return survey

    @abstractmethod
    def _view(self, t: float, surveyed: bool = False) -> View:
        """Return the finished view at `t` seconds, with a survey where one is asked for."""
