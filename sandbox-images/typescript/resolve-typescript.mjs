import { registerHooks } from 'node:module';

/** Lets `./name` and `./name.js` find `name.ts`, as compilers and bundlers do and Node by itself does not. */
const candidates = (specifier) => {
  if (/\.[cm]?js$/.test(specifier)) return [specifier.replace(/js$/, 'ts')];
  return [`${specifier}.ts`, `${specifier}.js`, `${specifier}/index.ts`];
};

registerHooks({
  resolve(specifier, context, next) {
    try {
      return next(specifier, context);
    } catch (error) {
      const isMissing = error.code === 'ERR_MODULE_NOT_FOUND' || error.code === 'ERR_UNSUPPORTED_DIR_IMPORT';
      const fromPackage = context.parentURL?.includes('/node_modules/');
      if (!isMissing || fromPackage || !/^\.{0,2}\//.test(specifier)) throw error;
      for (const candidate of candidates(specifier)) {
        try {
          return next(candidate, context);
        } catch {
          // the next candidate, else the first error, which names what the program asked for
        }
      }
      throw error;
    }
  },
});
