import type { Plan } from '@sandsmith/contracts/domain/plan';
import { classNames } from '../../../design/class-names.ts';
import { StatusMark, stepLooks } from '../../../design/status-mark.tsx';
import { pendingStep } from '../../../realtime/build-live.ts';
import { useWorkbench } from '../workbench/workbench-context.ts';
import { planLayers } from './plan-edit.ts';

const rowHeight = 84;
const cardHeight = 56;

/** The steps as layers from top to bottom, with lines from each to those that wait for it. */
export function PlanGraph({ plan }: { plan: Plan }) {
  const { feed } = useWorkbench();
  const layers = planLayers(plan.steps);
  const places = new Map(
    layers.flatMap((layer, row) =>
      layer.map(
        (step, column) =>
          [step.id, { x: ((column + 0.5) / layer.length) * 100, y: row * rowHeight }] as const,
      ),
    ),
  );
  const height = layers.length * rowHeight - (rowHeight - cardHeight);
  const lines = plan.steps.flatMap((step) =>
    step.dependsOn.flatMap((id) => {
      const from = places.get(id);
      const to = places.get(step.id);
      return from && to ? [{ key: `${id}-${step.id}`, from, to }] : [];
    }),
  );
  return (
    <div className="relative mt-1 shrink-0" style={{ height }}>
      <svg
        aria-hidden="true"
        viewBox={`0 0 100 ${height}`}
        preserveAspectRatio="none"
        className="absolute inset-0 size-full text-border-strong"
      >
        {lines.map(({ key, from, to }) => {
          const top = from.y + cardHeight;
          const middle = (top + to.y) / 2;
          return (
            <path
              key={key}
              d={`M${from.x} ${top} C${from.x} ${middle} ${to.x} ${middle} ${to.x} ${to.y}`}
              fill="none"
              stroke="currentColor"
              strokeWidth={1.25}
              vectorEffect="non-scaling-stroke"
            />
          );
        })}
      </svg>
      <ol aria-label="Steps as a graph">
        {layers.flatMap((layer) =>
          layer.map((step) => {
            const place = places.get(step.id) ?? { x: 50, y: 0 };
            const { status } = feed.live.steps[step.id] ?? pendingStep;
            const isActive = status === 'running' || status === 'repairing';
            return (
              <li
                key={step.id}
                className="absolute -translate-x-1/2 px-1"
                style={{
                  left: `${place.x}%`,
                  top: place.y,
                  width: `${100 / layer.length}%`,
                  height: cardHeight,
                }}
              >
                <div
                  title={step.title}
                  className={classNames(
                    'mx-auto flex h-full max-w-60 items-start gap-1.5 overflow-hidden rounded-md border bg-surface-1 p-2 text-sm',
                    isActive ? 'border-accent' : 'border-border',
                  )}
                >
                  <StatusMark look={stepLooks[status]} />
                  <span className="line-clamp-2">{step.title}</span>
                </div>
              </li>
            );
          }),
        )}
      </ol>
    </div>
  );
}
