/**
 * Every setting of a gateway, as data: by which flag, which variable and at which place of the file it is given, what it must
 * be, and what holds without it. A flag goes before the environment, the environment before the file.
 */
import * as v from 'valibot'
import { isOfficialAddress, OFFICIAL_ADDRESS_LENGTH } from '../../domain/handoff'
import { areAddresses } from '../http/address-list'

export const PRECEDENCE = ['flag', 'environment', 'file'] as const
export type Source = (typeof PRECEDENCE)[number]

export interface Setting<
  S extends v.GenericSchema = v.GenericSchema,
  F extends v.InferOutput<S> | null = v.InferOutput<S> | null,
> {
  schema: S
  /** Ends the sentence of a fault. */
  must: string
  fallback: F
  flag?: string
  env?: string
  /** Dotted, in the file. */
  file?: string
  /** Never printed, and may stand in a file of its own, named by the variable with `_FILE` behind it. */
  secret?: true
}

const Text = v.pipe(v.string(), v.minLength(1), v.maxLength(1_000))
const Origin = v.pipe(
  v.string(),
  v.check((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)),
  v.transform((text) => new URL(text).origin),
)
const DatabaseUrl = v.pipe(
  v.string(),
  v.check((text) => URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol)),
)
const Proxies = v.pipe(
  v.string(),
  v.maxLength(1_000),
  v.check((text) => areAddresses(proxiesIn(text))),
)
/** Of what an `Authorization` header may carry (RFC 6750). */
const Token = v.pipe(v.string(), v.regex(/^[A-Za-z0-9._~+/=-]{20,500}$/))

const text = { schema: Text, must: 'some text of at most 1000 characters' }

export const SETTINGS = {
  data: setting({ ...text, flag: 'data', env: 'TAZUNE_DATA', fallback: 'data' }),
  host: setting({
    ...{ ...text, flag: 'host', env: 'TAZUNE_HOST', file: 'listen.host' },
    fallback: '127.0.0.1',
  }),
  port: setting({
    ...{ ...wholeNumber(0, 65_535), flag: 'port', env: 'TAZUNE_PORT', file: 'listen.port' },
    fallback: null,
  }),
  origin: setting({
    ...{ flag: 'origin', env: 'TAZUNE_ORIGIN', file: 'listen.origin' },
    schema: Origin,
    must: 'an address such as https://host',
    fallback: null,
  }),
  proxies: setting({
    ...{ env: 'TAZUNE_PROXIES', file: 'listen.proxies' },
    schema: Proxies,
    must: 'addresses or ranges with commas between, such as 127.0.0.1,10.1.0.0/16',
    fallback: null,
  }),
  mode: setting({
    ...{ flag: 'mode', env: 'TAZUNE_MODE', file: 'mode' },
    schema: v.picklist(['training', 'production']),
    must: 'training or production',
    fallback: 'training',
  }),
  app: setting({ ...text, flag: 'app', env: 'TAZUNE_APP', file: 'app', fallback: null }),
  anchors: setting({
    ...{ ...text, flag: 'anchors', env: 'TAZUNE_ANCHORS', file: 'anchors' },
    fallback: null,
  }),
  secrets: setting({
    ...{ ...text, env: 'TAZUNE_SECRETS', file: 'secrets' },
    fallback: null,
  }),
  officialWeb: setting({
    ...{ flag: 'official-web', env: 'TAZUNE_OFFICIAL_WEB' },
    schema: v.pipe(v.string(), v.check(isOfficialAddress)),
    must: `an https address of at most ${OFFICIAL_ADDRESS_LENGTH} characters, without user, password or fragment`,
    fallback: null,
  }),
  sandboxDelayMs: setting({
    ...{ ...wholeNumber(0, 999_999_999), flag: 'sandbox-delay' },
    fallback: 0,
  }),
  databaseUrl: setting({
    ...{ env: 'DATABASE_URL', file: 'database.url', secret: true },
    schema: DatabaseUrl,
    must: 'an address such as postgres://user@host/name',
    fallback: null,
  }),
  databaseConnections: setting({
    ...{ ...wholeNumber(1, 200), env: 'TAZUNE_DATABASE_CONNECTIONS', file: 'database.connections' },
    fallback: 10,
  }),
  metricsHost: setting({
    ...{ ...text, env: 'TAZUNE_METRICS_HOST', file: 'metrics.host' },
    fallback: '127.0.0.1',
  }),
  metricsPort: setting({
    ...{ ...wholeNumber(0, 65_535), env: 'TAZUNE_METRICS_PORT', file: 'metrics.port' },
    flag: 'metrics-port',
    fallback: null,
  }),
  metricsToken: setting({
    ...{ env: 'TAZUNE_METRICS_TOKEN', file: 'metrics.token', secret: true },
    schema: Token,
    must: '20 to 500 letters, digits or . _ ~ + / = -',
    fallback: null,
  }),
  logTo: setting({
    ...{ env: 'TAZUNE_LOG', file: 'log.to' },
    schema: v.picklist(['file', 'stdout']),
    must: 'file or stdout',
    fallback: 'file',
  }),
  logLevel: setting({
    ...{ env: 'TAZUNE_LOG_LEVEL', file: 'log.level' },
    schema: v.picklist(['info', 'warning', 'error']),
    must: 'info, warning or error',
    fallback: 'info',
  }),
  stopSeconds: setting({
    ...{ ...wholeNumber(1, 300), env: 'TAZUNE_STOP_SECONDS', file: 'stop.seconds' },
    fallback: 40,
  }),
  drainSeconds: setting({
    ...{ ...wholeNumber(0, 120), env: 'TAZUNE_DRAIN_SECONDS', file: 'stop.drainSeconds' },
    fallback: 0,
  }),
  diskMegabytes: setting({
    ...{ ...wholeNumber(1, 1_000_000), env: 'TAZUNE_DISK_MEGABYTES', file: 'disk.megabytes' },
    fallback: 200,
  }),
} as const

export type SettingKey = keyof typeof SETTINGS
export type Settings = {
  [K in SettingKey]:
    v.InferOutput<(typeof SETTINGS)[K]['schema']> | Extract<(typeof SETTINGS)[K]['fallback'], null>
}

export const SETTING_KEYS = Object.keys(SETTINGS) as SettingKey[]

function setting<S extends v.GenericSchema, const F extends v.InferOutput<S> | null>(
  given: Setting<S, F>,
): Setting<S, F> {
  return given
}

/** Of the setting's text; none of none. */
export function proxiesIn(text: string | null): string[] {
  return text === null ? [] : text.split(',').map((each) => each.trim())
}

/** Text of digits in flags and environment, a number in the file. */
function wholeNumber(least: number, most: number) {
  return {
    schema: v.pipe(
      v.union([v.number(), v.pipe(v.string(), v.regex(/^\d{1,9}$/), v.transform(Number))]),
      v.integer(),
      v.minValue(least),
      v.maxValue(most),
    ),
    must: `a whole number from ${least} to ${most}`,
  }
}
