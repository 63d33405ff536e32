import type { OpenAiChatRequest } from '@sandsmith/test-kit/vendors/openai-server';
import type { ScriptedReply } from '@sandsmith/test-kit/vendors/scripted-reply';

export type Role = 'planner' | 'coder' | 'repairer';

/** What a request to the vendor is about, read from the prompt's own words. */
export function readRequest(request: OpenAiChatRequest): {
  role: Role;
  path: string | undefined;
  prompt: string;
} {
  const [system] = request.messages;
  const prompt = request.messages.map(({ content }) => content).join('\n');
  const role = system?.content.startsWith('You plan')
    ? 'planner'
    : system?.content.startsWith('You mend')
      ? 'repairer'
      : 'coder';
  return { role, path: /\nWrite the file (\S+) \(/.exec(prompt)?.[1], prompt };
}

export interface Script {
  plan: unknown;
  files?: Record<string, string>;
  repairs?: unknown[];
  /** Changes or delays any reply. */
  adjust?: (
    facts: { role: Role; path: string | undefined; index: number },
    reply: ScriptedReply,
  ) => ScriptedReply;
}

/** Replies of a vendor that plays a script: the plan, each file, then one repair after the other. */
export function playScript(script: Script): (request: OpenAiChatRequest, index: number) => ScriptedReply {
  let repairs = 0;
  return (request, index) => {
    const { role, path } = readRequest(request);
    const text = () => {
      if (role === 'planner')
        return typeof script.plan === 'string' ? script.plan : JSON.stringify(script.plan);
      if (role === 'coder') return script.files?.[path ?? ''] ?? `# ${path}\n`;
      const repair = script.repairs?.[Math.min(repairs, script.repairs.length - 1)];
      repairs += 1;
      if (typeof repair === 'string') return repair;
      return JSON.stringify(repair ?? { diagnosis: 'unknown', files: [] });
    };
    const reply: ScriptedReply = { text: text() };
    return script.adjust?.({ role, path, index }, reply) ?? reply;
  };
}

interface StepSketch {
  id: string;
  kind?: string;
  dependsOn?: string[];
  files?: string[];
  command: string;
  language?: string;
}

export function sketchPlan(steps: StepSketch[], title = 'Scripted build') {
  return {
    title,
    summary: 'A build made by a script.',
    steps: steps.map(({ id, kind = 'write', dependsOn = [], files = [], command, language = 'python' }) => {
      return { id, kind, title: id, instructions: '', dependsOn, files, language, acceptance: { command } };
    }),
  };
}
