/**
 * One request to the facility's software, and its whole answer: bounded in time and size, never redirected, to an
 * address that the rule allows. `fetch` can neither hold a connection to a checked address nor show a client certificate.
 */
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import { checkedLookup, RefusedAddress, type AddressRule } from './addresses'

export interface OutRequest {
  method: 'POST' | 'GET'
  url: URL
  headers: Readonly<Record<string, string>>
  body: Uint8Array
}

export interface OutResponse {
  status: number
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>
  body: Uint8Array
}

/** @throws Error of any kind: whether the other side has it is then not known */
export type Send = (request: OutRequest) => Promise<OutResponse>

/** Shown to the other side (TLS); PEM. */
export interface ClientCertificate {
  certificate: string
  privateKey: string
  /** In place of the system's own roots. */
  authority?: string | undefined
}

export interface SendOptions {
  timeoutMs: number
  maxBytes: number
  rule: AddressRule
  /** Unencrypted HTTP; false for whatever leaves the facility's own network. */
  allowHttp: boolean
  tls?: ClientCertificate | undefined
}

export class TooLarge extends Error {
  override readonly name = 'TooLarge'
}

/** The connection ended within the answer. */
export class CutOff extends Error {
  override readonly name = 'CutOff'
}

/** An address that is no `https:` one, and `http:` was not allowed. */
export class NotEncrypted extends Error {
  override readonly name = 'NotEncrypted'
}

export function createSend(options: SendOptions): Send {
  const { timeoutMs, maxBytes, rule, allowHttp, tls } = options
  const lookup = checkedLookup(rule)
  return async ({ method, url, headers, body }) => {
    const encrypted = url.protocol === 'https:'
    if (!encrypted && !(allowHttp && url.protocol === 'http:')) throw new NotEncrypted('not https')
    // A literal address is never looked up.
    const host = url.hostname.replace(/^\[|\]$/g, '')
    if (isIP(host) !== 0 && !rule(host)) throw new RefusedAddress('address not allowed')
    return new Promise<OutResponse>((resolve, reject) => {
      const request = (encrypted ? requestHttps : requestHttp)(
        url,
        {
          method,
          lookup,
          // A kept connection would outlive the look-up that was checked.
          agent: false,
          headers: { ...headers, 'content-length': String(body.length) },
          signal: AbortSignal.timeout(timeoutMs),
          ...(tls && { cert: tls.certificate, key: tls.privateKey, ca: tls.authority }),
        },
        (response) => {
          const chunks: Buffer[] = []
          let size = 0
          response.on('data', (chunk: Buffer) => {
            size += chunk.length
            if (size <= maxBytes) {
              chunks.push(chunk)
              return
            }
            // The end may be buffered already: destroying alone would let it come through.
            reject(new TooLarge('answer too large'))
            request.destroy()
          })
          response.on('error', reject)
          response.on('aborted', () => {
            reject(new CutOff('answer cut off'))
          })
          response.on('end', () => {
            resolve({
              status: response.statusCode ?? 0,
              headers: Object.fromEntries(
                Object.entries(response.headers).map(([name, value]) => [
                  name,
                  [value].flat().join(', '),
                ]),
              ),
              body: Buffer.concat(chunks),
            })
          })
        },
      )
      request.on('error', reject)
      // Some ends are neither an answer nor a fault to Node (101 Switching Protocols): whoever waits must hear of each.
      request.on('close', () => {
        reject(new CutOff('ended without an answer'))
      })
      request.end(body)
    })
  }
}
