/**
 * Tags through the NFC of the device itself (Web NFC: Chrome on Android). It reads and writes NDEF and nothing else;
 * a マイナンバーカード held there is only noticed (`readingerror`).
 */
import type { ErrorCode } from '../../../domain/errors'
import { failed, ok, type Result } from '../../../domain/outcome'
import type { VisitTag } from '../../../domain/tags'
import { readTagMessage, type TagRecord } from './read-message'

export interface NfcPlatform {
  /** Absent where the browser has no Web NFC. */
  Reader: (new () => NDEFReader) | undefined
  permissions: { query(descriptor: { name: string }): Promise<{ state: string }> } | undefined
  /** Of the app, without a slash at its end. */
  origin: string
  /** Calls `act` after `ms` and returns what calls it off. */
  after: (ms: number, act: () => void) => () => void
}

export interface TagDevice {
  /** The browser has the interface; whether there is an adapter shows only when it is used. */
  readonly isSupported: boolean
  permission(): Promise<'granted' | 'prompt' | 'denied'>
  /**
   * Listens until `signal` aborts; resolves when listening has begun. Wants a tap of the user where the permission has
   * not been given yet. Every tag that is held to the device is told, readable or not.
   */
  scan(onTag: (read: Result<VisitTag>) => void, signal: AbortSignal): Promise<Result<null>>
  /** Writes the next tag. @returns `TZ-T11` where it holds something and `overwrite` is false */
  write(
    address: string,
    options: { overwrite: boolean; signal: AbortSignal },
  ): Promise<Result<null>>
  /** Makes that tag read-only for ever; another one is refused (`TZ-T17`) before anything is done to it. */
  lock(tagId: string, signal: AbortSignal): Promise<Result<null>>
}

/** A tag that was read is locked while it is still held there; a later one could be another. */
const LOCK_WITHIN_MS = 3_000

export function createTagDevice(platform: NfcPlatform = readPlatform()): TagDevice {
  const { Reader, origin } = platform

  async function permission(): Promise<'granted' | 'prompt' | 'denied'> {
    if (!platform.permissions) return 'prompt'
    try {
      const { state } = await platform.permissions.query({ name: 'nfc' })
      return state === 'granted' || state === 'denied' ? state : 'prompt'
    } catch (cause) {
      // A browser that does not know the name says TypeError.
      if (cause instanceof TypeError) return 'prompt'
      throw cause
    }
  }

  async function listen(
    reader: NDEFReader,
    onTag: (read: Result<VisitTag>) => void,
    signal: AbortSignal,
  ): Promise<Result<null>> {
    reader.addEventListener(
      'reading',
      (event) => onTag(readTagMessage((event as unknown as Reading).message, origin)),
      { signal },
    )
    reader.addEventListener('readingerror', () => onTag(failed('TZ-T07')), { signal })
    return attempt(
      () => reader.scan({ signal }),
      signal,
      (name) => SCAN_CODES[name],
    )
  }

  async function scan(
    onTag: (read: Result<VisitTag>) => void,
    signal: AbortSignal,
  ): Promise<Result<null>> {
    return Reader ? listen(new Reader(), onTag, signal) : failed('TZ-T01')
  }

  /** Listening holds the NFC for this page and tells a card from a tag; it ends with the work. */
  async function whileListening(
    signal: AbortSignal,
    work: (reader: NDEFReader, seen: Seen) => Promise<Result<null>>,
  ): Promise<Result<null>> {
    if (!Reader) return failed('TZ-T01')
    const own = new AbortController()
    const seen: Seen = { last: null, listener: null }
    const reader = new Reader()
    try {
      const begun = await listen(
        reader,
        (read) => {
          seen.last = read
          seen.listener?.(read)
        },
        AbortSignal.any([signal, own.signal]),
      )
      return begun.ok ? await work(reader, seen) : begun
    } finally {
      own.abort()
    }
  }

  async function write(
    address: string,
    { overwrite, signal }: { overwrite: boolean; signal: AbortSignal },
  ): Promise<Result<null>> {
    return whileListening(signal, async (reader, seen) => {
      const records = [{ recordType: 'url', data: address }]
      const written = await attempt(
        () => reader.write({ records }, { overwrite, signal }),
        signal,
        (name) => TAG_CODES[name],
      )
      if (written.ok) return written
      if (written.code === 'TZ-T13' && isNoTag(seen.last)) return failed('TZ-T07')
      if (written.code !== 'TZ-T04') return written
      // One name for two things: no permission, or a tag that holds something already.
      return failed((await permission()) === 'granted' ? 'TZ-T11' : 'TZ-T04')
    })
  }

  async function lock(tagId: string, signal: AbortSignal): Promise<Result<null>> {
    return whileListening(signal, async (reader, seen) => {
      const held = await nextTag(seen, signal)
      if (!held.ok) return held
      if (held.value.id !== tagId) return failed('TZ-T17')
      const late = new AbortController()
      const cancel = platform.after(LOCK_WITHIN_MS, () => late.abort())
      const both = AbortSignal.any([signal, late.signal])
      const locked = await attempt(
        () => reader.makeReadOnly({ signal: both }),
        both,
        (name) => TAG_CODES[name],
      )
      cancel()
      return late.signal.aborted && !locked.ok ? failed('TZ-T12') : locked
    })
  }

  return { isSupported: Reader !== undefined, permission, scan, write, lock }
}

/** The part of NDEFReadingEvent that is looked at. */
interface Reading {
  readonly message: { readonly records: readonly TagRecord[] }
}

interface Seen {
  last: Result<VisitTag> | null
  listener: ((read: Result<VisitTag>) => void) | null
}

function isNoTag(read: Result<VisitTag> | null): boolean {
  return read?.ok === false && read.code === 'TZ-T07'
}

function nextTag(seen: Seen, signal: AbortSignal): Promise<Result<VisitTag>> {
  return new Promise((resolve) => {
    seen.listener = resolve
    const stop = (): void => resolve(failed('TZ-T06'))
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
}

type Names = Readonly<Record<string, ErrorCode>>

/** By the names of Web NFC §"scan()". */
const SCAN_CODES: Names = {
  NotAllowedError: 'TZ-T04',
  NotSupportedError: 'TZ-T02',
  NotReadableError: 'TZ-T03',
  InvalidStateError: 'TZ-T05',
}

/** With listening begun there is an adapter, so what is not supported then is the tag. */
const TAG_CODES: Names = {
  ...SCAN_CODES,
  NotSupportedError: 'TZ-T13',
  NetworkError: 'TZ-T12',
}

/** Anything that is not the interface's own refusal is a bug, and thrown on. */
async function attempt(
  action: () => Promise<void>,
  signal: AbortSignal,
  codeOf: (name: string) => ErrorCode | undefined,
): Promise<Result<null>> {
  try {
    await action()
    return ok(null)
  } catch (cause) {
    if (!(cause instanceof DOMException)) throw cause
    // The browser itself aborts what is pending when the page is hidden.
    if (cause.name === 'AbortError') return failed(signal.aborted ? 'TZ-T06' : 'TZ-T05')
    const code = codeOf(cause.name)
    if (code === undefined) throw cause
    return failed(code)
  }
}

function readPlatform(): NfcPlatform {
  return {
    Reader: 'NDEFReader' in globalThis ? NDEFReader : undefined,
    permissions:
      'permissions' in navigator
        ? { query: (descriptor) => navigator.permissions.query(descriptor as PermissionDescriptor) }
        : undefined,
    origin: location.origin,
    after(ms, act) {
      const timer = setTimeout(act, ms)
      return () => clearTimeout(timer)
    },
  }
}
