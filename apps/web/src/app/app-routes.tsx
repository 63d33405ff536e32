import { lazy, Suspense } from 'react';
import { Route, Routes } from 'react-router';
import { ProjectsScene } from '../scenes/projects/projects-scene.tsx';
import { AppShell } from '../scenes/shell/app-shell.tsx';
import { NotFoundScene } from '../scenes/shell/not-found-scene.tsx';
import { SignInScene } from '../scenes/sign-in/sign-in-scene.tsx';
import { RequireSession } from './require-session.tsx';

const ProjectScene = lazy(() =>
  import('../scenes/project/project-scene.tsx').then(({ ProjectScene }) => ({ default: ProjectScene })),
);
const ModelsScene = lazy(() =>
  import('../scenes/models/models-scene.tsx').then(({ ModelsScene }) => ({ default: ModelsScene })),
);
const HealthScene = lazy(() =>
  import('../scenes/health/health-scene.tsx').then(({ HealthScene }) => ({ default: HealthScene })),
);
const AccountScene = lazy(() =>
  import('../scenes/account/account-scene.tsx').then(({ AccountScene }) => ({ default: AccountScene })),
);

export function AppRoutes() {
  return (
    <Suspense fallback={<div className="h-full bg-surface-1" />}>
      <Routes>
        <Route path="/sign-in" element={<SignInScene mode="sign-in" />} />
        <Route path="/register" element={<SignInScene mode="register" />} />
        <Route element={<RequireSession />}>
          <Route path="/projects/:projectId" element={<ProjectScene />} />
          <Route path="/projects/:projectId/workbench" element={<ProjectScene isWorkbench />} />
          <Route path="/projects/:projectId/builds/:buildId" element={<ProjectScene />} />
          <Route element={<AppShell />}>
            <Route index element={<ProjectsScene />} />
            <Route path="/models" element={<ModelsScene />} />
            <Route path="/health" element={<HealthScene />} />
            <Route path="/account" element={<AccountScene />} />
            <Route path="*" element={<NotFoundScene />} />
          </Route>
        </Route>
      </Routes>
    </Suspense>
  );
}
