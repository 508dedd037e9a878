/**
 * Unlocking by a passkey: the PRF extension of WebAuthn gives 32 bytes that only this passkey and this person can
 * bring forth again. Used on the device alone; nothing is sent anywhere, so the challenge is random and unchecked.
 */
import { utf8 } from '../../api/bytes'
import { failed, ok, type Result } from '../../domain/outcome'
import { randomBytes } from './clock'
import type { UnlockMethod } from './schema'

export type PasskeyMethod = Extract<UnlockMethod, { kind: 'passkey' }>

const TIMEOUT_MS = 60_000
const ES256 = -7
const RS256 = -257

/**
 * Makes a passkey for a member of staff; the value is the secret that `createVault` and `addStaff` take.
 * `TZ-D14` when it is refused or its authenticator has no PRF:
 * then a passcode is offered.
 */
export async function createPasskey(
  staff: { id: string; name: string },
  credentials: CredentialsContainer | null = platformCredentials(),
): Promise<Result<PasskeyMethod & { prf: Uint8Array }>> {
  if (credentials === null) return failed('TZ-D14')
  const prfSalt = randomBytes(32)
  const created = await ask(() =>
    credentials.create({
      publicKey: {
        rp: { name: 'Tazune' },
        user: { id: utf8(staff.id).slice(0, 64), name: staff.name, displayName: staff.name },
        challenge: randomBytes(32),
        pubKeyCredParams: [
          { type: 'public-key', alg: ES256 },
          { type: 'public-key', alg: RS256 },
        ],
        authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
        timeout: TIMEOUT_MS,
        extensions: { prf: { eval: { first: prfSalt } } },
      },
    }),
  )
  if (created === null) return failed('TZ-D14')
  const method: PasskeyMethod = {
    kind: 'passkey',
    credentialId: new Uint8Array(created.rawId),
    prfSalt,
  }
  const results = created.getClientExtensionResults().prf
  if (results?.enabled === false) return failed('TZ-D14')
  const prf = bytesOf(results?.results?.first)
  if (prf !== null) return ok({ ...method, prf })
  // Some authenticators only say "enabled" here and give the bytes on use.
  const used = await usePasskey(method, credentials)
  return used.ok ? ok({ ...method, prf: used.value }) : used
}

/** Asks the person for their passkey; `TZ-D14` when it does not come. */
export async function usePasskey(
  method: PasskeyMethod,
  credentials: CredentialsContainer | null = platformCredentials(),
): Promise<Result<Uint8Array>> {
  if (credentials === null) return failed('TZ-D14')
  const got = await ask(() =>
    credentials.get({
      publicKey: {
        challenge: randomBytes(32),
        allowCredentials: [{ type: 'public-key', id: method.credentialId }],
        userVerification: 'required',
        timeout: TIMEOUT_MS,
        extensions: { prf: { eval: { first: method.prfSalt } } },
      },
    }),
  )
  const prf = bytesOf(got?.getClientExtensionResults().prf?.results?.first)
  return prf === null ? failed('TZ-D14') : ok(prf)
}

/** Refusal, timeout and absence all come as DOMException; which one is nobody's business but the person's. */
async function ask(request: () => Promise<Credential | null>): Promise<PublicKeyCredential | null> {
  try {
    const credential = await request()
    return credential !== null && 'getClientExtensionResults' in credential
      ? (credential as PublicKeyCredential)
      : null
  } catch (cause) {
    if (cause instanceof DOMException) return null
    throw cause
  }
}

function bytesOf(source: BufferSource | undefined): Uint8Array | null {
  if (source === undefined) return null
  const bytes = ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source)
  return bytes.length === 32 ? bytes.slice() : null
}

/** An insecure page and an old WebView have none, whatever the types say. */
function platformCredentials(): CredentialsContainer | null {
  return 'credentials' in navigator ? navigator.credentials : null
}
