import type { RunLimits } from '@sandsmith/contracts/domain/run';
import type { Logger } from '@sandsmith/foundation/logger';

export interface DockerSandboxOptions {
  logger: Logger;
  /** Names this installation; stands on everything it makes in the engine. */
  instanceId: string;
  /** `sandbox-images/` of the repository. */
  imagesDirectory: string;
  /** Runs at a time; further ones wait, the owners taking turns. As many as the machine has processors where left out. */
  concurrency?: number;
  /** The engine's runtime, such as `runsc`; its default where left out. Nothing runs while it does not work. */
  runtime?: string;
  /** Extra certificates for installs; found in the environment where left out. */
  extraCaFile?: string;
  /** No run gets more than this, whatever it asks. */
  maxLimits?: Partial<RunLimits>;
  /** Whether runs and sessions may ask for the internet; not where left out. */
  allowInternet?: boolean;
  /** Further package registries, as `host` or `host:port`; may be of a private network. */
  packageHosts?: string[];
  /** The most containers that stand ready, started beforehand; 16 where left out, none with 0. */
  poolSize?: number;
  /** Processors that one run may use. */
  cpus?: number;
  /** Copies documents into containers instead of mounting them; found out where left out. */
  documentsByCopy?: boolean;
  /** `unix:///path` or `tcp://host:port`; DOCKER_HOST or the usual socket where left out. */
  engineHost?: string;
  /** Where proxies, mirrors and certificates are looked up. */
  environment?: NodeJS.ProcessEnv;
}
