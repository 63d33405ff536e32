import { useSession } from '../../api/use-session.ts';
import { formatExact } from '../../design/format.ts';
import { ApiKeysSection } from './api-keys-section.tsx';

/** Who is signed in, and the keys by which programs act for them. */
export function AccountScene() {
  const { user } = useSession();
  if (!user) return null;
  const facts = [
    ['Email', user.email],
    ['Name', user.displayName],
    ['Role', user.role === 'admin' ? 'Administrator' : 'Member'],
    ['Since', formatExact(user.createdAt)],
  ] as const;
  return (
    <div className="mx-auto flex w-full max-w-[760px] flex-col gap-6 p-6 max-sm:p-4">
      <title>Account · Sandsmith</title>
      <h1 className="text-xl">Account</h1>
      <dl className="grid grid-cols-[max-content_1fr] gap-x-6 gap-y-1 rounded-md border border-border bg-surface-2 p-4">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="[overflow-wrap:anywhere]">{value}</dd>
          </div>
        ))}
      </dl>
      <ApiKeysSection />
    </div>
  );
}
