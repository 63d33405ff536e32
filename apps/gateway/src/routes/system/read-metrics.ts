import { defineRoute } from '../../http/route.ts';

export const readMetrics = defineRoute({
  method: 'get',
  path: '/metrics',
  area: 'system',
  summary: 'Numbers for Prometheus',
  isAlsoAtRoot: true,
  access: 'public',
  answer: { kind: 'raw', status: 200, mediaType: 'text/plain', description: "Prometheus' text format" },
  async handler({ context, response }) {
    const { registry } = context.metrics;
    response.set({ 'Content-Type': registry.contentType, 'Cache-Control': 'no-store' });
    response.end(await registry.metrics());
    return undefined;
  },
});
