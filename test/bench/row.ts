/** One measured figure beside the floor it is held against. `ratio` = value / floor. */
export interface Row {
  name: string;
  value: number;
  floor: number;
  ratio: number;
  unit: string;
  /** What we aim at, in words. */
  goal: string;
}

export type Bench = () => Promise<Row[]>;

export const median = (values: number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
};

const rounded = (value: number) => Number(value.toPrecision(4));

export const row = (name: string, value: number, floor: number, unit: string, goal: string): Row => ({
  name,
  value: rounded(value),
  floor: rounded(floor),
  ratio: rounded(value / floor),
  unit,
  goal,
});

/** Runs two measurements in turn, so that a machine that slows down slows both; answers the median of each. */
export async function inTurn(
  rounds: number,
  value: () => Promise<number>,
  floor: () => Promise<number>,
): Promise<[number, number]> {
  const values: number[] = [];
  const floors: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const [f, v] = [await floor(), await value()];
    if (round === 0) continue; // the first round warms both up
    floors.push(f);
    values.push(v);
  }
  return [median(values), median(floors)];
}
