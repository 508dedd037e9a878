/** One call of 日医標準レセプトソフト API: XML2 over HTTP, UTF-8, with Basic or a client certificate. */
import type { Send } from '../http/send'
import { partOf, readXml2, textOf, writeXml2, type Xml2Record } from './xml2'

export interface OrcaSettings {
  /** `http://orca:8000/` on the facility's own network, `https://…/api/` for WebORCA. */
  baseUrl: URL
  /** Basic authentication; null where the client certificate of `send` says who it is. */
  login: { user: string; password: string } | null
}

export interface OrcaAnswer {
  verdict: Verdict
  /** Api_Result and Api_Result_Message as they came. */
  code: string
  message: string
  body: Xml2Record
}

/**
 * What Api_Result says as far as it is known here; the rest of ORCA's list is opaque and shown. `done`: zeros, or W with a
 * warning. `busy`: another terminal has the patient. `asks`: a question for a person (S…). `absent`: no such patient.
 */
export type Verdict = 'done' | 'warned' | 'busy' | 'asks' | 'absent' | 'refused'

/** An HTTP status that is no success, before any XML2. */
export class OrcaStatus extends Error {
  override readonly name = 'OrcaStatus'
  constructor(readonly status: number) {
    super(`HTTP ${status}`)
  }
}

/** @throws OrcaStatus, NotXml2, or what `send` throws: what ORCA did is then not known */
export type CallOrca = (
  path: string,
  names: { request: string; response: string },
  record: Xml2Record,
) => Promise<OrcaAnswer>

export function createOrcaCall({ baseUrl, login }: OrcaSettings, send: Send): CallOrca {
  const authorization =
    login && `Basic ${Buffer.from(`${login.user}:${login.password}`, 'utf8').toString('base64')}`
  return async (path, { request, response }, record) => {
    const { status, body } = await send({
      method: 'POST',
      url: new URL(path, baseUrl),
      headers: {
        'content-type': 'application/xml; charset=UTF-8',
        accept: 'application/xml',
        ...(authorization && { authorization }),
      },
      body: writeXml2(request, record),
    })
    if (status !== 200) throw new OrcaStatus(status)
    const answer = readXml2(body, response)
    const code = textOf(answer, 'Api_Result')
    return {
      verdict: verdictOf(code),
      code,
      message: textOf(answer, 'Api_Result_Message'),
      body: answer,
    }
  }
}

function verdictOf(code: string): Verdict {
  if (/^0+$/.test(code)) return 'done'
  if (/^W\d+$/.test(code)) return 'warned'
  if (/^S\d+$/.test(code)) return 'asks'
  if (BUSY.includes(code)) return 'busy'
  return code === 'E10' ? 'absent' : 'refused'
}

/** 他端末使用中 */
const BUSY: readonly string[] = ['E90', 'E9999', '90']

export function patientIn({ body }: OrcaAnswer): Xml2Record {
  return partOf(body, 'Patient_Information') ?? {}
}
