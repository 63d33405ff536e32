/** A constant or function that some programs need, written out only where it is used. */
export interface SupportCode {
  kind: 'constant' | 'function';
  source: string;
  imports: string[];
  needs: SupportName[];
}

const libraryImports = {
  plt: 'import matplotlib.pyplot as plt',
  axes: 'from matplotlib.axes import Axes',
  figure: 'from matplotlib.figure import Figure',
  path: 'from pathlib import Path',
} as const;

const constants = {
  OUTPUT_FOLDER: { source: 'OUTPUT_FOLDER = Path("output")', imports: [libraryImports.path] },
  MISSING: {
    source:
      '# How a cell without a number or a date may be spelled.\n' +
      'MISSING = ["", "NA", "N/A", "n/a", "null", "NULL", "NaN", "nan", "None", "none", "-"]',
    imports: [],
  },
  BOOLEANS: {
    source: `BOOLEANS = {
    "true": True,
    "yes": True,
    "t": True,
    "y": True,
    "1": True,
    "false": False,
    "no": False,
    "f": False,
    "n": False,
    "0": False,
}`,
    imports: [],
  },
  PALETTE: {
    source:
      '# Eight colours that colour-blind readers can tell apart.\nPALETTE = [\n' +
      ['#0072B2', '#E69F00', '#009E73', '#CC79A7', '#56B4E9', '#D55E00', '#B8A000', '#444444']
        .map((colour) => `    "${colour}",\n`)
        .join('') +
      ']',
    imports: [],
  },
  CHART_STYLE: {
    source: `CHART_STYLE = {
    "font.family": "sans-serif",
    "font.sans-serif": ["Inter", "Noto Sans", "DejaVu Sans"],
    "font.size": 10,
    "text.parse_math": False,
    "figure.titlesize": 13,
    "figure.titleweight": "bold",
    "axes.edgecolor": "#9AA1AB",
    "axes.labelcolor": "#3D434B",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#E3E6EA",
    "xtick.color": "#3D434B",
    "ytick.color": "#3D434B",
    "legend.frameon": False,
}`,
    imports: [],
  },
} satisfies Record<string, { source: string; imports: string[] }>;

