/** Saved per second, beside raw IndexedDB, in alternating blocks. */
import { spreadOf, type Line } from './figures'
import { giveChecks, type BenchPage } from './bench-page'

export interface SaveOptions {
  count: number
  blocks: number
  inFlight: number
}

/** At least this much of the speed of raw puts. */
const LEAST_RATIO = 0.7

/** Before the clock runs: code is compiled, keys are imported, and the peer learns the size of a record. */
export const WARM_UP = 100

/** Saves {@link WARM_UP} + `count` checks in the page; the order of the two is swapped with each block. */
export async function measureSaving(
  bench: BenchPage,
  { count, blocks, inFlight }: SaveOptions,
): Promise<Line[]> {
  const { page } = bench
  const size = Math.ceil(count / blocks)
  const ours: number[] = []
  const raw: number[] = []
  const save = async (n: number): Promise<number> => {
    const { ms } = await page.evaluate(([many, lanes]) => tazuneBench.saveBlock(many, lanes), [
      n,
      inFlight,
    ] as const)
    return (n * 1_000) / ms
  }
  const put = async (n: number): Promise<number> => {
    const { ms } = await page.evaluate(([many, lanes]) => tazuneBench.rawBlock(many, lanes), [
      n,
      inFlight,
    ] as const)
    return (n * 1_000) / ms
  }
  await giveChecks(bench, WARM_UP)
  await save(WARM_UP)
  await put(WARM_UP)
  for (let block = 0, left = count; left > 0; block += 1, left -= size) {
    const n = Math.min(size, left)
    await giveChecks(bench, n)
    if (block % 2 === 0) ours.push(await save(n))
    raw.push(await put(n))
    if (block % 2 === 1) ours.push(await save(n))
  }
  const ratios = ours.map((rate, block) => rate / (raw[block] ?? Number.NaN))
  const bytes = await page.evaluate(() => tazuneBench.recordBytes())
  const unit = 'per s'
  return [
    {
      what: `saved: sealed, signed, note encrypted, one strict transaction each (${bytes.envelope} + ${bytes.note} bytes)`,
      name: 'savedPerSecond',
      value: spreadOf(ours).median,
      spread: spreadOf(ours),
      unit,
      digits: 0,
    },
    {
      what: 'raw IndexedDB puts of the same bytes, strict, one transaction each',
      name: 'rawPutsPerSecond',
      value: spreadOf(raw).median,
      spread: spreadOf(raw),
      unit,
      digits: 0,
    },
    {
      what: `saved ÷ raw, median of ${ratios.length} blocks of ${size}, ${inFlight} in flight`,
      name: 'savedToRaw',
      value: spreadOf(ratios).median,
      spread: spreadOf(ratios),
      unit: '',
      digits: 2,
      limit: { kind: 'atLeast', value: LEAST_RATIO },
    },
  ]
}
