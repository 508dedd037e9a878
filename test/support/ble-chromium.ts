/**
 * A Bluetooth reader for the real `navigator.bluetooth` of headless Chromium. The page talks to the
 * platform's own Web Bluetooth; the other end is an emulated reader in this process.
 *
 * One rig per browser process and context: there is one adapter. It lives through reloads and
 * navigations of every tab; several tabs may be open, one at a time can hold the reader.
 */
import { setTimeout as wait } from 'node:timers/promises'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { answerChoosers, type ChooserAnswer } from './ble-chooser'
import { pageScript } from './ble-page'
import { createBlePeripheral, isNotEnabled, type AdapterState } from './ble-peripheral'
import type { LinkedReader } from './reader-types'

const BINDING = '__bleRig'
/** How long after its document the emulation dies at the latest. */
const DEATH_MS = 300
const PATIENCE_MS = 2_000

export interface BleRigOptions {
  /** Advertised; the reader's own name without it. */
  name?: string
}

export interface BleRig {
  /** What the next choosers are answered with; 'select' at first. */
  chooser: ChooserAnswer
  /** How many choosers have been answered. */
  readonly chosen: number
  /** Faults of the rig itself; a test asserts that there are none. */
  readonly faults: readonly unknown[]
  /** Resolves when the emulation is up for the documents of this moment. */
  ready(): Promise<void>
  setAdapter(state: AdapterState): Promise<void>
  /** Stops answering; the browser stays. */
  detach(): Promise<void>
}

/**
 * Call it before `page.goto`, or at any time: open pages are prepared too.
 * Tabs opened later in the same context are prepared by themselves.
 */
export async function attachBleReader(
  browser: Browser,
  context: BrowserContext,
  page: Page,
  reader: LinkedReader,
  { name = reader.name }: BleRigOptions = {},
): Promise<BleRig> {
  const script = pageScript({ notify: reader.pipe.notify, binding: BINDING })
  const faults: unknown[] = []
  const prepared = new WeakSet<Page>()
  let owner: Page | null = null
  let adapter: AdapterState = 'powered-on'
  let isOver = false
  let chain: Promise<void> = Promise.resolve()

  const onFault = (fault: unknown) => {
    // Answers that cross the end of a document or of the browser are nobody's.
    if (!isOver && browser.isConnected() && !isNotEnabled(fault)) faults.push(fault)
  }
  const inOrder = (step: () => Promise<void>) => {
    chain = chain.then(() => (isOver || !browser.isConnected() ? undefined : step())).catch(onFault)
  }
  const ready = async () => {
    inOrder(async () => {
      if (!(await peripheral.isUp(PATIENCE_MS))) await peripheral.up(adapter)
    })
    for (let awaited: Promise<void> | null = null; awaited !== chain;) {
      awaited = chain
      await awaited
    }
  }

  const session = await browser.newBrowserCDPSession()
  const peripheral = createBlePeripheral(session, reader, name, inOrder, onFault)
  const rig: BleRig & { chosen: number } = {
    chooser: 'select',
    chosen: 0,
    faults,
    ready,
    async setAdapter(state) {
      adapter = state
      inOrder(() => peripheral.setAdapter(state))
      await ready()
    },
    async detach() {
      await ready()
      isOver = true
      peripheral.end()
      await session.detach()
    },
  }

  /**
   * A document is gone. The emulation dies with the last one that used it, a little later than its
   * successor is told of; it lives on while another tab uses it.
   */
  async function recover(left: Page): Promise<void> {
    const isOwner = owner === left
    if (isOwner) owner = null
    const end = Date.now() + DEATH_MS
    while (Date.now() < end) {
      if (!(await peripheral.isUp(DEATH_MS))) {
        await peripheral.up(adapter)
        return
      }
      await wait(20)
    }
    if (isOwner) await peripheral.hangUp()
  }

  async function prepare(next: Page): Promise<void> {
    if (prepared.has(next) || next.isClosed()) return
    prepared.add(next)
    const target = await context.newCDPSession(next)
    await target.send('Page.enable')
    await answerChoosers(target, {
      answer: () => rig.chooser,
      onAnswered: () => (rig.chosen += 1),
      onFault,
    })
    target.on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId === undefined) inOrder(() => recover(next))
    })
    next.on('close', () => inOrder(() => recover(next)))
    next.on('crash', () => inOrder(() => recover(next)))
    await next.evaluate(script)
  }

  browser.once('disconnected', () => {
    isOver = true
    peripheral.end()
  })
  await context.exposeBinding(BINDING, async ({ page: from }, what: string) => {
    if (what === 'connect') owner = from
    if (what === 'disconnect' && owner === from) {
      owner = null
      inOrder(() => peripheral.hangUp())
    }
    if (what !== 'connect') await ready()
  })
  await context.addInitScript(script)
  context.on('page', (opened) => inOrder(() => prepare(opened)))
  inOrder(() => peripheral.up(adapter))
  for (const open of new Set([page, ...context.pages()])) inOrder(() => prepare(open))
  await ready()
  return rig
}
