/**
 * Measuring: both sides in turn, after a warm-up, so that whatever else the machine does hits both alike.
 */

/** Wall-clock time and this process's own processor time, in milliseconds. */
export type Sample = { readonly ms: number; readonly cpuMs: number };

export type Series = {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** Processor time of the measuring process, median. */
  readonly cpuMedian: number;
  readonly samples: readonly Sample[];
};

export type Pair = { readonly ours: Series; readonly plain: Series };

type Work = () => Promise<unknown>;

/** Runs both `warmUps` times unmeasured, then `rounds` times in turn, changing who goes first. */
export async function comparePair(
  work: { readonly ours: Work; readonly plain: Work },
  { rounds, warmUps }: { readonly rounds: number; readonly warmUps: number },
): Promise<Pair> {
  for (let round = 0; round < warmUps; round += 1) {
    await work.plain();
    await work.ours();
  }
  const samples: { readonly ours: Sample[]; readonly plain: Sample[] } = { ours: [], plain: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const side of round % 2 === 0 ? (["plain", "ours"] as const) : (["ours", "plain"] as const)) {
      samples[side].push(await sample(work[side]));
    }
  }
  return { ours: seriesOf(samples.ours), plain: seriesOf(samples.plain) };
}

async function sample(work: Work): Promise<Sample> {
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  await work();
  const ms = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(cpu);
  return { ms, cpuMs: (user + system) / 1_000 };
}

function seriesOf(samples: readonly Sample[]): Series {
  const times = samples.map(({ ms }) => ms);
  return {
    median: median(times),
    min: Math.min(...times),
    max: Math.max(...times),
    cpuMedian: median(samples.map(({ cpuMs }) => cpuMs)),
    samples,
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [lower = 0, upper = 0] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return (lower + upper) / 2;
}

/** Keeps `atOnce` going until `total` are done. */
export async function keepGoing(atOnce: number, total: number, work: Work): Promise<void> {
  let left = total;
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await work();
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, total) }, lane));
}
