/** The gateway: Hono app and worker, with everything that touches the world passed in. */
import { randomFillSync } from 'node:crypto'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { except } from 'hono/combine'
import { ADMIN_API } from '../api/admin/wire'
import { MAX_BODY_BYTES } from '../api/wire'
import { accessRoutes } from './access/route'
import { authenticate } from './access/authenticate'
import { createDeviceKeys } from './access/device-keys'
import { adminRoutes } from './admin/route'
import { activationRoutes } from './activation/route'
import { createNotifier } from './answers/notifier'
import { answerRoutes } from './answers/route'
import { challengeRoutes } from './challenges/route'
import { checkProductionAnchors } from './checks/anchors'
import { createFaceJudge } from './checks/card-face'
import { createCertificateJudge } from './checks/certificate'
import { checkRoutes } from './checks/route'
import { checkProductionSurfaceAnchors } from './checks/surface-anchors'
import { DEFAULT_POLICY, type Gateway, type GatewayOptions } from './gateway-options'
import { consentRoutes } from './consents/route'
import { createExports, NO_EXPORTS } from './export/join'
import { createReadiness } from './health/readiness'
import { healthRoutes } from './health/route'
import { receiverRoutes } from './export/webhook/fetch-route'
import type { GatewayEnv } from './http/context'
import { GatewayError } from './http/gateway-error'
import { setHeaders } from './http/headers'
import { logRequests } from './http/log'
import { mountOpenApi } from './http/openapi'
import { toProblemResponse } from './http/problem'
import { checkWireVersion } from './http/wire-version'
import { checkDigitalIdentity } from './identity/configuration'
import { mountIdentity } from './identity/mount'
import { medicalRoutes } from './medical/route'
import type { WorkLoop } from './queue/work-loop'
import { createPresence } from './queue/presence'
import { createWorker } from './queue/worker'
import { BUILT_IN_WORDS } from './roster/import/words'
import { IMPORT_PATHS } from './roster/import/route'
import { StartError } from './start-error'
import { tagRoutes } from './tags/route'
import { trainingRoutes } from './training/route'
import { visitRoutes } from './visits/route'
import { withHistory } from './visits/with-history'
import { withUnasked } from './visits/with-unasked'
import { withTags } from './tags/with-tags'
import { withdrawalRoutes } from './withdrawals/route'

const HOUR_MS = 3_600_000

export interface RunningGateway {
  app: Hono<GatewayEnv>
  /** Not started by itself: call `worker.start()`, or `worker.runDue()` for one round. */
  worker: WorkLoop
  /** Sends answers to facilities' own software; started and stopped as `worker` is. */
  exports: WorkLoop
  /** Wakes tablets for what other gateways on the same database have answered, from now until it is closed. */
  hearOthers(): Promise<void>
  /** Ends held-open requests and the worker. The store belongs to who made it. */
  close(): Promise<void>
}

/**
 * Makes a gateway of one mode.
 * @throws StartError when production lacks real trust anchors or is given practice ones
 */
