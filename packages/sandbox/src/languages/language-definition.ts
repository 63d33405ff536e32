import { runLimitsSchema } from '@sandsmith/contracts/domain/run';
import { z } from 'zod';

const commandSchema = z.array(z.string().min(1)).min(1);

/** The shape of `sandbox-images/<id>/language.json`. */
export const languageFileSchema = z.strictObject({
  name: z.string().min(1),
  /** Built at the first start; the others when they are first used, or by `npm run images`. */
  default: z.boolean().optional(),
  /** Where the language stands in lists. */
  order: z.int(),
  /** The folder whose image this one is built from. */
  parent: z.string().min(1),
  extensions: z.array(z.string().regex(/^\.[a-z0-9]+$/)).min(1),
  /** Prints the version alone. */
  versionCommand: commandSchema,
  /** Checks or translates before the run; a failure ends the run in the phase `compile`. */
  compile: commandSchema.optional(),
  /** `{entry}` is the file to start; an item that is `{args}` is replaced by the arguments. */
  run: commandSchema,
  /**
   * For languages without `compile`: run only after the program has failed, its output unseen. Where this fails too, the
   * code could not be read, and the failure is one of the phase `compile`.
   */
  check: commandSchema.optional(),
  /** How packages are installed for a run that brings a manifest and may reach the registries. */
  packageManager: z
    .strictObject({
      /** As its users call it, such as "pip". */
      name: z.string().min(1),
      /** Names of files that say what to install; one of them at the top of the run's files is enough. */
      manifests: z.array(z.string().min(1)).min(1),
      /** Further files that are part of what is installed where they are there, such as lock files. */
      lockFiles: z.array(z.string().min(1)),
      /** Shell text, in a working folder that holds these files alone, with `/deps` to be written. */
      install: z.string().min(1),
    })
    .optional(),
  /** How installed packages at `/deps` are found. */
  dependencies: z.strictObject({
    environment: z.record(z.string(), z.string()),
    /** Set for install steps only. */
    writeEnvironment: z.record(z.string(), z.string()),
    path: z.array(z.string()),
    /** Links made in the working folder where the name is free. */
    links: z.record(z.string(), z.string()),
  }),
  limits: runLimitsSchema.partial(),
  sample: z.strictObject({ path: z.string(), content: z.string() }),
});

export type LanguageDefinition = z.infer<typeof languageFileSchema> & {
  /** The name of its folder. */
  id: string;
  /** Content-hashed, so that a changed folder is another image. */
  imageTag: string;
};

/** Puts the entry file and the arguments into a language's command. */
export function fillCommand(command: string[], { entry, args }: { entry: string; args: string[] }): string[] {
  return command.flatMap((item) => (item === '{args}' ? args : [item.replaceAll('{entry}', entry)]));
}
