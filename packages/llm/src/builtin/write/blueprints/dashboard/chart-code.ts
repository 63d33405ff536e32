/** Python that draws the charts: bars as HTML that wraps on a phone, lines and histograms as SVG. */
export const chartCode = String.raw`def as_figure(value: object) -> str:
    """Write a key figure short: from a million on in millions or billions."""
    if isinstance(value, str) or pd.isna(value):
        return in_words(value)
    number = float(value)
    for size, name in [(1e9, " bn"), (1e6, " M")]:
        if abs(number) >= size:
            return in_words(round(number / size, 1)) + name
    return in_words(number)


def tile(label: str, value: object, note: str = "") -> str:
    """One key figure, and a word on it below."""
    small = f"<small>{escape(note)}</small>" if note else ""
    return f'<div class="card tile"><dt>{escape(label)}</dt><dd>{escape(as_figure(value))}{small}</dd></div>'


def spread(values: pd.Series) -> str:
    """Between which values most of a column lies, for the reader of its average."""
    known = values.dropna().astype(float)
    if known.empty:
        return ""
    low, middle, high = (as_figure(known.quantile(share)) for share in (0.1, 0.5, 0.9))
    if low == high:
        return f"mostly {middle}"
    return f"median {middle}, 80% from {low} to {high}"


def card(title: str, drawing: str) -> str:
    """A chart with its heading."""
    return f'<figure class="card"><h2>{escape(title)}</h2>{drawing}</figure>'


def svg(title: str, height: int, marks: list[str]) -> str:
    """A drawing with a description for those who cannot see it."""
    head = f'<svg viewBox="0 0 {CHART_WIDTH} {height}" role="img" aria-label="{escape(title)}">'
    return "\n".join([head, *marks, "</svg>"])


def bar_chart(title: str, values: pd.Series) -> str:
    """Horizontal bars, the labels left and the values right."""
    highest = max(float(values.max()), 1e-12) if len(values) else 1.0
    bars = []
    for label, value in values.items():
        share = max(0.0, float(value)) / highest * 100
        name = escape(str(label))
        bars.append(
            f'<li><span class="name" title="{name}">{name}</span>'
            f'<span class="track"><span class="bar" style="width:{share:.1f}%"></span></span>'
            f'<span class="value">{escape(in_words(value))}</span></li>'
        )
    return card(title, f'<ol class="bars">{"".join(bars)}</ol>')


def tick_values(low: float, high: float) -> list[float]:
    """Round numbers around a range: three to seven of them."""
    rough = (high - low or abs(high) or 1.0) / 4
    size = 10.0 ** np.floor(np.log10(rough))
    step = next(factor * size for factor in (1, 2, 5, 10) if factor * size >= rough)
    first, last = int(np.floor(low / step)), int(np.ceil(high / step))
    return [float(f"{place * step:.12g}") for place in range(first, max(last, first + 1) + 1)]


def moment(label: object) -> tuple[float, str]:
    """Where a period or a year stands on the line of time, and how it is written."""
    if isinstance(label, pd.Period):
        return float(label.ordinal), str(label)
    return float(label), f"{float(label):.0f}"


def line_chart(title: str, values: pd.Series) -> str:
    """A line along time: each value at its own moment, however many are missing between."""
    known = values.dropna().astype(float)
    if known.empty:
        return card(title, "<p>No values.</p>")
    ticks = tick_values(float(known.min()), float(known.max()))
    moments = [moment(label) for label in known.index]
    start, length = moments[0][0], moments[-1][0] - moments[0][0] or 1.0
    marks, points = [], []
    for tick in ticks:
        y = 190 - (tick - ticks[0]) / (ticks[-1] - ticks[0]) * 170
        marks.append(f'<line class="axis" x1="80" y1="{y:.1f}" x2="490" y2="{y:.1f}"/>')
        marks.append(f'<text x="72" y="{y + 4:.1f}" text-anchor="end">{escape(as_figure(tick))}</text>')
    for (place, name), value in zip(moments, known, strict=True):
        x = 80 + (place - start) / length * 410
        y = 190 - (value - ticks[0]) / (ticks[-1] - ticks[0]) * 170
        points.append(f"{x:.1f},{y:.1f}")
        words = f"{escape(name)}: {escape(in_words(value))}"
        marks.append(f'<circle class="mark" cx="{x:.1f}" cy="{y:.1f}" r="3"><title>{words}</title></circle>')
    marks.append(f'<polyline class="line" points="{" ".join(points)}"/>')
    marks.append(f'<text x="80" y="214">{escape(moments[0][1])}</text>')
    marks.append(f'<text x="490" y="214" text-anchor="end">{escape(moments[-1][1])}</text>')
    return card(title, svg(title, 222, marks))


def histogram(title: str, values: pd.Series, bins: int = 20) -> str:
    """Bars of equal width that count the values; a long thin end is left out, and the page says so."""
    known = values.dropna().astype(float)
    if known.empty:
        return card(title, "<p>No values.</p>")
    limit = float(known.quantile(0.99))
    is_long = float(known.max()) - limit > limit - float(known.min()) > 0
    drawn = known[known <= limit] if is_long else known
    counts, edges = np.histogram(drawn, bins=bins)
    width = 480 / bins
    marks = ['<line class="axis" x1="10" y1="170" x2="490" y2="170"/>']
    for place, count in enumerate(counts):
        height = 150 * count / counts.max()
        marks.append(
            f'<rect class="mark" x="{10 + place * width + 1:.1f}" y="{170 - height:.1f}"'
            f' width="{width - 2:.1f}" height="{height:.1f}" rx="1">'
            f"<title>{in_words(edges[place])} to {in_words(edges[place + 1])}: {count:,}</title></rect>"
        )
    marks.append(f'<text x="10" y="192">{escape(in_words(edges[0]))}</text>')
    marks.append(f'<text x="490" y="192" text-anchor="end">{escape(in_words(edges[-1]))}</text>')
    left_out = len(known) - len(drawn)
    note = f"<p>{left_out:,} values above {escape(in_words(limit))} are not drawn.</p>" if left_out else ""
    return card(title, svg(title, 200, marks) + note)`;
