/** A screen that an address leads to: Lighthouse's navigation mode on a registered, locked tablet. */
import { valueOf, METRICS, scoreOf, type Metric } from './lighthouse'
import type { ReachedScreen, ScreenWorld } from './reached-screen'

export interface LoadedScreen extends ReachedScreen {
  /** Of the scripts asked for before the screen was painted, as they came over the line. */
  scriptBytes: number
}

/** Without service worker and cache, so that all of it comes over the line; the registration stays. */
export async function measureLoad(world: ScreenWorld, path: string): Promise<LoadedScreen> {
  const { tablet, chromium, page, lighthouse } = world
  const origin = tablet.origin
  const session = await chromium.context.newCDPSession(page)
  const storageTypes = 'service_workers,cache_storage'
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes })
  await session.send('Network.clearBrowserCache')
  await session.detach()
  const report = await lighthouse.navigate(origin + path)
  const values = Object.fromEntries(
    METRICS.map((metric) => [metric, valueOf(report, metric)]),
  ) as Record<Metric, number>
  const [observed] = report.audits['metrics']?.details?.items ?? []
  const shownAt = Number(observed?.['observedLargestContentfulPaint'])
  const requests = report.audits['network-requests']?.details?.items ?? []
  const scripts = requests.filter(
    ({ resourceType, networkRequestTime }) =>
      resourceType === 'Script' && Number(networkRequestTime) <= shownAt,
  )
  if (scripts.length === 0) throw new Error('the page loaded no script')
  const scriptBytes = scripts.reduce((sum, { transferSize }) => sum + Number(transferSize), 0)
  return {
    performance: scoreOf(report, 'performance'),
    accessibility: report,
    values,
    scriptBytes,
  }
}
