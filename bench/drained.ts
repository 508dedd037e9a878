/** Drained per second to a gateway that has verified and committed each, beside a server that only reads the bytes. */
import { join } from 'node:path'
import Database from 'libsql'
import type { Page } from 'playwright-core'
import { type Line } from './figures'
import { openReadingServer } from './reading-server'

/** @param data the gateway's data folder; its database is read beside it */
export async function measureDraining(page: Page, data: string, expected: number): Promise<Line[]> {
  const peer = await openReadingServer()
  try {
    await page.evaluate((url) => tazuneBench.post(url), peer.url)
    const before = await page.evaluate((url) => tazuneBench.post(url), peer.url)
    const { ms, report } = await page.evaluate(() => tazuneBench.drain())
    const held = countHeld(data)
    const left = await page.evaluate(() => tazuneBench.counts())
    const drained = (expected * 1_000) / ms
    const read = (before.count * 1_000) / before.ms
    const kilobytes = (before.bytes / before.count / 1_000).toFixed(1)
    return [
      {
        what: `drained by the courier to the gateway: verified and committed (${expected} in ${before.requests} batches)`,
        name: 'drainedPerSecond',
        value: drained,
        unit: 'per s',
        digits: 0,
      },
      {
        what: `the same bytes (${kilobytes} kB each, same batches) to a server that only reads`,
        name: 'readPerSecond',
        value: read,
        unit: 'per s',
        digits: 0,
      },
      {
        what: 'drained ÷ read',
        name: 'drainedToRead',
        value: drained / read,
        unit: '',
        digits: 3,
      },
      exactly(
        'accepted and committed, as the gateway counts',
        'gatewayAccepted',
        held.accepted,
        expected,
      ),
      exactly('refused, as the gateway counts', 'gatewayRefused', held.rejected, 0),
      exactly('accepted, as the courier counts', 'courierAccepted', report.accepted, expected),
      exactly('left in the outbox', 'waiting', left.waiting, 0),
      exactly('refused on the tablet', 'refused', left.refused, 0),
    ]
  } finally {
    await peer.close()
  }
}

function exactly(what: string, name: string, value: number, wanted: number): Line {
  // Fewer is a loss, more would be a double.
  return { what, name, value, unit: '', digits: 0, limit: { kind: 'exactly', value: wanted } }
}

function countHeld(data: string): { accepted: number; rejected: number } {
  const file = new Database(join(data, 'gateway.sqlite'), { readonly: true })
  try {
    const count = (verdict: string): number => {
      const row = file.prepare('SELECT count(*) AS n FROM checks WHERE verdict = ?').get([verdict])
      return (row as { n: number }).n
    }
    return { accepted: count('accepted'), rejected: count('rejected') }
  } finally {
    file.close()
  }
}
