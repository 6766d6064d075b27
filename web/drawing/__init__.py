"""The path of a definition as a picture: a pure function from values to coordinates.

Knows neither Flask nor cases, so that a case card, the editor of a definition and a comparison of
two versions draw with it alike; how it looks is a matter of classes and of static/drawing.css.
"""

from web.drawing.compared import drawn_together
from web.drawing.marks import Change, Marks, StageMark, StageState, WayKey, WayMark, WayState
from web.drawing.measures import Shape
from web.drawing.picture import Picture, draw_path
from web.drawing.plan import plan_of

__all__ = [
    "Change",
    "Marks",
    "Picture",
    "Shape",
    "StageMark",
    "StageState",
    "WayKey",
    "WayMark",
    "WayState",
    "draw_path",
    "drawn_together",
    "plan_of",
]
