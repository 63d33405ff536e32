import type { Tag } from './tag.ts';

/** Words of grammar that have one meaning each, separated by commas. */
export const structureWords: Partial<Record<Tag['kind'], string>> = {
  by: `
    by, per, grouped by, broken down by, split by, for each, for every, in each, of each, in every,
    of every, group by, separated by, aggregated by, across, across all, segmented by, categorised by,
    categorized by, by each, per each, at each, at every, within each, on each, sliced by, among,
    among all, between each, according to, depending on the, for all, with each, for the different,
    for different, across the, across different, grouping by, grouped on, partitioned by, by every,
    for the various, from each, from every, breakdown by, a breakdown by, breakdown per, colored by,
    coloured by, by the`,
  each: `
    each, every`,
  which: `
    which, what, who, whose, in which, on which, at which, name the, when was, when were`,
  not: `
    not, filter out, except, excluding, exclude, without, but not, apart from, except for, ignoring, leaving out,
    never, non, rather than, that are not, did not, outside, outside of, not in, omit, omitting`,
  missing: `
    missing, null, blank, nulls, with no, is missing, is null, is empty, is blank, has no, have no,
    having no, lacking, no, missing values, missing value, nan, are missing, is unknown,
    where there is no, unspecified, unknown, undefined, is not known, are null, lack a, lack, empty,
    that have no, missing values in, missing values for, without a, without any`,
  present: `
    not null, not missing, is not null, is not missing, is present, is known, non null, is not empty,
    not empty, not blank, with a known, that have a, is not blank, known, is given, non missing,
    non empty, are not null, are not missing`,
  and: `
    and, &, as well as, plus, along with, together with, and also, and the, both`,
  or: `
    or, and/or`,
  is: `
    is, are, was, were, be, being, been`,
  have: `
    have, has, had, having, get, gets, got, saw, sees, see, experienced, recorded, reports, reported,
    produced, directed, released, made, makes, record, received, receives, receive`,
  bins: `
    bins, bin, buckets, intervals, bars`,
  sort: `
    sorted by, ordered by, order by, sort by, ranked by, rank by, sorted, sort, ordered, arranged by,
    ranking by, in order of, sorted on, rank, order, sort them by, sorting by, ranked,
    sort the result by, sort the results by, sorted from, ordered from`,
  'table-only': `
    table, tables, as a table, in a table, tabulate`,
  next: `
    then, also, additionally, furthermore, next, finally, in addition, moreover, besides, lastly,
    after that, afterwards, secondly, firstly, thirdly, first of all`,
  row: `
    row, record, entry, observation, data point, datapoint, line, item, instance, case, sample, example,
    entries, measurement, reading, element, individual`,
};

/** Words that open a place, a condition or a source. */
export const prepositions = `
  in, on, at, for, from, of, with, where, when, during, to, within, that, whose, into, among, only,
  about, involving, by the name of, named, called, if, while, under the name, against, inside,
  throughout, near, occurring in, happening in, only for, just for, directed by, released by, made by,
  operated by, released in, produced by, located in, living on, who, which are, that are, which is,
  caused by, coming from, flown by, starring, rated, based on, made in, published in, published by,
  written by, sold by, came out in, filmed in, set in, occurred in, happened in, occurred at,
  fall under, falls under, fall into, falls into, belong to, belongs to, happened at, happened during, occurred during, involved, from the`;

export const ascendingWords = `
  ascending, asc, low to high, lowest first, smallest first, ascending order, lowest to highest,
  oldest first, alphabetically, alphabetical order, smallest to largest, from low to high,
  from lowest to highest, earliest first, in ascending order, from smallest to largest, chronologically,
  chronological order`;

export const descendingWords = `
  descending, desc, high to low, highest first, largest first, descending order, highest to lowest,
  newest first, largest to smallest, from high to low, from highest to lowest, biggest first,
  in descending order, from largest to smallest, most recent first, most first`;
