import { aboutSchema } from '@sandsmith/contracts/http/system';
import { defineRoute } from '../../http/route.ts';
import { productVersion } from '../../system/version.ts';

export const readAbout = defineRoute({
  method: 'get',
  path: '/system/about',
  area: 'system',
  summary: 'Tell the version, and whether people may register themselves',
  access: 'public',
  answer: { kind: 'json', status: 200, schema: aboutSchema },
  handler: ({ context }) => ({
    version: productVersion,
    registration: context.config.isRegistrationOpen ? ('open' as const) : ('closed' as const),
  }),
});
