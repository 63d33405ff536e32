import type { Program } from '../../program.ts';
import type { BlueprintKind } from '../../question.ts';
import type { BlueprintRequest } from './blueprint-request.ts';
import { commandLine } from './command-line/command-line.ts';
import { dashboard } from './dashboard/dashboard.ts';
import { restApi } from './rest-api/rest-api.ts';

/** Every kind of program that is made as a whole, by its name. */
export const blueprints: Record<BlueprintKind, (request: BlueprintRequest) => Program> = {
  'rest-api': restApi,
  dashboard,
  'command-line': commandLine,
};
