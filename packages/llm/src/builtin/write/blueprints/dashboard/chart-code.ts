/** Python that draws charts as SVG and puts the page together. */
export const chartCode = String.raw`def tile(label: str, value: object) -> str:
    """One key figure."""
    figure = escape(in_words(value))
    return f'<div class="card tile"><dt>{escape(label)}</dt><dd>{figure}</dd></div>'


def card(title: str, drawing: str) -> str:
    """A chart with its heading."""
    return f'<section class="card"><h2>{escape(title)}</h2>{drawing}</section>'


def svg(title: str, height: int, marks: list[str]) -> str:
    """A drawing with a description for those who cannot see it."""
    head = f'<svg viewBox="0 0 {CHART_WIDTH} {height}" role="img" aria-label="{escape(title)}">'
    return "\n".join([head, *marks, "</svg>"])


def bar_chart(title: str, values: pd.Series) -> str:
    """Horizontal bars, the labels left and the values right."""
    highest = max(float(values.max()), 1e-12) if len(values) else 1.0
    marks = []
    for place, (label, value) in enumerate(values.items()):
        y = place * 26
        length = max(0.0, float(value)) / highest * 260
        name = str(label) if len(str(label)) <= 24 else f"{str(label)[:23]}…"
        marks.append(f'<text x="160" y="{y + 17}" text-anchor="end">{escape(name)}</text>')
        marks.append(
            f'<rect class="mark" x="168" y="{y + 4}" width="{length:.1f}" height="18" rx="2">'
            f"<title>{escape(str(label))}: {escape(in_words(value))}</title></rect>"
        )
        marks.append(f'<text x="{174 + length:.1f}" y="{y + 17}">{escape(in_words(value))}</text>')
    return card(title, svg(title, max(1, len(values)) * 26 + 4, marks))


def line_chart(title: str, values: pd.Series) -> str:
    """A line along time, with the ends of both axes named."""
    known = values.dropna().astype(float)
    if known.empty:
        return card(title, "<p>No values.</p>")
    low, high = float(known.min()), float(known.max())
    span = high - low or 1.0
    step = 420 / max(1, len(known) - 1)
    points = [
        f"{70 + place * step:.1f},{190 - (value - low) / span * 170:.1f}"
        for place, value in enumerate(known)
    ]
    marks = [
        '<line class="axis" x1="70" y1="190" x2="490" y2="190"/>',
        f'<polyline class="line" points="{" ".join(points)}"/>',
        f'<text x="62" y="24" text-anchor="end">{escape(in_words(high))}</text>',
        f'<text x="62" y="194" text-anchor="end">{escape(in_words(low))}</text>',
        f'<text x="70" y="212">{escape(str(known.index[0]))}</text>',
        f'<text x="490" y="212" text-anchor="end">{escape(str(known.index[-1]))}</text>',
    ]
    return card(title, svg(title, 220, marks))


def histogram(title: str, values: pd.Series, bins: int = 20) -> str:
    """Bars of equal width that count the values."""
    known = values.dropna().astype(float)
    if known.empty:
        return card(title, "<p>No values.</p>")
    counts, edges = np.histogram(known, bins=bins)
    width = 480 / bins
    marks = ['<line class="axis" x1="10" y1="170" x2="490" y2="170"/>']
    for place, count in enumerate(counts):
        height = 150 * count / counts.max()
        marks.append(
            f'<rect class="mark" x="{10 + place * width + 1:.1f}" y="{170 - height:.1f}"'
            f' width="{width - 2:.1f}" height="{height:.1f}">'
            f"<title>{in_words(edges[place])} to {in_words(edges[place + 1])}: {count:,}</title></rect>"
        )
    marks.append(f'<text x="10" y="190">{escape(in_words(edges[0]))}</text>')
    marks.append(f'<text x="490" y="190" text-anchor="end">{escape(in_words(edges[-1]))}</text>')
    return card(title, svg(title, 200, marks))


def embedded(table: pd.DataFrame) -> str:
    """The first rows as JSON that cannot end the script element it stands in."""
    rows = [list(record.values()) for record in plain_records(table.head(MOST_ROWS))]
    text = json.dumps({"columns": list(table.columns), "rows": rows}, ensure_ascii=False)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def build_page(table: pd.DataFrame) -> str:
    """Put the whole page together."""
    shown = min(len(table), MOST_ROWS)
    parts = {
        "title": escape(TITLE),
        "subtitle": escape(f"{len(table):,} rows, {len(table.columns)} columns"),
        "tiles": "\n".join(tiles(table)),
        "charts": "\n".join(charts(table)),
        "table_title": escape(f"The first {shown:,} of {len(table):,} rows"),
        "data": embedded(table),
    }
    return Template(PAGE).substitute(parts)


def main() -> None:
    """Write the page and say where it is."""
    OUTPUT_FOLDER.mkdir(exist_ok=True)
    table = load_table()
    (OUTPUT_FOLDER / "dashboard.html").write_text(build_page(table), encoding="utf-8")
    answer = f"The dashboard over {len(table):,} rows is in output/dashboard.html.\n"
    (OUTPUT_FOLDER / "answer.md").write_text(answer, encoding="utf-8")
    print(answer)`;
