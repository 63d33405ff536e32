/** Programs rather than answers: each must build green with its own tests passing. */
export const blueprintCases: { files: string[]; spec: string; artifacts: string[] }[] = [
  { files: ['seattle-weather.csv'], spec: 'Build a REST API for this data', artifacts: [] },
  { files: ['penguins.json'], spec: 'Make a dashboard page for the penguins', artifacts: ['.html'] },
  { files: ['gapminder.json'], spec: 'Write a command-line tool to query this data', artifacts: [] },
];
