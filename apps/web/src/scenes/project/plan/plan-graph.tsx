import type { Plan, PlanStep } from '@sandsmith/contracts/domain/plan';
import { classNames } from '../../../design/class-names.ts';
import { StatusMark, stepLooks } from '../../../design/status-mark.tsx';
import { pendingStep } from '../../../realtime/build-live.ts';
import { useWorkbench } from '../workbench/workbench-context.ts';
import { planLayers } from './plan-edit.ts';

const rowHeight = 84;
const cardHeight = 56;

/** Where a step's card begins: x is its middle, in hundredths of the width; y its upper edge, in pixels. */
interface Place {
  x: number;
  y: number;
}

/** The steps as layers from top to bottom, with lines from each to those that wait for it. */
export function PlanGraph({ plan }: { plan: Plan }) {
  const layers = planLayers(plan.steps);
  const places = placesOf(layers);
  const height = layers.length * rowHeight - (rowHeight - cardHeight);
  return (
    <div className="relative mt-1 shrink-0" style={{ height }}>
      <svg
        aria-hidden="true"
        viewBox={`0 0 100 ${height}`}
        preserveAspectRatio="none"
        className="absolute inset-0 size-full text-border-strong"
      >
        {linesOf(plan.steps, places).map(({ key, from, to }) => (
          <Line key={key} from={from} to={to} />
        ))}
      </svg>
      <ol aria-label="Steps as a graph">
        {layers.flatMap((layer) =>
          layer.map((step) => {
            const { x, y } = places.get(step.id) ?? { x: 50, y: 0 };
            return (
              <li
                key={step.id}
                className="absolute -translate-x-1/2 px-1"
                style={{ left: `${x}%`, top: y, width: `${100 / layer.length}%`, height: cardHeight }}
              >
                <Card step={step} />
              </li>
            );
          }),
        )}
      </ol>
    </div>
  );
}

function placesOf(layers: readonly PlanStep[][]): Map<string, Place> {
  return new Map(
    layers.flatMap((layer, row) =>
      layer.map(
        (step, column) =>
          [step.id, { x: ((column + 0.5) / layer.length) * 100, y: row * rowHeight }] as const,
      ),
    ),
  );
}

interface LineEnds {
  from: Place;
  to: Place;
}

function linesOf(
  steps: readonly PlanStep[],
  places: ReadonlyMap<string, Place>,
): (LineEnds & { key: string })[] {
  return steps.flatMap((step) =>
    step.dependsOn.flatMap((id) => {
      const from = places.get(id);
      const to = places.get(step.id);
      return from && to ? [{ key: `${id}-${step.id}`, from, to }] : [];
    }),
  );
}

function Line({ from, to }: LineEnds) {
  const top = from.y + cardHeight;
  const middle = (top + to.y) / 2;
  return (
    <path
      d={`M${from.x} ${top} C${from.x} ${middle} ${to.x} ${middle} ${to.x} ${to.y}`}
      fill="none"
      stroke="currentColor"
      strokeWidth={1.25}
      vectorEffect="non-scaling-stroke"
    />
  );
}

function Card({ step }: { step: PlanStep }) {
  const { feed } = useWorkbench();
  const { status } = feed.live.steps[step.id] ?? pendingStep;
  const isActive = status === 'running' || status === 'repairing';
  return (
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
  );
}
