/**
 * An NDEFReader that behaves as Web NFC says, for tests that have no radio. `installFakeNdef` refers to nothing outside
 * itself, so that it can also be given to a browser as an init script; its control then stands at `globalThis.fakeNfc`.
 */

export interface FakeTag {
  /** False: a card without NDEF, for instance a マイナンバーカード. */
  ndef: boolean
  /** Content as its UTF-8 bytes; no record is a blank tag. */
  records: { recordType: string; data: number[] }[]
  readOnly: boolean
  canLock: boolean
  serialNumber: string
  /** The tag goes away in the middle of the next write or lock. */
  torn: boolean
}

export interface FakeNfc {
  adapter: 'on' | 'off' | 'none'
  permission: 'granted' | 'prompt' | 'denied'
  /** What the person answers when asked. */
  answer: 'granted' | 'denied'
  isTopLevel: boolean
  /** Operations under way. */
  readonly scans: number
  readonly pending: 'write' | 'lock' | null
  /** Holds a tag to the device and takes it away again; resolves to the tag as it is then. */
  tap(tag: FakeTag): Promise<FakeTag>
  /** Hides or shows the page: a hidden one reads nothing, and what is pending is aborted. */
  show(isVisible: boolean): void
  /** The permission as the browser tells it. */
  permissions: { query(descriptor: { name: string }): Promise<{ state: string }> }
  Reader: new () => NDEFReader
}

export function blankTag(change: Partial<FakeTag> = {}): FakeTag {
  return {
    ndef: true,
    records: [],
    readOnly: false,
    canLock: true,
    serialNumber: '04:a1:b2',
    torn: false,
    ...change,
  }
}

export function urlTag(url: string, change: Partial<FakeTag> = {}): FakeTag {
  const data = [...new TextEncoder().encode(url)]
  return blankTag({ records: [{ recordType: 'url', data }], ...change })
}

/** A card that the device notices and cannot read. */
export function cardWithoutNdef(): FakeTag {
  return blankTag({ ndef: false, canLock: false })
}

export function installFakeNdef(): FakeNfc {
  interface Pending {
    kind: 'write' | 'lock'
    done: (error: DOMException | null) => void
    act: (tag: FakeTag) => DOMException | null
  }
  const scanning = new Set<EventTarget>()
  let pending: Pending | null = null
  let isVisible = true
  const fault = (name: string): DOMException => new DOMException(name, name)
  const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0))

  function reasonOf(signal: AbortSignal | undefined): Error {
    const reason: unknown = signal?.reason
    return reason instanceof Error ? reason : fault('AbortError')
  }

  /** What every operation asks first, in the order of the specification. */
  async function begin(signal: AbortSignal | undefined): Promise<void> {
    if (!nfc.isTopLevel) throw fault('InvalidStateError')
    signal?.throwIfAborted()
    await soon()
    if (nfc.permission === 'prompt') nfc.permission = nfc.answer
    if (nfc.permission === 'denied') throw fault('NotAllowedError')
    if (nfc.adapter === 'none') throw fault('NotSupportedError')
    if (nfc.adapter === 'off') throw fault('NotReadableError')
    signal?.throwIfAborted()
  }

  /** The next one replaces what is pending. */
  function wait(
    kind: 'write' | 'lock',
    signal: AbortSignal | undefined,
    act: Pending['act'],
  ): Promise<void> {
    pending?.done(fault('AbortError'))
    return new Promise((resolve, reject) => {
      const mine: Pending = {
        kind,
        act,
        done(error) {
          if (pending === mine) pending = null
          if (error) reject(error)
          else resolve()
        },
      }
      pending = mine
      signal?.addEventListener('abort', () => {
        if (pending !== mine) return
        pending = null
        reject(reasonOf(signal))
      })
    })
  }

  function encode(source: unknown): FakeTag['records'] {
    const message =
      typeof source === 'string' ? { records: [{ recordType: 'text', data: source }] } : source
    if (typeof message !== 'object' || message === null || !('records' in message)) {
      throw new TypeError('not a message')
    }
    const records = message.records
    if (!Array.isArray(records) || records.length === 0) throw new TypeError('no record')
    return records.map((record: { recordType: string; data?: unknown }) => {
      if (typeof record.data !== 'string') throw new TypeError('this fake writes text only')
      if (record.recordType === 'url' && !URL.canParse(record.data)) throw fault('SyntaxError')
      return { recordType: record.recordType, data: [...new TextEncoder().encode(record.data)] }
    })
  }

  class Reader extends EventTarget {
    onreading = null
    onreadingerror = null

    async scan(options: { signal?: AbortSignal } = {}): Promise<void> {
      await begin(options.signal)
      if (scanning.has(this)) throw fault('InvalidStateError')
      scanning.add(this)
      options.signal?.addEventListener('abort', () => scanning.delete(this))
    }

    async write(
      message: unknown,
      options: { overwrite?: boolean; signal?: AbortSignal } = {},
    ): Promise<void> {
      const records = encode(message)
      await begin(options.signal)
      await wait('write', options.signal, (tag) => {
        if (!tag.ndef) return fault('NotSupportedError')
        if (options.overwrite === false && tag.records.length > 0) return fault('NotAllowedError')
        if (tag.torn || tag.readOnly) return fault('NetworkError')
        tag.records = records
        return null
      })
    }

    async makeReadOnly(options: { signal?: AbortSignal } = {}): Promise<void> {
      await begin(options.signal)
      await wait('lock', options.signal, (tag) => {
        if (!tag.ndef || !tag.canLock) return fault('NotSupportedError')
        if (tag.torn) return fault('NetworkError')
        tag.readOnly = true
        return null
      })
    }
  }

  function tell(tag: FakeTag): void {
    for (const reader of [...scanning]) {
      if (!tag.ndef) {
        reader.dispatchEvent(new Event('readingerror'))
        continue
      }
      const records = tag.records.map(({ recordType, data }) => ({
        recordType,
        data: new DataView(new Uint8Array(data).buffer),
      }))
      const event = new Event('reading')
      Object.assign(event, { serialNumber: tag.serialNumber, message: { records } })
      reader.dispatchEvent(event)
    }
  }

  const nfc: FakeNfc = {
    adapter: 'on',
    permission: 'prompt',
    answer: 'granted',
    isTopLevel: true,
    get scans() {
      return scanning.size
    },
    get pending() {
      return pending?.kind ?? null
    },
    async tap(tag) {
      if (!isVisible || nfc.adapter !== 'on') return tag
      tell(tag)
      // Still held there: what the page asks for on seeing it is done to the same tag.
      for (let look = 0; look < 5 && pending === null; look += 1) await soon()
      const work = pending
      if (work !== null) work.done(work.act(tag))
      await soon()
      return tag
    },
    show(visible) {
      isVisible = visible
      if (!visible) pending?.done(fault('AbortError'))
    },
    permissions: { query: () => Promise.resolve({ state: nfc.permission }) },
    Reader: Reader as unknown as new () => NDEFReader,
  }
  if ('document' in globalThis && 'permissions' in navigator) {
    const known = navigator.permissions.query.bind(navigator.permissions)
    navigator.permissions.query = (descriptor: { name: string }) =>
      (descriptor.name === 'nfc'
        ? nfc.permissions.query(descriptor)
        : known(descriptor as PermissionDescriptor)) as Promise<PermissionStatus>
    Object.assign(globalThis, { NDEFReader: Reader })
  }
  Object.assign(globalThis, { fakeNfc: nfc })
  return nfc
}
