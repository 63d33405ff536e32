import { Link } from 'react-router';
import { useHealth } from '../../api/use-system.ts';
import { classNames } from '../../design/class-names.ts';
import { Hint } from '../../design/hint.tsx';

const tones = { pass: 'bg-success', warn: 'bg-warning', fail: 'bg-danger' };
const words = {
  pass: 'Everything works',
  warn: 'Something needs attention',
  fail: 'Something does not work',
};

/** The state of the installation at a glance; leads to the health page. */
export function HealthDot() {
  const { data, isError } = useHealth();
  const status = isError ? 'fail' : data?.status;
  const text = isError ? 'The health could not be read' : status ? words[status] : 'Checking';
  return (
    <Hint text={text}>
      <Link
        to="/health"
        aria-label={`Health: ${text}`}
        className="flex h-7 items-center gap-2 rounded-md px-2 text-sm text-muted hoverable hover:text-text"
      >
        <span className={classNames('size-2 rounded-full', status ? tones[status] : 'bg-border-strong')} />
        <span className="max-lg:hidden">Health</span>
      </Link>
    </Hint>
  );
}
