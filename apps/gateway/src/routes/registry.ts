import type { Route } from '../http/route.ts';
import { createApiKey } from './api-keys/create-api-key.ts';
import { deleteApiKey } from './api-keys/delete-api-key.ts';
import { listApiKeys } from './api-keys/list-api-keys.ts';
import { login } from './auth/login.ts';
import { logout } from './auth/logout.ts';
import { readMe } from './auth/read-me.ts';
import { refresh } from './auth/refresh.ts';
import { register } from './auth/register.ts';
import { approveBuild } from './builds/approve-build.ts';
import { cancelBuild } from './builds/cancel-build.ts';
import { createBuild } from './builds/create-build.ts';
import { listBuilds } from './builds/list-builds.ts';
import { readBuild } from './builds/read-build.ts';
import { readBuildArtifact } from './builds/read-build-artifact.ts';
import { readBuildEvents } from './builds/read-build-events.ts';
import { resumeBuild } from './builds/resume-build.ts';
import { updatePlan } from './builds/update-plan.ts';
import { createCheckpoint } from './checkpoints/create-checkpoint.ts';
import { listCheckpoints } from './checkpoints/list-checkpoints.ts';
import { restoreCheckpoint } from './checkpoints/restore-checkpoint.ts';
import { deleteDocument } from './documents/delete-document.ts';
import { listDocuments } from './documents/list-documents.ts';
import { readDocument } from './documents/read-document.ts';
import { readDocumentRows } from './documents/read-document-rows.ts';
import { uploadDocuments } from './documents/upload-documents.ts';
import { deleteFile } from './files/delete-file.ts';
import { readArchive } from './files/read-archive.ts';
import { readFile } from './files/read-file.ts';
import { readTree } from './files/read-tree.ts';
import { writeFile } from './files/write-file.ts';
import { createProject } from './projects/create-project.ts';
import { deleteProject } from './projects/delete-project.ts';
import { listProjects } from './projects/list-projects.ts';
import { listSuggestions } from './projects/list-suggestions.ts';
import { readProject } from './projects/read-project.ts';
import { updateProject } from './projects/update-project.ts';
import { deleteCredential } from './providers/delete-credential.ts';
import { listProviders } from './providers/list-providers.ts';
import { putCredential } from './providers/put-credential.ts';
import { cancelRun } from './runs/cancel-run.ts';
import { createRun } from './runs/create-run.ts';
import { listLanguages } from './runs/list-languages.ts';
import { readRun } from './runs/read-run.ts';
import { readRunArtifact } from './runs/read-run-artifact.ts';
import { writeRunStdin } from './runs/write-run-stdin.ts';
import { createPreview } from './sessions/create-preview.ts';
import { createSession } from './sessions/create-session.ts';
import { endSession } from './sessions/end-session.ts';
import { listSessions } from './sessions/list-sessions.ts';
import { readProcess } from './sessions/read-process.ts';
import { readSession } from './sessions/read-session.ts';
import { startProcess } from './sessions/start-process.ts';
import { stopProcess } from './sessions/stop-process.ts';
import { liveness } from './system/liveness.ts';
import { readAbout } from './system/read-about.ts';
import { readHealth } from './system/read-health.ts';
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
  listSuggestions,
  readTree,
  readFile,
  writeFile,
  deleteFile,
  readArchive,
  listCheckpoints,
  createCheckpoint,
  restoreCheckpoint,
  uploadDocuments,
  listDocuments,
  readDocument,
  readDocumentRows,
  deleteDocument,
  createBuild,
  listBuilds,
  readBuild,
  updatePlan,
  approveBuild,
  cancelBuild,
  resumeBuild,
  readBuildEvents,
  readBuildArtifact,
  listLanguages,
  createRun,
  readRun,
  cancelRun,
  readRunArtifact,
  writeRunStdin,
  createSession,
  listSessions,
  readSession,
  endSession,
  startProcess,
  readProcess,
  stopProcess,
  createPreview,
  listProviders,
  putCredential,
  deleteCredential,
  readAbout,
  readHealth,
  liveness,
  readiness,
  readMetrics,
];