export function createGateway(options: GatewayOptions): RunningGateway {
  const gateway = withDefaults(options)
  if (gateway.mode === 'production') checkProduction(gateway)
  if (gateway.digitalIdentity) checkDigitalIdentity(gateway.digitalIdentity, gateway.mode)
  const { store, keys, now, mode } = gateway
  const deviceKeys = createDeviceKeys()
  const notifier = createNotifier(gateway.timers)
  let stopHearing = () => Promise.resolve()
  const presence = createPresence(store.work)
  const exported = createExports({ ...gateway, presence })
  const worker = createWorker({
    ...gateway,
    deviceKeys,
    presence,
    exportTo: (facilityId) => exported.exportTo(facilityId),
    onAnswer: (deviceId) => {
      notifier.notify(deviceId)
      exported.hear()
    },
  })
  const authenticated = authenticate({
    devices: store.devices,
    replays: store.replays,
    deviceKeys,
    tokenKey: keys.token.publicKey,
    publicOrigin: gateway.publicOrigin,
    now,
  })

  const app = new Hono<GatewayEnv>()
  app.use(logRequests(gateway.log, now, gateway.observeRequest), setHeaders(now))
  app.onError(toProblemResponse)
  app.notFound((c) => toProblemResponse(new GatewayError('TZ-G22'), c))
  app.use('/v1/*', checkWireVersion(), limitBody())
  app.use(`${ADMIN_API}/*`, except(IMPORT_PATHS, limitBody()))
  app.route('/', healthRoutes(mode, now, gateway.readiness))
  app.route('/', activationRoutes(gateway))
  app.route('/', accessRoutes(gateway, deviceKeys))
  app.route('/', challengeRoutes({ ...gateway, challenges: store.challenges }, authenticated))
  app.route(
    '/',
    checkRoutes(
      {
        store,
        keys,
        deviceKeys,
        visits: gateway.visits,
        now,
        log: gateway.log,
        judgeCertificate: createCertificateJudge(mode, gateway.anchors),
        judgeFace: createFaceJudge(mode, gateway.surfaceAnchors),
        passcodeAllowanceMs: gateway.policy.eraseAfterHours * HOUR_MS,
      },
      authenticated,
      () => {
        worker.wake()
      },
    ),
  )
  app.route('/', withdrawalRoutes(store.withdrawals, authenticated, now))
  app.route('/', answerRoutes(store.answers, notifier, authenticated))
  const known = withTags(withHistory(gateway.visits, { store, keys }), store.tags)
  const visits = withUnasked(known, gateway.findUnasked)
  app.route('/', visitRoutes(visits, deviceKeys, now, authenticated))
  app.route('/', consentRoutes({ ...gateway, consents: store.consents, deviceKeys }, authenticated))
  app.route('/', medicalRoutes({ ...gateway, deviceKeys }, authenticated))
  app.route('/', tagRoutes(store.tags, authenticated))
  mountIdentity(app, gateway, { notifier, worker, authenticated })
  if (gateway.trainingCards) {
    app.route('/', trainingRoutes(gateway.trainingCards, deviceKeys, authenticated))
  }
  app.route('/', adminRoutes(gateway, exported))
  app.route('/', receiverRoutes(gateway, exported))
  mountOpenApi(app)

  return {
    app,
    worker,
    exports: exported.worker,
    async hearOthers() {
      stopHearing = await store.answers.listen((deviceId) => {
        notifier.notify(deviceId)
        exported.hear()
      })
    },
    async close() {
      notifier.close()
      await Promise.all([worker.stop(), exported.worker.stop(), stopHearing()])
      await presence.end()
    },
  }
}

/** Nothing of training may stand in for what production must have. */
function checkProduction(gateway: Gateway): void {
  checkProductionAnchors(gateway.anchors)
  checkProductionSurfaceAnchors(gateway.surfaceAnchors)
  if (gateway.trainingCards) throw new StartError('Production mode has no training cards.')
  if (gateway.trainingPasscode) throw new StartError('Production mode shows no passcode.')
}

function limitBody() {
  return bodyLimit({
    maxSize: MAX_BODY_BYTES,
    onError: () => {
      throw new GatewayError('TZ-G20')
    },
  })
}

function withDefaults(options: GatewayOptions): Gateway {
  const now = options.now ?? Date.now
  const timers = options.timers ?? { setTimeout, clearTimeout }
  const { operation } = options.store
  return {
    ...options,
    policy: { ...DEFAULT_POLICY, ...options.policy },
    publicOrigin: options.publicOrigin,
    trainingCards: options.trainingCards,
    digitalIdentity: options.digitalIdentity,
    trainingPasscode: options.trainingPasscode,
    surfaceAnchors: options.surfaceAnchors ?? [],
    exports: options.exports ?? NO_EXPORTS,
    now,
    random: options.random ?? Math.random,
    randomBytes: options.randomBytes ?? ((length) => randomFillSync(new Uint8Array(length))),
    timers,
    observeRequest: options.observeRequest ?? (() => undefined),
    readiness: options.readiness ?? createReadiness({ operation, now, timers }),
    log: options.log ?? (() => undefined),
    rosterWords: options.rosterWords ?? BUILT_IN_WORDS,
    bulkOf: options.bulkOf ?? (() => null),
    serves: options.serves ?? (() => true),
    findUnasked: options.findUnasked ?? (() => Promise.resolve(null)),
    callerOf: options.callerOf ?? (() => 'one'),
  }
}
