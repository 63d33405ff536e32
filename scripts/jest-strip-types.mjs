import { stripTypeScriptTypes } from 'node:module';

/** Jest transformer over Node's own type stripping: no compiler, no configuration. */
export default {
  process: (source, path) => ({
    code: stripTypeScriptTypes(source, { mode: 'transform', sourceMap: true, sourceUrl: path }),
  }),
};
