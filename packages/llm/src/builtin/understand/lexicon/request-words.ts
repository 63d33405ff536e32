import type { ChartKind, FileFormat } from '../../question.ts';
import type { Intent } from './tag.ts';

export const chartWords: Record<ChartKind | 'any', string> = {
  bar: `
    bar chart, bar graph, bar plot, barchart, column chart, bar charts, barplot, bar diagram, bars chart,
    horizontal bar chart`,
  line: `
    line chart, line graph, line plot, linechart, time series, line charts, lines, time series chart,
    time series plot, timeseries, line diagram, time plot, line`,
  scatter: `
    scatter plot, scatterplot, scatter chart, scatter, scatter graph, scatter diagram, xy plot`,
  histogram: `
    histogram, histograms, histogram chart`,
  box: `
    box plot, boxplot, box plots, boxplots, box and whisker, box and whisker plot, box chart,
    whisker plot, box whisker plot`,
  heatmap: `
    heatmap, heat map, heatmaps`,
  pie: `
    pie chart, pie, pie graph, donut chart, doughnut chart`,
  area: `
    area chart, area graph, area plot, stacked area chart`,
  any: `
    chart, graph, plot, visualise, visualize, visualisation, visualization, charts, diagram, draw,
    figure, plots, plotted, charted, graphs, graphic`,
};

export const formatWords: Record<FileFormat, string> = {
  csv: `
    csv, comma separated, comma separated value, csv file, comma separated file`,
  tsv: `
    tsv, tab separated, tab separated value, tab delimited, tsv file`,
  ndjson: `
    ndjson, jsonl, json lines, newline delimited json, jsonlines, line delimited json`,
  json: `
    json, json file, json array`,
  xlsx: `
    xlsx, excel, spreadsheet, excel file, excel sheet, excel workbook, xls, workbook, excel spreadsheet,
    xlsx file, xlsx workbook, microsoft excel`,
};

/** Words that say what kind of question it is. */
export const intentWords: Partial<Record<Intent, string>> = {
  trend: `
    trend, trends, over time, evolution, evolve, evolved, development, progression, trajectory,
    over the years, through time, through the years, over the period, over the months, over the decades,
    across the years, trending, history, with time, across time, changed, develop, developed, history of,
    historical, timeline, change over time, changed over time, over the course of, changing,
    throughout the years, as a time series, going up or down, go up or down, rising or falling,
    increasing or decreasing, over the last years, over the whole period, through the period,
    year on year trend, vary over time, varied over time, changes over time, grown, grow, improved,
    improve, declined, decline`,
  rolling: `
    moving average, rolling average, rolling mean, running average, moving mean, smoothed, rolling,
    moving, ma, sma, rolling window, simple moving average, running mean`,
  change: `
    month over month, year over year, week over week, day over day, quarter over quarter, month on month,
    year on year, growth, growth rate, percent change, percentage change, yoy, mom, rate of change,
    percentage growth, % change, change, changes, relative change, percent growth, return, returns,
    month to month, year to year, day to day, annual growth, yearly growth, monthly change,
    monthly growth, annual change, qoq, wow, quarter on quarter`,
  distribution: `
    distribution, distributed, distributions, spread, spread of, range of, quartile, quartiles,
    percentile, percentiles, quantiles, summary statistics, descriptive statistics, range, dispersion,
    outliers, summary stats, descriptive stats, five number summary, density plot, probability density`,
  'value-counts': `
    value counts, value count, valuecounts, frequency table, frequency of each, counts of each value,
    count of each value`,
  correlation: `
    correlation, correlations, correlate, correlated, correlates, relationship, relationships, relate,
    related, relation, association, associated, correlation matrix, correlation coefficient,
    correlation table, pearson, pearson correlation, connection, link between, depend on, depends on,
    linked, affect, influence, dependence, interplay, pairwise correlation, linear relationship, predict,
    go together, connected, correlation heatmap, impact`,
  spearman: `
    spearman, rank correlation, spearman correlation, spearman rank correlation`,
  versus: `
    versus, vs, as a function of, plotted against`,
  describe: `
    describe, summarise, summarize, overview, summary, profile, explore, what is in, what's in, whats in,
    statistics, tell me about, what does this file contain, look like, information about, info,
    basic stats, stats, eda, what columns, which columns, explain, exploratory analysis,
    exploratory data analysis, describe the columns, data quality, contain, quick look,
    analyse this data, analyze this data, analyse the data, analyze the data, general idea,
    what is inside, column types, what kind of data, data dictionary, analyse this file,
    analyze this file, analyse the file, schema, missing values per column,
    missing values in each column, how many missing values`,
  convert: `
    convert, export, save, turn, transform, transformed, write, output, converted, exported,
    change the format, conversion, download, rewrite, reformat, store, dump, produce`,
  join: `
    join, merge, combine, joined, merged, inner join, left join, outer join, full outer join, full join,
    combining, match up, link, enrich, lookup, look up, joining, merging, right join, outer merge,
    left outer join, vlookup`,
  'all-numeric': `
    all measurements, all measures, all metrics, all numeric values, all the measurements,
    all numeric columns, all the numeric columns, every numeric column, numeric columns, all columns,
    each numeric column, all numeric variables, numeric variables, all variables, numerical columns,
    all numerical columns, the variables, all the columns, all pairs of columns, every column,
    each column, the columns, all fields, the numeric fields, numeric fields, between all columns`,
};
