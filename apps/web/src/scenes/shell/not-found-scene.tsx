import { Compass } from 'lucide-react';
import { Link } from 'react-router';
import { Empty } from '../../design/placeholder.tsx';

export function NotFoundScene({ what = 'page' }: { what?: string }) {
  return (
    <Empty
      isPage
      icon={<Compass size={24} aria-hidden />}
      title={`There is no such ${what}`}
      action={
        <Link to="/" className="text-accent-text underline">
          Go to your projects
        </Link>
      }
    >
      It may have been deleted, or the address may have been cut short.
    </Empty>
  );
}
