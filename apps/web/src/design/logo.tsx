/** The mark: an hourglass of sand. */
export function Logo({ size = 20 }: { size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      aria-hidden="true"
      className="shrink-0 text-accent-text"
    >
      <path
        d="M5 3.500h14l-5.800 7.600v1.800L19 20.500H5l5.800-7.600v-1.800L5 3.500z"
        stroke="currentColor"
        strokeWidth="1.700"
        strokeLinejoin="round"
      />
      <path d="M8.200 18.800 12 15l3.800 3.800z" fill="currentColor" />
    </svg>
  );
}
