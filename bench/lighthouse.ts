/**
 * Lighthouse, from bench/node_modules: it is no dependency of the app, so it is loaded by its path and what is used of it
 * is typed here.
 */
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const MODULES = fileURLToPath(new URL('./node_modules/', import.meta.url))

/** A page of puppeteer; only handed through. */
export interface LighthousePage {
  url(): string
}

export interface LighthouseAudit {
  numericValue?: number
  details?: { items?: Record<string, unknown>[] }
}

export interface LighthouseReport {
  categories: Record<string, { score: number | null; auditRefs: { id: string }[] }>
  audits: Record<string, LighthouseAudit & { score: number | null; title: string }>
  runtimeError?: { code: string; message: string }
}

interface Result {
  lhr: LighthouseReport
}

interface Options {
  flags: Record<string, unknown>
}

interface Core {
  navigation(page: LighthousePage, url: string, options: Options): Promise<Result | undefined>
  snapshot(page: LighthousePage, options: Options): Promise<Result | undefined>
  startTimespan(
    page: LighthousePage,
    options: Options,
  ): Promise<{ endTimespan(): Promise<Result | undefined> }>
}

interface ScorePoints {
  p10: number
  median: number
}

interface AuditClass {
  default: {
    defaultOptions: Record<string, unknown>
    computeLogNormalScore(points: ScorePoints, value: number): number
  }
}

export const METRICS = [
  'first-contentful-paint',
  'speed-index',
  'largest-contentful-paint',
  'total-blocking-time',
  'cumulative-layout-shift',
] as const

export type Metric = (typeof METRICS)[number]

/** Lighthouse 12's own weights of the performance score. */
const WEIGHTS: Readonly<Record<Metric, number>> = {
  'first-contentful-paint': 0.1,
  'speed-index': 0.1,
  'largest-contentful-paint': 0.25,
  'total-blocking-time': 0.3,
  'cumulative-layout-shift': 0.25,
}

export interface Lighthouse {
  /** A whole load under Lighthouse's mobile throttling (slow 4G, CPU 4×, simulated); what is stored stays. */
  navigate(url: string): Promise<LighthouseReport>
  /** Accessibility of what is on the screen. */
  look(): Promise<LighthouseReport>
  /** Blocking time and shifts while `action` runs, under the same throttling, applied. */
  during(action: () => Promise<void>): Promise<LighthouseReport>
  /** 0–100 by Lighthouse's mobile curves and weights. */
  score(values: Record<Metric, number>): Promise<number>
  end(): Promise<void>
}

/** @param origin the page of that origin in the browser at `port` is the one that is looked at */
export async function connectLighthouse(port: number, origin: string): Promise<Lighthouse> {
  const core = (await load('lighthouse/core/index.js')) as Core
  const { default: puppeteer } = (await load(
    'puppeteer-core/lib/esm/puppeteer/puppeteer-core.js',
  )) as {
    default: {
      connect(options: object): Promise<{
        pages(): Promise<LighthousePage[]>
        disconnect(): Promise<void>
      }>
    }
  }
  const browser = await puppeteer.connect({
    browserURL: `http://127.0.0.1:${port}`,
    defaultViewport: null,
  })

  async function page(): Promise<LighthousePage> {
    const pages = await browser.pages()
    const found = pages.find((each) => each.url().startsWith(origin)) ?? pages[0]
    if (found === undefined) throw new Error('the browser has no page')
    return found
  }

  return {
    async navigate(url) {
      const flags = {
        onlyCategories: ['performance', 'accessibility'],
        disableStorageReset: true,
        logLevel: 'error',
      }
      return reportOf(await core.navigation(await page(), url, { flags }))
    },
    async look() {
      const flags = { ...AS_IT_IS, onlyCategories: ['accessibility'] }
      return reportOf(await core.snapshot(await page(), { flags }))
    },
    async during(action) {
      const flags = { ...AS_IT_IS, onlyCategories: ['performance'], throttlingMethod: 'devtools' }
      const timespan = await core.startTimespan(await page(), { flags })
      await action()
      return reportOf(await timespan.endTimespan())
    },
    async score(values) {
      let sum = 0
      for (const metric of METRICS) {
        const audit = (await load(`lighthouse/core/audits/metrics/${metric}.js`)) as AuditClass
        const points = mobilePoints(audit.default.defaultOptions)
        sum += WEIGHTS[metric] * audit.default.computeLogNormalScore(points, values[metric])
      }
      return Math.round(sum * 100)
    },
    end: () => browser.disconnect(),
  }
}

const AS_IT_IS = {
  formFactor: 'mobile',
  screenEmulation: { disabled: true },
  logLevel: 'error',
}

function load(path: string): Promise<unknown> {
  return import(pathToFileURL(join(MODULES, path)).href)
}

function reportOf(result: Result | undefined): LighthouseReport {
  if (result === undefined) throw new Error('Lighthouse gave no result')
  const { lhr } = result
  if (lhr.runtimeError) throw new Error(`${lhr.runtimeError.code}: ${lhr.runtimeError.message}`)
  return lhr
}

/** The curve's control points; layout shift has the same on every device. */
function mobilePoints(options: Record<string, unknown>): ScorePoints {
  const { mobile } = options as { mobile?: { scoring: ScorePoints } }
  return mobile?.scoring ?? (options as unknown as ScorePoints)
}

export function valueOf(report: LighthouseReport, audit: string): number {
  const value = report.audits[audit]?.numericValue
  if (value === undefined) throw new Error(`Lighthouse has no figure for ${audit}`)
  return value
}

export function scoreOf(report: LighthouseReport, category: string): number {
  const score = report.categories[category]?.score
  if (score === undefined || score === null) throw new Error(`Lighthouse gave no ${category} score`)
  return Math.round(score * 100)
}

/** Titles of the category's audits that were not passed. */
export function failuresOf(report: LighthouseReport, category: string): string[] {
  return (report.categories[category]?.auditRefs ?? []).flatMap(({ id }) => {
    const audit = report.audits[id]
    return audit !== undefined && audit.score !== null && audit.score < 1
      ? [`${id}: ${audit.title}`]
      : []
  })
}