const functions = {
  as_text: {
    needs: [],
    imports: ['import json'],
    source: `def as_text(value: object) -> str:
    """Keep text as it is; write a number, a list or an object that stands among texts as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)`,
  },
  known_sum: {
    needs: [],
    imports: [],
    source: `def known_sum(values: pd.Series) -> float:
    """Add up the known values; of none at all the sum is missing, not 0."""
    return values.sum(min_count=1)`,
  },
  in_words: {
    needs: [],
    imports: [],
    source: `def in_words(value: object) -> str:
    """Write a value as a person would: thousands separators and no more digits than are of use."""
    if pd.isna(value):
        return "no value"
    if isinstance(value, pd.Timestamp):
        return value.strftime("%Y-%m-%d" if value == value.normalize() else "%Y-%m-%d %H:%M")
    if isinstance(value, str) or pd.api.types.is_bool(value):
        return str(value)
    number = float(value)
    if number.is_integer():
        return f"{number:,.0f}"
    if abs(number) < 0.1:
        return f"{number:.3g}"
    text = f"{number:,.{1 if abs(number) >= 100 else 2}f}"
    return text.rstrip("0").rstrip(".")`,
  },
  direction: {
    needs: ['in_words'],
    imports: ['import numpy as np'],
    source: `def direction(labels: pd.Series, positions: pd.Index, values: pd.Series, step: str) -> str:
    """Say how values went from first to last, and their least-squares change per step of time."""
    if len(values) < 2:
        return "has too few values for a direction"
    first, last = float(values.iloc[0]), float(values.iloc[-1])
    percent = f" ({100 * (last - first) / abs(first):+.1f}%)" if first else ""
    steps = np.asarray(positions, dtype=float)
    slope = float(np.polyfit(steps - steps[0], values.astype(float), 1)[0])
    word = "flat" if abs(slope) < 1e-12 else "upward" if slope > 0 else "downward"
    return (
        f"went from {in_words(first)} ({labels.iloc[0]}) to {in_words(last)} ({labels.iloc[-1]}){percent};"
        f" its direction is {word}, {in_words(slope)} per {step}"
    )`,
  },
  left_out: {
    needs: [],
    imports: [],
    source: `def left_out(rows: pd.DataFrame, columns: list[str]) -> str:
    """Say how many rows have no value in these columns and so could not count."""
    missing = rows[columns].isna().sum()
    parts = [f"{count:,} without {name}" for name, count in missing.items() if count]
    return f" Rows left out: {', '.join(parts)}." if parts else ""`,
  },
  new_chart: {
    needs: ['CHART_STYLE'],
    imports: ['import textwrap', libraryImports.plt, libraryImports.axes, libraryImports.figure],
    source: `def new_chart(title: str) -> tuple[Figure, Axes]:
    """Start a chart in the common style."""
    plt.rcParams.update(CHART_STYLE)
    figure, axes = plt.subplots(figsize=(8, 4.5), layout="tight")
    figure.suptitle(textwrap.fill(title, 64), x=0.02, horizontalalignment="left")
    return figure, axes`,
  },
  save_chart: {
    needs: ['OUTPUT_FOLDER'],
    imports: [libraryImports.plt, libraryImports.figure],
    source: `def save_chart(figure: Figure, name: str) -> None:
    """Write a chart to the output folder as a picture."""
    figure.savefig(OUTPUT_FOLDER / f"{name}.png", dpi=160)
    plt.close(figure)`,
  },
  label_positions: {
    needs: [],
    imports: [libraryImports.axes],
    source: `def label_positions(axes: Axes, labels: list[str], most: int = 12) -> None:
    """Name the positions 0, 1, 2, ... on the horizontal axis, leaving names out where they crowd."""
    step = -(-len(labels) // most)
    axes.set_xticks(range(0, len(labels), step), labels[::step])
    if max(map(len, labels)) * len(labels[::step]) > 66:
        axes.tick_params("x", rotation=35)
        plt.setp(axes.get_xticklabels(), horizontalalignment="right", rotation_mode="anchor")`,
  },
  plain_numbers: {
    needs: ['in_words'],
    imports: ['from matplotlib.axis import Axis'],
    source: `def plain_numbers(axis: Axis) -> None:
    """Write the numbers of an axis in full up to a million, above that in millions or billions."""

    def short(value: float) -> str:
        for size, name in [(1e9, " bn"), (1e6, " M")]:
            if abs(value) >= size:
                return in_words(value / size) + name
        return in_words(value)

    axis.set_major_formatter(lambda value, _: short(value))`,
  },
  whole_steps: {
    needs: [],
    imports: ['from matplotlib.axis import Axis', 'from matplotlib.ticker import MaxNLocator'],
    source: `def whole_steps(axis: Axis) -> None:
    """Mark years and other whole numbers where they stand, without thousands separators."""
    axis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
    axis.set_major_formatter(lambda value, _: f"{value:.0f}")`,
  },
  save_table: {
    needs: ['OUTPUT_FOLDER'],
    imports: [libraryImports.path],
    source: `def save_table(result: pd.DataFrame, name: str, title: str) -> None:
    """Write a table to the output folder with full precision, and print its first rows."""
    result.to_csv(OUTPUT_FOLDER / f"{name}.csv", index=False)
    print(f"{title}\\n{result.head(40).to_string(index=False)}\\n")`,
  },
  plain_records: {
    needs: [],
    imports: [],
    source: `def plain_records(table: pd.DataFrame) -> list[dict[str, object]]:
    """Give the rows as JSON knows values: missing is null, moments are ISO 8601 text."""
    plain = table.copy()
    for column in plain.select_dtypes("datetime"):
        days = plain[column].dt.normalize()
        is_day = (days == plain[column]) | plain[column].isna()
        pattern = "%Y-%m-%d" if is_day.all() else "%Y-%m-%dT%H:%M:%S"
        plain[column] = plain[column].dt.strftime(pattern)
    plain = plain.astype(object)
    return plain.where(plain.notna(), None).to_dict("records")`,
  },
  write_csv: {
    needs: [],
    imports: [libraryImports.path],
    source: `def write_csv(table: pd.DataFrame, path: Path) -> int:
    """Write a CSV file and count the rows that it holds when read again."""
    table.to_csv(path, index=False)
    return len(pd.read_csv(path, dtype=str, skip_blank_lines=False))`,
  },
  write_tsv: {
    needs: [],
    imports: [libraryImports.path],
    source: `def write_tsv(table: pd.DataFrame, path: Path) -> int:
    """Write a tab-separated file and count the rows that it holds when read again."""
    table.to_csv(path, sep="\\t", index=False)
    return len(pd.read_csv(path, sep="\\t", dtype=str, skip_blank_lines=False))`,
  },
  write_json: {
    needs: ['plain_records'],
    imports: [libraryImports.path, 'import json'],
    source: `def write_json(table: pd.DataFrame, path: Path) -> int:
    """Write an array of records and count those that it holds when read again."""
    text = json.dumps(plain_records(table), ensure_ascii=False, indent=2, allow_nan=False)
    path.write_text(text + "\\n", encoding="utf-8")
    return len(json.loads(path.read_text(encoding="utf-8")))`,
  },
  write_ndjson: {
    needs: ['plain_records'],
    imports: [libraryImports.path, 'import json'],
    source: `def write_ndjson(table: pd.DataFrame, path: Path) -> int:
    """Write one JSON record a line and count those that it holds when read again."""
    with path.open("w", encoding="utf-8") as lines:
        for record in plain_records(table):
            lines.write(json.dumps(record, ensure_ascii=False, allow_nan=False) + "\\n")
    with path.open(encoding="utf-8") as lines:
        return sum(isinstance(json.loads(line), dict) for line in lines)`,
  },
  write_xlsx: {
    needs: [],
    imports: [libraryImports.path],
    source: `def write_xlsx(table: pd.DataFrame, path: Path) -> int:
    """Write an Excel file, texts such as "=1+1" as texts, and count the rows when read again."""
    with pd.ExcelWriter(path, engine="openpyxl") as workbook:
        table.to_excel(workbook, sheet_name="Data", index=False)
        for row in workbook.sheets["Data"].iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    cell.data_type = "s"
    return len(pd.read_excel(path))`,
  },
  write_answers: {
    needs: ['OUTPUT_FOLDER'],
    imports: [libraryImports.path],
    source: `def write_answers(answers: list[str]) -> None:
    """Write the answers, then how the request was read, as Markdown; print them as well."""
    text = "\\n\\n".join(answers) + "\\n"
    if ASSUMPTIONS:
        text += "\\nHow the request was read:\\n\\n" + "".join(f"- {line}\\n" for line in ASSUMPTIONS)
    (OUTPUT_FOLDER / "answer.md").write_text(text, encoding="utf-8")
    print(text)`,
  },
} satisfies Record<string, { source: string; imports: string[]; needs: string[] }>;

export type SupportName = keyof typeof constants | keyof typeof functions;

const entries: [SupportName, SupportCode][] = [
  ...Object.entries<{ source: string; imports: string[] }>(constants).map(
    // The keys of `constants` and `functions` are what SupportName is made of.
    ([name, code]): [SupportName, SupportCode] => [
      name as SupportName,
      { ...code, kind: 'constant', needs: [] },
    ],
  ),
  ...Object.entries<{ source: string; imports: string[]; needs: string[] }>(functions).map(
    ([name, code]): [SupportName, SupportCode] => [
      name as SupportName,
      { ...code, kind: 'function', needs: code.needs as SupportName[] },
    ],
  ),
];

/** In the order in which they stand in a program. */
export const supportCode: ReadonlyMap<SupportName, SupportCode> = new Map(entries);
