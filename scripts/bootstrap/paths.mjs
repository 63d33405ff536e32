import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the checkout. */
export const rootDirectory = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Where the installation keeps its state: `DATA_DIR`, else `.sandsmith` in the checkout. */
export const dataDirectory = resolve(rootDirectory, process.env.DATA_DIR ?? '.sandsmith');

export const fromRoot = (...parts) => join(rootDirectory, ...parts);
export const fromData = (...parts) => join(dataDirectory, ...parts);
export const fromHome = (...parts) => join(homedir(), ...parts);
