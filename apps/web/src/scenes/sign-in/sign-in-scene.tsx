import { type FormEvent, useState } from 'react';
import { Link, Navigate, useLocation } from 'react-router';
import { isProblem } from '../../api/problem-error.ts';
import { useSession } from '../../api/use-session.ts';
import { useAbout } from '../../api/use-system.ts';
import { useServices } from '../../app/services.ts';
import { Button } from '../../design/button.tsx';
import { Field } from '../../design/field.tsx';
import { Logo } from '../../design/logo.tsx';
import { ErrorNotice, Notice } from '../../design/notice.tsx';

const words = {
  'sign-in': { title: 'Sign in', other: 'Create an account', otherTo: '/register', question: 'New here?' },
  register: {
    title: 'Create an account',
    other: 'Sign in',
    otherTo: '/sign-in',
    question: 'Have an account?',
  },
};

function targetOf(state: unknown): string {
  const from = typeof state === 'object' && state !== null && 'from' in state ? state.from : undefined;
  return typeof from === 'string' && from.startsWith('/') ? from : '/';
}

/** Signing in and, where the installation allows it, registering. */
export function SignInScene({ mode }: { mode: keyof typeof words }) {
  const { status, hasEnded } = useSession();
  const location = useLocation();
  const { title, other, otherTo, question } = words[mode];
  const { data: about } = useAbout();
  const isOtherOffered = mode === 'register' || about?.registration === 'open';
  if (status === 'signed-in') return <Navigate to={targetOf(location.state)} replace />;
  return (
    <main className="flex h-full flex-col items-center justify-center overflow-auto p-4">
      <div className="w-full max-w-[340px]">
        <div className="mb-6 flex flex-col items-center gap-3 text-center">
          <Logo size={36} />
          <div>
            <h1 className="text-xl">{title === 'Sign in' ? 'Sign in to Sandsmith' : title}</h1>
            <p className="text-muted">Describe software. Watch it being made.</p>
          </div>
        </div>
        {hasEnded && (
          <Notice kind="info" title="Your session has ended" className="mb-3">
            Sign in to go on where you were.
          </Notice>
        )}
        <SignInForm key={mode} mode={mode} />
        {isOtherOffered && (
          <p className="mt-4 text-center text-muted">
            {question}{' '}
            <Link to={otherTo} state={location.state} className="text-accent-text underline">
              {other}
            </Link>
          </p>
        )}
      </div>
    </main>
  );
}

function SignInForm({ mode }: { mode: keyof typeof words }) {
  const { session } = useServices();
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const isNew = mode === 'register';
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const text = (name: string) => String(data.get(name) ?? '');
    setBusy(true);
    setError(null);
    try {
      const email = text('email').trim();
      const password = text('password');
      const displayName = text('displayName').trim() || undefined;
      await (isNew ? session.register({ email, password, displayName }) : session.login({ email, password }));
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
    }
  };
  const issue = (path: string) =>
    isProblem(error) ? error.issues.find((entry) => entry.path.endsWith(path))?.message : undefined;
  const hasFieldIssue = Boolean(issue('email') ?? issue('password') ?? issue('displayName'));
  return (
    <form
      onSubmit={(event) => void submit(event)}
      className="flex flex-col gap-4 rounded-md border border-border bg-surface-2 p-5"
      noValidate
    >
      {isNew && <Field label="Name" name="displayName" autoComplete="name" error={issue('displayName')} />}
      <Field
        label="Email"
        name="email"
        type="email"
        autoComplete="username"
        error={issue('email')}
        autoFocus
        required
      />
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete={isNew ? 'new-password' : 'current-password'}
        error={issue('password')}
        hint={isNew ? 'At least 12 characters.' : undefined}
        required
      />
      {error != null && !hasFieldIssue && <ErrorNotice error={error} />}
      <Button type="submit" look="primary" size="large" isBusy={isBusy}>
        {words[mode].title}
      </Button>
    </form>
  );
}
