/** How many of the base unit one of each is, by what it measures. */
const scales: Record<string, Record<string, number>> = {
  mass: {
    mg: 0.001,
    g: 1,
    gram: 1,
    grams: 1,
    kg: 1000,
    kgs: 1000,
    kilo: 1000,
    kilos: 1000,
    kilogram: 1000,
    kilograms: 1000,
    lb: 453.59237,
    lbs: 453.59237,
    pound: 453.59237,
    pounds: 453.59237,
    oz: 28.349523,
  },
  length: {
    mm: 1,
    millimetre: 1,
    millimetres: 1,
    millimeter: 1,
    millimeters: 1,
    cm: 10,
    centimetre: 10,
    centimetres: 10,
    centimeter: 10,
    centimeters: 10,
    m: 1000,
    metre: 1000,
    metres: 1000,
    meter: 1000,
    meters: 1000,
    km: 1e6,
    inch: 25.4,
    inches: 25.4,
    in: 25.4,
    ft: 304.8,
    feet: 304.8,
    mi: 1609344,
    mile: 1609344,
    miles: 1609344,
  },
  time: {
    s: 1,
    sec: 1,
    second: 1,
    seconds: 1,
    min: 60,
    mins: 60,
    minute: 60,
    minutes: 60,
    h: 3600,
    hr: 3600,
    hrs: 3600,
    hour: 3600,
    hours: 3600,
  },
  speed: { knot: 1.852, knots: 1.852, kt: 1.852, kts: 1.852, kph: 1, mph: 1.609344 },
};

const plainUnits = new Set([
  '$',
  'usd',
  'dollar',
  'dollars',
  '%',
  'percent',
  '°',
  '°c',
  'c',
  'degree',
  'degrees',
  'celsius',
  'stars',
  'points',
  'people',
  'star',
  'point',
  'votes',
]);

/** Whether a word is a unit of measure. */
export function isUnit(word: string): boolean {
  return plainUnits.has(word) || Object.values(scales).some((scale) => Object.hasOwn(scale, word));
}

/** A value in the column's unit; the factor is 1 where the column's name tells no unit. */
export function inColumnUnit(
  value: number,
  typed: string | undefined,
  columnUnit: string | undefined,
): { value: number; isConverted: boolean } {
  if (!typed || !columnUnit || typed === columnUnit) return { value, isConverted: false };
  for (const scale of Object.values(scales)) {
    const [from, to] = [scale[typed], scale[columnUnit]];
    if (from !== undefined && to !== undefined && from !== to) {
      return { value: Number(((value * from) / to).toPrecision(12)), isConverted: true };
    }
  }
  return { value, isConverted: false };
}
