import type { Route } from '../http/route.ts';
import { createApiKey } from './api-keys/create-api-key.ts';
import { deleteApiKey } from './api-keys/delete-api-key.ts';
import { listApiKeys } from './api-keys/list-api-keys.ts';
import { login } from './auth/login.ts';
import { logout } from './auth/logout.ts';
import { readMe } from './auth/read-me.ts';
import { refresh } from './auth/refresh.ts';
import { register } from './auth/register.ts';
import { createCheckpoint } from './checkpoints/create-checkpoint.ts';
import { listCheckpoints } from './checkpoints/list-checkpoints.ts';
import { restoreCheckpoint } from './checkpoints/restore-checkpoint.ts';
import { deleteFile } from './files/delete-file.ts';
import { readArchive } from './files/read-archive.ts';
import { readFile } from './files/read-file.ts';
import { readTree } from './files/read-tree.ts';
import { writeFile } from './files/write-file.ts';
import { createProject } from './projects/create-project.ts';
import { deleteProject } from './projects/delete-project.ts';
import { listProjects } from './projects/list-projects.ts';
import { readProject } from './projects/read-project.ts';
import { updateProject } from './projects/update-project.ts';
import { liveness } from './system/liveness.ts';
import { readMetrics } from './system/read-metrics.ts';
import { readiness } from './system/readiness.ts';

/** Every route there is: served, described by OpenAPI and tested from this one list. */
export const routes: readonly Route[] = [
  register,
  login,
  refresh,
  logout,
  readMe,
  listApiKeys,
  createApiKey,
  deleteApiKey,
  listProjects,
  createProject,
  readProject,
  updateProject,
  deleteProject,
  readTree,
  readFile,
  writeFile,
  deleteFile,
  readArchive,
  listCheckpoints,
  createCheckpoint,
  restoreCheckpoint,
  liveness,
  readiness,
  readMetrics,
];
