"""Pictures drawn on the server: pure functions from values to SVG, escaped, without a style inside.

Lengths are shares of the picture's width, so that a picture fits a phone and a sheet of paper and
its letters keep their size. Colours are classes; static/charts.css takes them from the tokens.
"""

from web.charts.bars import Bar, draw_bars
from web.charts.boxes import Box, draw_boxes
from web.charts.funnels import Funnel, Step, draw_funnels

__all__ = ["Bar", "Box", "Funnel", "Step", "draw_bars", "draw_boxes", "draw_funnels"]
