import { z } from 'zod';
import { documentIdSchema, projectIdSchema } from './ids.ts';

export const columnTypes = [
  'integer',
  'number',
  'boolean',
  'date',
  'datetime',
  'time',
  'text',
  'json',
  'empty',
] as const;
export const columnTypeSchema = z.enum(columnTypes);
export type ColumnType = z.infer<typeof columnTypeSchema>;

const cellSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type Cell = z.infer<typeof cellSchema>;

export const columnProfileSchema = z.object({
  name: z.string(),
  type: columnTypeSchema,
  nullCount: z.int(),
  distinctCount: z.int(),
  min: cellSchema.optional(),
  max: cellSchema.optional(),
  /** Arithmetic mean of the non-null numbers. */
  mean: z.number().optional(),
  /** The most frequent non-null values, most frequent first, at most 20. */
  topValues: z.array(z.object({ value: cellSchema, count: z.int() })),
  /** Up to 5 non-null values in file order. */
  samples: z.array(cellSchema),
  /** For numbers and dates: counts in up to 20 bins of equal width from min to max. */
  histogram: z.array(z.int()).optional(),
  /** For dates that are not ISO 8601: the strptime pattern they follow, such as `%b %d %Y`. */
  dateFormat: z.string().optional(),
});
export type ColumnProfile = z.infer<typeof columnProfileSchema>;

export const documentFormats = ['csv', 'tsv', 'json', 'ndjson', 'xlsx'] as const;
export const documentFormatSchema = z.enum(documentFormats);
export type DocumentFormat = z.infer<typeof documentFormatSchema>;

/** What a program needs to open the file again the way the reader did. */
export const documentProfileSchema = z.object({
  format: documentFormatSchema,
  encoding: z.string().optional(),
  delimiter: z.string().optional(),
  hasHeader: z.boolean().optional(),
  /** Lines (CSV) or rows (Excel) before the table: titles and blanks that a program has to skip. */
  skipRows: z.int().optional(),
  /** The decimal mark, where it is not a point. */
  decimal: z.literal(',').optional(),
  /** Excel: the sheet profiled, and all of them. */
  sheet: z.string().optional(),
  sheets: z.array(z.string()).optional(),
  /** JSON: the path to the array of rows, such as `data.items`; empty for the root. */
  recordPath: z.string().optional(),
  rowCount: z.int(),
  columns: z.array(columnProfileSchema),
});
export type DocumentProfile = z.infer<typeof documentProfileSchema>;

export const documentProblemSchema = z.object({ line: z.int().optional(), message: z.string() });
export type DocumentProblem = z.infer<typeof documentProblemSchema>;

export const documentStatusSchema = z.enum(['profiling', 'ready', 'failed']);

export const documentSummarySchema = z.object({
  id: documentIdSchema,
  projectId: projectIdSchema,
  name: z.string(),
  status: documentStatusSchema,
  format: documentFormatSchema.nullable(),
  bytes: z.int(),
  rowCount: z.int().nullable(),
  columnCount: z.int().nullable(),
  createdAt: z.iso.datetime(),
});
export type DocumentSummary = z.infer<typeof documentSummarySchema>;

export const documentSchema = documentSummarySchema.extend({
  encoding: z.string().optional(),
  delimiter: z.string().optional(),
  sheet: z.string().optional(),
  sheets: z.array(z.string()).optional(),
  columns: z.array(columnProfileSchema),
  problems: z.array(documentProblemSchema),
});
export type DocumentView = z.infer<typeof documentSchema>;

export const documentRowsSchema = z.object({
  columns: z.array(z.string()),
  rows: z.array(z.array(cellSchema)),
  offset: z.int(),
  total: z.int(),
});
export type DocumentRows = z.infer<typeof documentRowsSchema>;
