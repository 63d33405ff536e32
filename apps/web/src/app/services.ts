import { QueryClient } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { type ApiClient, createApiClient } from '../api/api-client.ts';
import { isProblem } from '../api/problem-error.ts';
import { createSession, type Session } from '../api/session.ts';
import { createRealtime, type Realtime } from '../realtime/realtime.ts';

/** What the whole app shares; made once in main.tsx. */
export interface Services {
  session: Session;
  api: ApiClient;
  realtime: Realtime;
  queries: QueryClient;
}

/** The composition root of the web app. */
export function createServices(): Services {
  const session = createSession();
  const api = createApiClient({ session });
  const realtime = createRealtime({ session });
  const queries = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (count, error) => count < 2 && !(isProblem(error) && error.status < 500 && error.status > 0),
      },
    },
  });
  return { session, api, realtime, queries };
}

export const ServicesContext = createContext<Services | null>(null);

/** The app's services; only below the App component. */
export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (!services) throw new Error('useServices is called outside of the App component');
  return services;
}
