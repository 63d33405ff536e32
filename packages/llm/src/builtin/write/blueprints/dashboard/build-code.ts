/** Python that puts the page together and writes it. */
export const buildCode = String.raw`def embedded(table: pd.DataFrame) -> str:
    """The first rows as JSON that cannot end the script element it stands in."""
    rows = [list(record.values()) for record in plain_records(table.head(MOST_ROWS))]
    text = json.dumps({"columns": list(table.columns), "rows": rows}, ensure_ascii=False)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def build_page(table: pd.DataFrame) -> str:
    """Put the whole page together."""
    shown = min(len(table), MOST_ROWS)
    is_cut = shown < len(table)
    parts = {
        "title": escape(TITLE),
        "subtitle": escape(subtitle(table)),
        "tiles": "\n".join(tiles(table)),
        "charts": "\n".join(charts(table)),
        "table_title": escape(f"The first {shown:,} of {len(table):,} rows" if is_cut else "All rows"),
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
