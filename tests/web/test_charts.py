"""Pictures are well-formed, escaped, without a colour, and never wider than their place."""

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.charts import Bar, Box, Funnel, Step, draw_bars, draw_boxes, draw_funnels
from web.charts.boxes import scale_of
from web.charts.svg import LONGEST_LABEL, shortened

WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=60)
NUMBERS = st.integers(0, 10**7)
BARS = st.lists(
    st.builds(Bar, WORDS, NUMBERS, WORDS, part=NUMBERS, room=st.none() | NUMBERS), max_size=6
)
BOXES = st.lists(
    st.builds(Box, WORDS, WORDS, NUMBERS, NUMBERS, NUMBERS, st.none() | NUMBERS), max_size=6
)
STEPS = st.lists(st.builds(Step, WORDS, NUMBERS, WORDS), max_size=5).map(tuple)
FUNNELS = st.lists(st.builds(Funnel, WORDS, STEPS), max_size=4)


def checked(markup):
    root = ET.fromstring(str(markup))
    for one in root.iter():
        assert "style" not in one.attrib
        assert not any(name.startswith("on") for name in one.attrib)
        assert not {"fill", "stroke"} & set(one.attrib)
        for name in ("x", "x1", "x2", "width"):
            value = one.attrib.get(name, "0")
            if value.endswith("%"):
                assert 0 <= float(value[:-1]) <= 100
    return root


@given(bars=BARS)
def test_bars_stay_inside_whatever_the_figures(bars):
    root = checked(draw_bars("a", "Название", "рассказ", bars))

    assert len(root.findall("text")) == 2 * len(bars)


@given(boxes=BOXES)
def test_boxes_stay_inside_whatever_the_figures(boxes):
    checked(draw_boxes("a", "Название", "рассказ", boxes))


@given(funnels=FUNNELS)
def test_funnels_stay_inside_whatever_the_figures(funnels):
    checked(draw_funnels("a", "Название", "рассказ", funnels))


def test_words_of_people_are_no_markup():
    bar = Bar('<script>alert("1")</script>', 1, "&amp;")

    drawn = str(draw_bars("a", "<b>", '"', [bar]))

    assert "<script" not in drawn
    assert "<b>" not in drawn
    assert "&amp;amp;" in drawn


def test_a_bar_is_as_long_as_its_share():
    drawn = str(draw_bars("a", "т", "р", [Bar("x", 4, "4", part=1), Bar("y", 2, "2")]))

    lengths = re.findall(r'width="([\d.]+)%" height="14" class="chart-(\w+)"', drawn)
    assert lengths == [
        ("100", "room"),
        ("100", "plain"),
        ("25", "part"),
        ("100", "room"),
        ("50", "plain"),
    ]


@pytest.mark.parametrize(
    ("longest", "scale"),
    [
        (0, (1, 1)),
        (3, (1, 3)),
        (7, (2, 8)),
        (90, (30, 90)),
        (365, (90, 450)),
        (9_000, (3650, 10950)),
    ],
)
def test_an_axis_has_round_steps_and_few(longest, scale):
    step, top = scale_of(longest)

    assert (step, top) == scale
    assert top >= longest
    assert top // step <= 5


def test_a_long_name_is_cut_with_a_sign_that_it_was():
    assert shortened("а" * LONGEST_LABEL) == "а" * LONGEST_LABEL
    assert shortened("а" * 60) == "а" * (LONGEST_LABEL - 1) + "…"
