import type { Project } from '@sandsmith/contracts/domain/project';

export function ProjectCrumb({ project }: { project: Project }) {
  return (
    <h1 className="min-w-0 truncate text-base font-[550]" title={project.name}>
      {project.name}
    </h1>
  );
}
