import type { DocumentContext } from '../../model-port.ts';
import { createNameRegister, type NameRegister } from './python/identifier.ts';
import { type SupportName, supportCode } from './support-code.ts';

/** What the parts of one program share while they are written. */
export interface ProgramContext {
  documents: readonly DocumentContext[];
  names: NameRegister;
  /** Notes that the program needs a constant or function, and what that needs in turn. */
  use(...names: SupportName[]): void;
  /** Notes an import line. */
  importing(...imports: string[]): void;
  used(): SupportName[];
  imports(): string[];
}

export function createProgramContext(documents: readonly DocumentContext[]): ProgramContext {
  const used = new Set<SupportName>();
  const imports = new Set<string>(['import pandas as pd']);
  const use = (...names: SupportName[]): void => {
    for (const name of names) {
      if (used.has(name)) continue;
      used.add(name);
      const code = supportCode.get(name);
      for (const line of code?.imports ?? []) imports.add(line);
      use(...(code?.needs ?? []));
    }
  };
  return {
    documents,
    names: createNameRegister([...supportCode.keys()].map((name) => name.toLowerCase())),
    use,
    importing: (...lines) => {
      for (const line of lines) imports.add(line);
    },
    used: () => [...supportCode.keys()].filter((name) => used.has(name)),
    imports: () => [...imports],
  };
}
