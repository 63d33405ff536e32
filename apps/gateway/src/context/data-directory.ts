import { mkdir } from 'node:fs/promises';
import { type Config, dataPaths } from '../config.ts';

/**
 * Makes the data directory and the private folders in it. The directory itself may be entered by others, since the
 * embedded database runs as an account of its own when the server is root; what people uploaded may not.
 */
export async function prepareDataDirectory(config: Config): Promise<void> {
  await mkdir(config.dataDirectory, { recursive: true, mode: 0o711 });
  const { uploads, temporary, runs } = dataPaths(config);
  for (const directory of [uploads, temporary, runs])
    await mkdir(directory, { recursive: true, mode: 0o700 });
}
