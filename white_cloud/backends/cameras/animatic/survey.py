"""Survey."""

from white_cloud.media.survey import CLASSES, SKY_DEPTH, Survey, class_number

__all__ = ["CLASSES", "SKY_DEPTH", "Survey", "class_number"]
