/** A real gateway in process: real store, real sandbox, real certificates; only the RSA keys are few and shared. */
import type { CardImage, RsaPrivateJwk } from '../../domain/card-image'
import type { RandomBytes } from '../../domain/ids'
import {
  createActivationCode,
  CODE_LIFE_MS,
  hashActivationCode,
} from '../../server/activation/code'
import { createGateway, type RunningGateway } from '../../server/app'
import type { Authority } from '../../server/authority/authority'
import { createCardKeys } from '../../server/authority/sandbox/card-issuer'
import { SANDBOX_PEOPLE } from '../../server/authority/sandbox/people'
import type { SandboxPerson } from '../../server/authority/sandbox/person'
import {
  createSandbox,
  type Sandbox,
  type SandboxOptions,
} from '../../server/authority/sandbox/sandbox'
import { readAnchors } from '../../server/checks/anchors'
import type { GatewayOptions } from '../../server/gateway-options'
import type { LogLine } from '../../server/http/log'
import { createGatewayKeys, type GatewayKeys } from '../../server/keys/gateway-keys'
import { openSqliteStore } from '../../server/store/open'
import type { Store } from '../../server/store/store'

export const FACILITY = {
  id: 'facility-1',
  name: '訓練訪問看護ステーション',
  staff: [
    { id: 'staff-1', name: '看護　花子' },
    { id: 'staff-2', name: '管理　次郎' },
  ],
}

export const ORIGIN = 'http://gateway.test'

export interface TestGateway extends RunningGateway {
  store: Store
  sandbox: Sandbox
  keys: GatewayKeys
  log: LogLine[]
  now: () => number
  /** A `fetch` that reaches the app without a network. */
  fetch: typeof fetch
  card(personaId: string): CardImage
  /** A fresh activation code of {@link FACILITY}, canonical form. */
  newCode(): Promise<string>
  /** Closes gateway, sandbox and store. */
  end(): Promise<void>
}

export interface TestGatewayOptions extends Partial<GatewayOptions> {
  /** Files, so that a second gateway can open them; else everything is in memory. */
  paths?: { store: string; sandbox: string }
  sandbox?: Partial<SandboxOptions>
  /** Wraps the sandbox, for faults of a test's own. */
  wrapAuthority?: (authority: Authority) => Authority
  people?: readonly SandboxPerson[]
}

/** A sandbox of one person starts much faster; most tests need no more. */
export const ONE_PERSON: readonly SandboxPerson[] = SANDBOX_PEOPLE.filter(
  ({ id }) => id === 'valid-30',
)

let keyPool: Promise<RsaPrivateJwk[]> | undefined
let gatewayKeys: Promise<GatewayKeys> | undefined

/** Two RSA keys for a whole test process: certificates tell people apart, not keys. */
export function sharedRsaKeys(count: number): Promise<RsaPrivateJwk[]> {
  keyPool ??= createCardKeys(2)
  return keyPool.then((keys) => keys.slice(0, count))
}

/** Makes a gateway in training mode with one facility; not started: call `worker.start()` or `worker.runDue()`. */
export async function createTestGateway(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const now = options.now ?? Date.now
  const { paths, people, sandbox: sandboxOptions, wrapAuthority, ...overrides } = options
  const sandbox = await createSandbox({
    path: paths?.sandbox ?? ':memory:',
    now,
    makeKeys: sharedRsaKeys,
    ...(people && { people }),
    ...sandboxOptions,
  })
  gatewayKeys ??= createGatewayKeys()
  const keys = overrides.keys ?? (await gatewayKeys)
  const store = overrides.store ?? openSqliteStore(paths?.store ?? ':memory:', keys.columns)
  await store.facilities.put(FACILITY)
  const cards = await sandbox.cards()
  const log: LogLine[] = []
  const gateway = createGateway({
    mode: 'training',
    authority: wrapAuthority ? wrapAuthority(sandbox) : sandbox,
    anchors: readAnchors([sandbox.caCertificate]),
    visits: sandbox,
    ...(overrides.mode !== 'production' && {
      trainingCards: () => sandbox.cards(),
      surfaceAnchors: sandbox.surfaceAnchors,
    }),
    log: (line) => log.push(line),
    ...overrides,
    store,
    keys,
    now,
  })
  return {
    ...gateway,
    store,
    sandbox,
    keys,
    log,
    now,
    fetch: (input, init) => Promise.resolve(gateway.app.request(toRequest(input, init))),
    card(personaId) {
      const card = cards.find((each) => each.personaId === personaId)
      if (!card) throw new Error(`no persona ${personaId}`)
      return card
    },
    async newCode() {
      const code = createActivationCode(randomBytes)
      const at = now()
      await store.devices.addCode({
        hash: hashActivationCode(code),
        facilityId: FACILITY.id,
        createdAt: at,
        expiresAt: at + CODE_LIFE_MS,
      })
      return code
    },
    async end() {
      await gateway.close()
      await sandbox.close()
      await store.close()
    },
  }
}

export const randomBytes: RandomBytes = (length) => crypto.getRandomValues(new Uint8Array(length))

function toRequest(input: RequestInfo | URL, init: RequestInit | undefined): Request {
  if (input instanceof Request) return new Request(input, init)
  return new Request(new URL(input, ORIGIN), init)
}

/** A clock that goes only when told to. */
export interface TestClock {
  now: () => number
  advance(ms: number): void
}

export function createTestClock(start: number = Date.now()): TestClock {
  let at = start
  return {
    now: () => at,
    advance(ms) {
      at += ms
    },
  }
}

export const HOUR_MS = 3_600_000
export const DAY_MS = 24 * HOUR_MS
