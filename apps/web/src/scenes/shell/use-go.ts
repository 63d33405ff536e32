import { useCallback } from 'react';
import { useNavigate } from 'react-router';

/** Goes to a page of the app. */
export function useGo(): (to: string) => void {
  const navigate = useNavigate();
  return useCallback((to) => void navigate(to), [navigate]);
}
