import { Command } from 'cmdk';
import { Dialog } from 'radix-ui';
import { useEffect, useMemo } from 'react';
import { useProjects } from '../../api/use-projects.ts';
import { Shortcut } from '../../design/hint.tsx';
import { type Command as Action, useCommandsStore } from '../../state/commands-store.ts';
import { useTheme } from '../../state/theme-store.ts';
import { isForShell } from '../project/session/terminal-keys.ts';
import { useGo } from './use-go.ts';

/** Every action, found by typing. Ctrl-K from anywhere. */
export function CommandPalette() {
  const { isOpen, setOpen, sources } = useCommandsStore();
  const general = useGeneralCommands();
  usePaletteKey();
  const groups = useMemo(() => grouped([...Object.values(sources).flat(), ...general]), [sources, general]);
  const run = (action: Action) => {
    setOpen(false);
    // After the palette gave the focus back, so that the action may move it.
    setTimeout(() => action.run(), 0);
  };
  return (
    <Dialog.Root open={isOpen} onOpenChange={setOpen}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-[rgb(0_0_0/0.35)]" />
        <Dialog.Content
          aria-describedby={undefined}
          className="rise fixed left-1/2 top-[14vh] z-50 w-[min(560px,calc(100vw-32px))] -translate-x-1/2 overflow-hidden rounded-md border border-border bg-surface-2 shadow-float"
        >
          <Dialog.Title className="sr-only">Search or run a command</Dialog.Title>
          <Command label="Search or run a command" loop>
            <Command.Input
              autoFocus
              placeholder="Search or run a command"
              className="h-11 w-full border-b border-border bg-transparent px-4 text-[14px] outline-none"
            />
            <Command.List className="max-h-[min(420px,56vh)] overflow-auto p-1">
              <Command.Empty className="p-6 text-center text-muted">Nothing matches</Command.Empty>
              {[...groups].map(([group, actions]) => (
                <Command.Group
                  key={group}
                  heading={group}
                  className="[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:text-sm [&_[cmdk-group-heading]]:text-muted"
                >
                  {actions.map((action) => (
                    <Command.Item
                      key={action.id}
                      value={`${action.title} ${action.keywords ?? ''} ${action.id}`}
                      onSelect={() => run(action)}
                      className="flex h-8 cursor-default items-center justify-between gap-4 rounded px-3 data-[selected=true]:bg-surface-3"
                    >
                      <span className="truncate">{action.title}</span>
                      {action.shortcut && <Shortcut keys={action.shortcut} />}
                    </Command.Item>
                  ))}
                </Command.Group>
              ))}
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function usePaletteKey(): void {
  const setOpen = useCommandsStore((state) => state.setOpen);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'k' || isForShell(event)) return;
      event.preventDefault();
      setOpen(!useCommandsStore.getState().isOpen);
    };
    // Captured, because the editor uses Ctrl-K as the start of its own chords.
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, [setOpen]);
}

function grouped(actions: readonly Action[]): Map<string, Action[]> {
  const groups = new Map<string, Action[]>();
  for (const action of actions) groups.set(action.group, [...(groups.get(action.group) ?? []), action]);
  return groups;
}

function useGeneralCommands(): Action[] {
  const go = useGo();
  const choose = useTheme((state) => state.choose);
  const projects = useProjects().data;
  return useMemo(() => {
    const page = (id: string, title: string, to: string): Action => ({
      id,
      group: 'Go to',
      title,
      run: () => go(to),
    });
    return [
      page('go-projects', 'Projects', '/'),
      page('go-models', 'Models', '/models'),
      page('go-health', 'Health', '/health'),
      page('go-account', 'Account and API keys', '/account'),
      ...(projects ?? []).map((project) => ({
        id: project.id,
        group: 'Projects',
        title: project.name,
        run: () => go(`/projects/${project.id}`),
      })),
      ...(['system', 'dark', 'light'] as const).map((theme) => ({
        id: `theme-${theme}`,
        group: 'Theme',
        title: theme === 'system' ? 'Theme like the system' : `${theme === 'dark' ? 'Dark' : 'Light'} theme`,
        run: () => choose(theme),
      })),
    ];
  }, [go, choose, projects]);
}
