import { randomFillSync } from 'node:crypto'
import {
  CODE_LIFE_MS,
  createActivationCode,
  formatActivationCode,
  hashActivationCode,
} from '../activation/code'
import type { AuditNote, Store } from '../store/store'

export interface IssuedCode {
  /** `XXXX-XXXX-XXXX` */
  code: string
  /** The code stands in the fragment, which no server and no log ever sees. */
  link: string
}

/** Stores a new one-time code of the facility, good for 24 hours. */
export async function issueCode(
  store: Store,
  facilityId: string,
  url: string,
  now: number = Date.now(),
  note: AuditNote = { at: now, who: { kind: 'commandLine' }, act: 'codeIssued' },
): Promise<IssuedCode> {
  const canonical = createActivationCode((length) => randomFillSync(new Uint8Array(length)))
  await store.devices.addCode(
    {
      hash: hashActivationCode(canonical),
      facilityId,
      createdAt: now,
      expiresAt: now + CODE_LIFE_MS,
    },
    note,
  )
  const code = formatActivationCode(canonical)
  return { code, link: `${url}/activate#code=${code}` }
}
