import * as artifact from '@sandsmith/contracts/domain/artifact';
import * as build from '@sandsmith/contracts/domain/build';
import * as document from '@sandsmith/contracts/domain/document';
import * as health from '@sandsmith/contracts/domain/health';
import * as plan from '@sandsmith/contracts/domain/plan';
import * as project from '@sandsmith/contracts/domain/project';
import * as provider from '@sandsmith/contracts/domain/provider';
import * as run from '@sandsmith/contracts/domain/run';
import * as user from '@sandsmith/contracts/domain/user';
import * as buildEvents from '@sandsmith/contracts/events/build-events';
import * as runEvents from '@sandsmith/contracts/events/run-events';
import { problemSchema } from '@sandsmith/contracts/problem';
import { z } from 'zod';

export type JsonSchema = Record<string, unknown>;

/** Schemas that get a name of their own in the document; all others stand where they are used. */
const named: Record<string, z.ZodType> = {
  Problem: problemSchema,
  User: user.userSchema,
  Project: project.projectSchema,
  TreeEntry: project.treeEntrySchema,
  Checkpoint: project.checkpointSchema,
  Document: document.documentSchema,
  DocumentSummary: document.documentSummarySchema,
  DocumentRows: document.documentRowsSchema,
  ColumnProfile: document.columnProfileSchema,
  Artifact: artifact.artifactSchema,
  Build: build.buildSchema,
  BuildSummary: build.buildSummarySchema,
  BuildEvent: buildEvents.buildEventSchema,
  Plan: plan.planSchema,
  PlanStep: plan.planStepSchema,
  Step: plan.stepViewSchema,
  RunLimits: run.runLimitsSchema,
  RunResult: run.runResultSchema,
  RunEvent: runEvents.runEventSchema,
  Language: run.languageSchema,
  Provider: provider.providerSchema,
  Model: provider.modelSchema,
  HealthReport: health.healthReportSchema,
};

export interface SchemaCollector {
  /** The JSON schema of a zod schema, with references into `components`. */
  toJsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema;
  components(): Record<string, JsonSchema>;
}

export function createSchemaCollector(): SchemaCollector {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const components = new Map<string, JsonSchema>();

  function toJsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
    const produced: JsonSchema = z.toJSONSchema(schema, { metadata: registry, io, unrepresentable: 'any' });
    const { $schema: _, $defs, id: _id, ...rest } = produced;
    // What is asked of a caller and what is answered differ where there are defaults: two names then.
    const suffix = io === 'input' ? 'Input' : '';
    const definitions = ($defs ?? {}) as Record<string, JsonSchema>;
    for (const [name, definition] of Object.entries(definitions)) {
      const { id: _definitionId, ...body } = definition;
      components.set(`${name}${suffix}`, pointToComponents(body, suffix) as JsonSchema);
    }
    const name = registry.get(schema)?.id;
    const body = pointToComponents(rest, suffix) as JsonSchema;
    if (name === undefined || '$ref' in body) return body;
    components.set(`${name}${suffix}`, body);
    return { $ref: `#/components/schemas/${name}${suffix}` };
  }

  return {
    toJsonSchema,
    components: () => Object.fromEntries([...components].sort(([a], [b]) => a.localeCompare(b))),
  };
}

function pointToComponents(node: unknown, suffix: string): unknown {
  if (Array.isArray(node)) return node.map((entry) => pointToComponents(entry, suffix));
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) =>
      key === '$ref' && typeof value === 'string'
        ? [key, `${value.replace('#/$defs/', '#/components/schemas/')}${suffix}`]
        : [key, pointToComponents(value, suffix)],
    ),
  );
}
