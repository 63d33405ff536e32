import { Navigate, Outlet, useLocation } from 'react-router';
import { useSession } from '../api/use-session.ts';
import { Button } from '../design/button.tsx';
import { Logo } from '../design/logo.tsx';
import { Empty } from '../design/placeholder.tsx';
import { useServices } from './services.ts';

/** Lets the signed in through; the others go to the sign-in page and come back afterwards. */
export function RequireSession() {
  const { status } = useSession();
  const { session } = useServices();
  const location = useLocation();
  if (status === 'signed-in') return <Outlet />;
  if (status === 'signed-out') {
    const from = `${location.pathname}${location.search}`;
    return <Navigate to="/sign-in" replace state={{ from }} />;
  }
  return (
    <main className="h-full">
      {status === 'unreachable' ? (
        <Empty
          isPage
          icon={<Logo size={28} />}
          title="The server cannot be reached"
          action={<Button onClick={() => void session.refresh()}>Try again</Button>}
        >
          Check that Sandsmith is still running on its machine, then try again.
        </Empty>
      ) : (
        <p className="sr-only" role="status">
          Signing in
        </p>
      )}
    </main>
  );
}
