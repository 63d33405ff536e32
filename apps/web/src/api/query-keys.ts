/** Every react-query key; nested so that a parent's invalidation reaches its children. */
export const queryKeys = {
  projects: () => ['projects'] as const,
  project: (projectId: string) => ['projects', projectId] as const,
  projectBuilds: (projectId: string) => ['projects', projectId, 'builds'] as const,
  documents: (projectId: string) => ['projects', projectId, 'documents'] as const,
  suggestions: (projectId: string) => ['projects', projectId, 'suggestions'] as const,
  tree: (projectId: string) => ['projects', projectId, 'tree'] as const,
  files: (projectId: string) => ['projects', projectId, 'files'] as const,
  file: (projectId: string, path: string) => ['projects', projectId, 'files', path] as const,
  checkpoints: (projectId: string) => ['projects', projectId, 'checkpoints'] as const,
  sessions: (projectId: string) => ['projects', projectId, 'sessions'] as const,
  document: (documentId: string) => ['documents', documentId] as const,
  documentRows: (documentId: string, offset: number) => ['documents', documentId, 'rows', offset] as const,
  build: (buildId: string) => ['builds', buildId] as const,
  artifact: (buildId: string, path: string, version: string) =>
    ['builds', buildId, 'artifacts', path, version] as const,
  providers: () => ['providers'] as const,
  languages: () => ['languages'] as const,
  about: () => ['about'] as const,
  health: () => ['health'] as const,
  apiKeys: () => ['api-keys'] as const,
};
