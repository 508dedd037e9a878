/** From what the card signed to what may be called saved: sealed, signed, its note encrypted, on the disk. */
import type { CheckPayload, CheckStatement } from '../../domain/check'
import { failed, ok, type Result } from '../../domain/outcome'
import type { DeviceServices } from '../sync/device-services'
import { saveCheck } from '../sync/outbox'
import { StoreFault } from '../sync/store-fault'
import type { UnlockedVault } from '../sync/unlocked-vault'
import { entryKey, keptKey, noteKey } from './check-rows'
import { consentKey } from './consents-port'
import { keptConsentOf } from './kept-consent'
import { draftKey } from './real-records'
import type { CheckNote, KeptForClaim } from './view-types'

/**
 * Seals and saves one check and drops its drafts.
 * @param vault the open vault; null when it is locked
 * @returns `TZ-D04` no room, `TZ-D12` not registered, `TZ-D15` locked: nothing was stored
 */
export async function sealAndSave(
  { db, clock, registration }: Pick<DeviceServices, 'db' | 'clock' | 'registration'>,
  vault: UnlockedVault | null,
  payload: CheckPayload,
  note: CheckNote,
  forClaim?: KeptForClaim,
): Promise<Result<null>> {
  try {
    const parties = await registration.current()
    if (!vault) return failed('TZ-D15')
    if (!parties) return failed('TZ-D12')
    const { deviceId } = parties
    // In memory since the vault was opened.
    const { createEnvelope } = await import('../sync/vault')
    const consent = keptConsentOf(JSON.parse(payload.statement) as CheckStatement, note)
    const [envelope, ...notes] = await Promise.all([
      createEnvelope(note.id, payload, parties),
      vault.seal(noteKey(note.id), note),
      ...(consent ? [vault.seal(consentKey(note.id), consent)] : []),
      ...(forClaim ? [vault.seal(keptKey(note.id), forClaim)] : []),
    ])
    const { evidence } = payload
    await saveCheck(
      db,
      {
        envelope,
        deviceId,
        notes,
        challengeId: 'challengeId' in evidence ? evidence.challengeId : null,
        erase: [draftKey(note.id), entryKey(note.id)],
        ...(evidence.kind === 'declaration' && { kind: evidence.kind }),
      },
      clock.device(),
    )
    return ok(null)
  } catch (cause) {
    if (cause instanceof StoreFault) return failed(cause.code)
    throw cause
  }
}
