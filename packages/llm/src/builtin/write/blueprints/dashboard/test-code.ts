/** test_dashboard.py up to the test on the real data. */
export const testCode = String.raw`"""Tests of build_dashboard.py: the page is parsed and what it says is checked."""

import json
from html.parser import HTMLParser

import pandas as pd

import build_dashboard

HOSTILE = "</script><script>alert('x')</script>&\"<b>"


class Page(HTMLParser):
    """Collects the key figures, the drawings, the scripts and the embedded data of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.path: list[str] = []
        self.texts: dict[str, list[str]] = {"dt": [], "dd": [], "h1": [], "script": []}
        self.drawings = 0
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note what matters of an element."""
        self.path.append(tag)
        self.drawings += tag == "figure"
        names = ("src", "href", "action", "data")
        self.addresses += [value or "" for name, value in attributes if name in names]
        if tag in self.texts:
            self.texts[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        """Go back out of an element."""
        while self.path and self.path.pop() != tag:
            pass

    def handle_data(self, text: str) -> None:
        """Keep the text of the elements that matter."""
        if self.path and self.path[-1] in self.texts:
            self.texts[self.path[-1]][-1] += text

    @property
    def tiles(self) -> list[tuple[str, str]]:
        """The key figures as (label, value)."""
        return list(zip(self.texts["dt"], self.texts["dd"], strict=True))

    @property
    def data(self) -> dict[str, list[object]]:
        """The embedded rows."""
        return json.loads(self.texts["script"][0])


def read(text: str) -> Page:
    """Parse a page."""
    page = Page()
    page.feed(text)
    page.close()
    return page


def test_bars_show_the_values_and_keep_hostile_text_as_text() -> None:
    values = pd.Series({HOSTILE: 30, "b": 15})
    drawing = build_dashboard.bar_chart(HOSTILE, values)
    assert "<script" not in drawing
    assert "width:100.0%" in drawing
    assert "width:50.0%" in drawing


def test_line_goes_from_the_lowest_to_the_highest() -> None:
    drawing = build_dashboard.line_chart("Course", pd.Series({2020: 0.0, 2021: 4.0}))
    assert 'points="80.0,190.0 490.0,20.0"' in drawing


def test_line_leaves_room_for_years_without_values() -> None:
    drawing = build_dashboard.line_chart("Course", pd.Series({2020: 0.0, 2021: 4.0, 2030: 4.0}))
    assert 'points="80.0,190.0 121.0,20.0 490.0,20.0"' in drawing


def test_ticks_are_round_and_hold_the_range() -> None:
    assert build_dashboard.tick_values(0.3, 7.9) == [0, 2, 4, 6, 8]
    assert build_dashboard.tick_values(5, 5) == [4, 6]


def test_histogram_counts_values() -> None:
    drawing = build_dashboard.histogram("Spread", pd.Series([0.0, 0.1, 1.0]), bins=2)
    assert "0 to 0.5: 2</title>" in drawing
    assert "0.5 to 1: 1</title>" in drawing


def test_histogram_says_what_it_leaves_out() -> None:
    drawing = build_dashboard.histogram("Spread", pd.Series([*range(200), 100_000]))
    assert "2 values above 198 are not drawn" in drawing
    assert "not drawn" not in build_dashboard.histogram("Spread", pd.Series(range(200)))


def test_large_figures_are_written_short() -> None:
    assert build_dashboard.as_figure(44_002_085.2) == "44 M"
    assert build_dashboard.as_figure(9_999) == "9,999"


def test_embedded_rows_cannot_end_their_script() -> None:
    text = build_dashboard.embedded(pd.DataFrame({HOSTILE: [HOSTILE, None]}))
    assert "<" not in text
    assert json.loads(text) == {"columns": [HOSTILE], "rows": [[HOSTILE], [None]]}


def test_the_page_loads_nothing() -> None:
    page = read(build_dashboard.build_page(build_dashboard.load_table()))
    assert page.addresses == []
    assert len(page.texts["script"]) == 2
    assert page.texts["h1"] == [build_dashboard.TITLE]`;
