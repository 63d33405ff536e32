import { QueryClientProvider } from '@tanstack/react-query';
import { Tooltip } from 'radix-ui';
import { useEffect } from 'react';
import { BrowserRouter } from 'react-router';
import { Toaster } from 'sonner';
import { useTheme } from '../state/theme-store.ts';
import { AppRoutes } from './app-routes.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { type Services, ServicesContext } from './services.ts';

/** Everything around the screens. */
export function App({ services }: { services: Services }) {
  const theme = useTheme((state) => state.theme);
  useEffect(() => {
    // At the start only: the cookie may still hold a session.
    void services.session.refresh();
  }, [services]);
  useEffect(
    () =>
      services.session.store.subscribe((state, before) => {
        if (state.status !== 'signed-out' || before.status === 'signed-out') return;
        services.realtime.close();
        services.queries.clear();
      }),
    [services],
  );
  return (
    <ErrorBoundary>
      <ServicesContext value={services}>
        <QueryClientProvider client={services.queries}>
          <Tooltip.Provider skipDelayDuration={200}>
            <BrowserRouter>
              <AppRoutes />
            </BrowserRouter>
            <Toaster
              theme={theme}
              position="bottom-center"
              offset={{ bottom: 36 }}
              toastOptions={{
                style: {
                  fontFamily: 'inherit',
                  borderRadius: 6,
                  background: 'var(--surface-3)',
                  color: 'var(--text)',
                  borderColor: 'var(--border)',
                },
                actionButtonStyle: { background: 'var(--surface-1)', color: 'var(--text)' },
              }}
            />
          </Tooltip.Provider>
        </QueryClientProvider>
      </ServicesContext>
    </ErrorBoundary>
  );
}
