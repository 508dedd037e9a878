/** What the stores ask of the device's own NFC, and of what is kept of tags (docs/adr/0016). */
import type { ErrorCode } from '../../domain/errors'
import type { Result } from '../../domain/outcome'
import type { TagRegistration, VisitTag } from '../../domain/tags'

/**
 * One fact about a tag, kept in the vault until the gateway has it and a list fetched later says so. Written and taken
 * out of use are two rows: none is ever overwritten by the other.
 */
export interface TagRow extends TagRegistration {
  v: 1
  /** Random, and not the tag's id: keys of the vault stand in the clear. */
  row: string
  /** `writing`: the tag may or may not hold it. `refused`: the id is somebody else's. */
  state: 'writing' | 'waiting' | 'registered' | 'refused'
}

export interface TagsPort {
  /** The browser has Web NFC; whether there is an adapter shows only when it is used. */
  readonly isSupported: boolean
  /** Of the app, as it stands in the address of a tag. */
  readonly origin: string
  permission(): Promise<'granted' | 'prompt' | 'denied'>
  scan(onTag: (read: Result<VisitTag>) => void, signal: AbortSignal): Promise<Result<null>>
  write(
    address: string,
    options: { overwrite: boolean; signal: AbortSignal },
  ): Promise<Result<null>>
  lock(tagId: string, signal: AbortSignal): Promise<Result<null>>
  /** Nothing while the vault is locked. */
  rows(): Promise<TagRow[]>
  keep(row: TagRow): Promise<Result<null>>
  drop(row: string): Promise<void>
  /** Sends what waits; null when nothing is left to send, else why it waits on. */
  register(): Promise<ErrorCode | null>
}
