import { CircleUser, KeyRound, LogOut, Monitor, Moon, Search, Sun } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { toast } from 'sonner';
import { errorWords } from '../../api/problem-error.ts';
import { useSession } from '../../api/use-session.ts';
import { useServices } from '../../app/services.ts';
import { IconButton } from '../../design/button.tsx';
import { Shortcut } from '../../design/hint.tsx';
import { Logo } from '../../design/logo.tsx';
import { Menu, MenuChoice, MenuHeading, MenuItem, MenuLine } from '../../design/menu.tsx';
import { useCommandsStore } from '../../state/commands-store.ts';
import { type ThemeChoice, useTheme } from '../../state/theme-store.ts';
import { HealthDot } from './health-dot.tsx';
import { useGo } from './use-go.ts';

interface AppHeaderProps {
  /** What follows the product's name, such as the project's. */
  crumb?: ReactNode;
  /** What stands before the health dot, such as the model. */
  tools?: ReactNode;
}

export function AppHeader({ crumb, tools }: AppHeaderProps) {
  return (
    <header className="flex h-11 shrink-0 items-center gap-3 border-b border-border bg-surface-2 px-3">
      <nav aria-label="Breadcrumb" className="flex min-w-0 flex-1 items-center gap-2">
        <Link to="/" className="flex items-center gap-2 rounded-md font-[550]">
          <Logo />
          <span className={crumb ? 'max-sm:sr-only' : undefined}>Sandsmith</span>
        </Link>
        {crumb && (
          <span aria-hidden className="text-muted">
            /
          </span>
        )}
        {crumb}
      </nav>
      <PaletteButton />
      <div className="flex min-w-0 flex-1 items-center justify-end gap-1">
        {tools}
        <HealthDot />
        <ThemeMenu />
        <AccountMenu />
      </div>
    </header>
  );
}

function PaletteButton() {
  const setOpen = useCommandsStore((state) => state.setOpen);
  return (
    <button
      type="button"
      onClick={() => setOpen(true)}
      className="flex h-7 w-72 min-w-0 shrink items-center gap-2 rounded-md border border-border bg-surface-1 px-2 text-sm text-muted transition-calm hover:border-border-strong max-md:w-7 max-md:px-1.5"
    >
      <Search size={14} aria-hidden className="shrink-0" />
      <span className="min-w-0 flex-1 truncate text-left max-md:sr-only">Search or run a command</span>
      <span className="max-md:hidden">
        <Shortcut keys="Ctrl K" />
      </span>
    </button>
  );
}

const themeIcons = { system: Monitor, dark: Moon, light: Sun };

function ThemeMenu() {
  const { choice, choose } = useTheme();
  const Icon = themeIcons[choice];
  return (
    <Menu
      trigger={
        <IconButton label="Theme">
          <Icon size={16} aria-hidden />
        </IconButton>
      }
    >
      <MenuChoice
        value={choice}
        onChoose={(value) => choose(value as ThemeChoice)}
        options={[
          { value: 'system', label: 'Like the system' },
          { value: 'dark', label: 'Dark' },
          { value: 'light', label: 'Light' },
        ]}
      />
    </Menu>
  );
}

function AccountMenu() {
  const { user } = useSession();
  const { session } = useServices();
  const go = useGo();
  const signOut = () => {
    session.logout().catch((error: unknown) => {
      const { title, detail } = errorWords(error);
      toast.error(title, { description: detail });
    });
  };
  return (
    <Menu
      trigger={
        <IconButton label="Account">
          <CircleUser size={16} aria-hidden />
        </IconButton>
      }
    >
      <MenuHeading>
        <span className="block truncate">{user?.email}</span>
      </MenuHeading>
      <MenuItem icon={<KeyRound size={15} aria-hidden />} onSelect={() => go('/account')}>
        Account and API keys
      </MenuItem>
      <MenuLine />
      <MenuItem icon={<LogOut size={15} aria-hidden />} onSelect={signOut}>
        Sign out
      </MenuItem>
    </Menu>
  );
}
