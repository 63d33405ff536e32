import { Component, type ErrorInfo, type ReactNode } from 'react';
import { Button } from '../design/button.tsx';
import { Empty } from '../design/placeholder.tsx';

interface ErrorBoundaryState {
  error: Error | null;
}

/** Shows a fault of the app itself instead of a white page. React has no hook for this, hence a class. */
export class ErrorBoundary extends Component<{ children: ReactNode }, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { error: null };

  static getDerivedStateFromError(error: Error): ErrorBoundaryState {
    return { error };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error('A component failed', error, info.componentStack);
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <main className="h-full" role="alert">
        <Empty
          isPage
          title="This screen stopped working"
          action={<Button onClick={() => window.location.reload()}>Reload the page</Button>}
        >
          {error.message}. Builds go on in the background, and nothing that was saved is lost.
        </Empty>
      </main>
    );
  }
}
