/** What makes a request go through: secrets, keys and ids that the gateway knows, made for the operation that wants them. */
import { invitePerson } from '../../../server/admin/invite'
import { ADMIN_ORIGIN, codeOf, PASSCODE } from '../../../test/support/admin-client'
import { createSoftPasskey, type SoftPasskey } from '../../../test/support/authenticator'
import { createDeviceKeyPairs, publicJwk } from '../../../test/support/device-client'
import { FACILITY, randomBytes } from '../../../test/support/gateway'
import { createTagId } from '../../../domain/tags'
import { createCheckId } from '../../../domain/ids'
import type { Hints } from './make-value'
import type { Operation } from './operations'
import { PATIENTS_CSV, PERSONA, previewImport, stopExport, type FuzzWorld } from './world'

/** The name under which the whole body is looked for. */
export const BODY = '$body'

const SITE = { origin: ADMIN_ORIGIN, rpId: new URL(ADMIN_ORIGIN).hostname }
const passkeys = new WeakMap<FuzzWorld, SoftPasskey>()

/** @param canary where a name may be anything */
export async function hintsFor(operation: Operation, world: FuzzWorld): Promise<Hints> {
  const ids = idsIn(operation.path, world)
  const checks = [...world.ids.checks.slice(-5), createCheckId(world.now(), randomBytes)]
  const common: Hints = {
    id: ids,
    checkId: checks,
    check: checks,
    ids: [[checks[0]]],
    staffId: ['staff-1'],
    patientId: ['patient-1', '00209'],
    day: ['2026-06-01'],
    from: ['2026-05-20'],
    to: ['2026-06-20'],
  }
  return { ...common, ...(await special(operation, world)) }
}

function idsIn(path: string, { ids }: FuzzWorld): readonly string[] {
  const before = /(\w+)\/\{/.exec(path)?.[1]
  if (before !== undefined && before in ids) return ids[before as keyof typeof ids].slice(-12)
  return Object.values(ids).flatMap((each) => each.slice(-3))
}

async function special(operation: Operation, world: FuzzWorld): Promise<Hints> {
  const { gateway } = world
  switch (operation.id) {
    case 'activateDevice': {
      const keys = await createDeviceKeyPairs()
      return {
        code: [await gateway.newCode()],
        signingKey: [await publicJwk(keys.signing.publicKey)],
        answerKey: [await publicJwk(keys.answering.publicKey)],
      }
    }
    case 'requestAccess':
      return { assertion: [await (await world.device('device')).assertion()] }
    case 'sendChecks': {
      const device = await world.device('device')
      return { check: [await device.createCheck({ card: gateway.card(PERSONA) })] }
    }
    case 'registerTags':
      return { id: [createTagId(randomBytes)] }
    case 'readInvitation':
    case 'invitationOptions':
    case 'joinByPasscode':
      return { code: [await newInvitation(world)], passcode: [PASSCODE] }
    case 'joinByPasskey': {
      const code = await newInvitation(world)
      const challenge = await challengeOf(world, 'invitation/passkey/options', { code })
      return { code: [code], credential: [createSoftPasskey().create({ ...SITE, challenge })] }
    }
    case 'addPasskey': {
      const challenge = await challengeOf(world, 'me/passkeys/options', undefined)
      const passkey = createSoftPasskey()
      world.ids.passkeys.push(passkey.id)
      return { [BODY]: [passkey.create({ ...SITE, challenge })] }
    }
    case 'signInByPasskey': {
      const passkey = await knownPasskey(world)
      const challenge = await challengeOf(world, 'sign-in/options', undefined)
      return { [BODY]: [passkey.use({ ...SITE, challenge })] }
    }
    case 'signInByPasscode': {
      const { signIn } = await world.person('staff')
      return { signIn: [signIn], passcode: [PASSCODE] }
    }
    case 'exportAgain':
    case 'settleExport': {
      // A new answer is there to stop each time, or settling would come to an end of them.
      const device = await world.device('device')
      await device.sendChecks([await device.createCheck({ card: gateway.card(PERSONA) })])
      await gateway.worker.runDue()
      const stopped = await stopExport(world)
      return stopped === null ? {} : { id: [stopped] }
    }
    case 'previewRosterImport':
    case 'exportRosterFindings':
      return { [BODY]: [PATIENTS_CSV], kind: ['patients'] }
    case 'applyRosterImport': {
      const token = await previewImport(world, PATIENTS_CSV)
      return { [BODY]: [PATIENTS_CSV], kind: ['patients'], token: [token], confirmed: ['yes'] }
    }
    default:
      return {}
  }
}

async function newInvitation({ gateway, now }: FuzzWorld): Promise<string> {
  const world = { store: gateway.store, randomBytes, origin: ADMIN_ORIGIN, now: now() }
  const { link } = await invitePerson(
    { ...world, who: { kind: 'commandLine' } },
    { facilityId: FACILITY.id, name: '招いた人', role: 'staff' },
  )
  return codeOf(link)
}

/** Empty where the rate limit or a lost session stands in between: then the request is refused, and that is judged too. */
async function challengeOf(world: FuzzWorld, path: string, body: unknown): Promise<string> {
  const reply = await (await world.person('administrator')).post(`/${path}`, body)
  const { challenge } = (await reply.json()) as { challenge?: string }
  return challenge ?? ''
}

async function knownPasskey(world: FuzzWorld): Promise<SoftPasskey> {
  const known = passkeys.get(world)
  if (known) return known
  const code = await newInvitation(world)
  const challenge = await challengeOf(world, 'invitation/passkey/options', { code })
  const passkey = createSoftPasskey()
  const credential = passkey.create({ ...SITE, challenge })
  await (await world.person('administrator')).post('/invitation/passkey', { code, credential })
  // The page of that client is now theirs.
  world.renew('administrator')
  passkeys.set(world, passkey)
  return passkey
}
