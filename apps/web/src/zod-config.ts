import { z } from 'zod';

// Imported before every schema: zod otherwise compiles validators with `new Function`, which a strict
// content security policy forbids.
z.config({ jitless: true });
