import { readConfig } from './config.ts';
import { announce } from './process/announce.ts';
import { failToStart } from './process/fail-to-start.ts';
import { stopOnSignals } from './process/stop-on-signals.ts';
import { startGateway } from './start-gateway.ts';
import { createLog } from './system/log.ts';

try {
  const config = readConfig();
  const log = createLog({ level: config.logLevel });
  const stop = stopOnSignals({ logger: log });
  const gateway = await startGateway({ config, log, stopping: stop.stopping });
  stop.closeWith(() => gateway.close());
  announce(gateway);
} catch (error) {
  failToStart(error);
}
