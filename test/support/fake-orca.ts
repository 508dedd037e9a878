/**
 * A stand-in for 日医標準レセプトソフト on 127.0.0.1: patients, insurances, locks and the four steps of `patientmodv32`, by the
 * published samples. It shares no code with the client; what it has not understood it refuses as ORCA does.
 */
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { XMLParser } from 'fast-xml-parser'
import {
  arrayXml,
  at,
  informationXml,
  listAt,
  type OrcaFields,
  recordXml,
  result,
  textAt,
  type Tree,
} from './fake-orca-xml'

export interface FakePatient {
  WholeName: string
  WholeName_inKana: string
  BirthDate: string
  Sex: '1' | '2'
  insurances: OrcaFields[]
  publicExpenses: OrcaFields[]
}

/** `lostRequest`: never comes in. `lostReply`: is done, and nobody hears of it. The rest is answered in place of an answer. */
export type OrcaFault =
  | 'lostRequest'
  | 'lostReply'
  | 'http500'
  | 'http401'
  | 'html'
  | 'cutOff'
  | 'notUtf8'
  | 'refused'
  | 'asks'
  | 'warned'

/** The request by its number, `list` and `unlock` for the list of locks. */
export type OrcaStep = '01' | '02' | '03' | '99' | 'list' | 'unlock'

export interface FakeOrca {
  readonly url: URL
  readonly patients: Map<string, FakePatient>
  /** Requests that came in, in order. */
  readonly steps: OrcaStep[]
  readonly bodies: string[]
  /** Who has which patient open. */
  readonly locks: Map<string, { karteUid: string; orcaUid: string; at: number }>
  /** How often something was written. */
  writes: number
  /** The next requests of that step meet these, one each. */
  fail(step: OrcaStep, ...faults: OrcaFault[]): void
  /** Another terminal opens the patient. */
  openElsewhere(patientId: string): void
  close(): Promise<void>
}

export const ORCA_LOGIN = { user: 'ormaster', password: 'みほん-pass' }

interface Session {
  patientId: string
  karteUid: string
  checked?: { insurances: OrcaFields[]; publicExpenses: OrcaFields[] }
}

const parser = new XMLParser({ ignoreAttributes: false, parseTagValue: false, trimValues: false })

export async function startFakeOrca(now: () => number): Promise<FakeOrca> {
  const patients = new Map<string, FakePatient>()
  const locks: FakeOrca['locks'] = new Map()
  const sessions = new Map<string, Session>()
  const faults = new Map<OrcaStep, OrcaFault[]>()
  const server = createServer((request, response) => void handle(request, response))
  let nextId = 1

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const text = Buffer.concat(chunks).toString('utf8')
    const tree = parser.parse(text) as { data?: Record<string, Tree> }
    const [name = '', body = {}] = Object.entries(tree.data ?? {})[0] ?? []
    const number = textAt(body, 'Request_Number')
    const step = stepOf(request.url ?? '', name, number)
    const expected = `Basic ${Buffer.from(`${ORCA_LOGIN.user}:${ORCA_LOGIN.password}`).toString('base64')}`
    if (request.headers.authorization !== expected) {
      end(response, 401, '')
      return
    }
    if (step === null) {
      end(response, 404, '<html>')
      return
    }
    fake.steps.push(step)
    fake.bodies.push(text)
    const fault = faults.get(step)?.shift()
    if (fault === 'lostRequest') return void response.destroy()
    if (fault === 'http500') {
      end(response, 500, '<html>')
      return
    }
    if (fault === 'http401') {
      end(response, 401, '')
      return
    }
    if (fault === 'html') {
      end(response, 200, '<html><body>login</body></html>')
      return
    }
    const answer = answerTo(step, body, fault)
    const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<xmlio2>\n${answer}\n</xmlio2>\n`
    if (fault === 'lostReply') return void response.destroy()
    if (fault === 'cutOff') {
      end(response, 200, xml.slice(0, xml.length / 2))
      return
    }
    if (fault === 'notUtf8') {
      end(response, 200, Buffer.from([0x3c, 0x82, 0xa0, 0x3e]))
      return
    }
    end(response, 200, xml)
  }

  function answerTo(step: OrcaStep, body: Tree, fault: OrcaFault | undefined): string {
    const karteUid = textAt(body, 'Karte_Uid')
    if (step === 'list') return listLocks(karteUid)
    if (step === 'unlock') return unlockByList(body)
    const patientId = textAt(at(body, 'Patient_Information'), 'Patient_ID')
    const orcaUid = textAt(body, 'Orca_Uid')
    if (step === '01') return openPatient(karteUid, patientId)
    const session = sessions.get(orcaUid)
    const mine = locks.get(patientId)?.orcaUid === orcaUid && session?.karteUid === karteUid
    if (!session || !mine)
      return result(step, '00', karteUid, '', 'E41', '一時データがありません。')
    if (step === '99') {
      release(patientId, orcaUid)
      return result(step, '00', karteUid, orcaUid, '000', '解除処理終了', patientXml(patientId))
    }
    if (fault === 'refused') {
      return result(
        step,
        step,
        karteUid,
        orcaUid,
        'E50',
        '保険・公費にエラーがあります。',
        patientXml(patientId),
      )
    }
    const sent = {
      insurances: listAt(body, 'HealthInsurance_Information', 'HealthInsurance_Info'),
      publicExpenses: listAt(body, 'PublicInsurance_Information', 'PublicInsurance_Info'),
    }
    return step === '02'
      ? check(session, karteUid, orcaUid, sent)
      : commit(session, karteUid, orcaUid, sent, fault)
  }

  function openPatient(karteUid: string, patientId: string): string {
    const id = recordXml('Patient_Information', { Patient_ID: patientId })
    const patient = patients.get(patientId)
    if (!patient) {
      return result('01', '01', karteUid, '', 'E10', '患者番号に該当する患者が存在しません', id)
    }
    if (locks.has(patientId)) return result('01', '01', karteUid, '', 'E90', '他端末使用中', id)
    const orcaUid = randomUUID()
    locks.set(patientId, { karteUid, orcaUid, at: now() })
    sessions.set(orcaUid, { patientId, karteUid })
    const held = informationXml(patient.insurances, patient.publicExpenses)
    return result(
      '01',
      '02',
      karteUid,
      orcaUid,
      '000',
      '検索処理終了',
      patientXml(patientId) + held,
    )
  }

  function check(
    session: Session,
    karteUid: string,
    orcaUid: string,
    sent: NonNullable<Session['checked']>,
  ): string {
    const known = patientXml(session.patientId)
    const isWrong = sent.insurances.some(
      (each) =>
        (each['Certificate_StartDate'] ?? '') > (each['Certificate_ExpiredDate'] ?? '9999-12-31') ||
        (each['RelationToInsuredPerson'] ?? '') === '' ||
        (each['InsuranceProvider_Mode'] === 'New' && overlaps(session.patientId, each)),
    )
    if (isWrong) {
      return result('02', '02', karteUid, orcaUid, 'E50', '保険・公費にエラーがあります。', known)
    }
    session.checked = sent
    const padded = sent.insurances.map((each) => ({
      ...each,
      InsuranceProvider_Id: (each['InsuranceProvider_Id'] ?? '0').padStart(10, '0'),
    }))
    return result(
      '02',
      '03',
      karteUid,
      orcaUid,
      '000',
      '処理終了',
      known + informationXml(padded, sent.publicExpenses),
    )
  }

  function commit(
    session: Session,
    karteUid: string,
    orcaUid: string,
    sent: NonNullable<Session['checked']>,
    fault: OrcaFault | undefined,
  ): string {
    const known = patientXml(session.patientId)
    if (fault === 'asks') {
      const question = recordXml('Patient_Select_Information', {
        Patient_Select: 'K910',
        Patient_Select_Message: '更新内容を確認して下さい。',
      })
      return result('03', '03', karteUid, orcaUid, 'S20', '選択項目があります。', known + question)
    }
    const patient = patients.get(session.patientId)
    if (!patient || session.checked?.insurances.length !== sent.insurances.length) {
      return result('03', '03', karteUid, orcaUid, 'E80', '一時データ出力エラーです。', known)
    }
    apply(patient.insurances, sent.insurances, 'InsuranceProvider_Mode', 'InsuranceProvider_Id')
    apply(patient.publicExpenses, sent.publicExpenses, 'PublicInsurance_Mode', 'PublicInsurance_Id')
    fake.writes += 1
    release(session.patientId, orcaUid)
    const code = fault === 'warned' ? 'W00' : '000'
    return result(
      '03',
      '00',
      karteUid,
      orcaUid,
      code,
      '登録処理終了',
      patientXml(session.patientId),
    )
  }

  function apply(held: OrcaFields[], sent: OrcaFields[], mode: string, id: string): void {
    for (const { [mode]: how, ...each } of sent) {
      if (how === 'New') held.push({ ...each, [id]: String(nextId++).padStart(10, '0') })
      const place = held.findIndex((one) => one[id] === each[id])
      if (how === 'Modify' && place >= 0) held[place] = each
      if (how === 'Delete' && place >= 0) held.splice(place, 1)
    }
  }

  /** One insurance may not run twice at the same time. */
  function overlaps(patientId: string, added: OrcaFields): boolean {
    return (patients.get(patientId)?.insurances ?? []).some(
      (held) =>
        held['InsuranceProvider_Number'] === added['InsuranceProvider_Number'] &&
        held['HealthInsuredPerson_Number'] === added['HealthInsuredPerson_Number'] &&
        (held['Certificate_StartDate'] ?? '') <=
          (added['Certificate_ExpiredDate'] ?? '9999-12-31') &&
        (added['Certificate_StartDate'] ?? '') <= (held['Certificate_ExpiredDate'] ?? '9999-12-31'),
    )
  }

  function release(patientId: string, orcaUid: string): void {
    locks.delete(patientId)
    sessions.delete(orcaUid)
  }

  function listLocks(karteUid: string): string {
    const held = [...locks].map(([patientId, lock]) => ({
      Lock_Karte_Uid: lock.karteUid,
      Lock_Orca_Uid: lock.orcaUid,
      Lock_Patient_ID: patientId,
    }))
    const code = held.length === 0 ? 'E10' : '000'
    return result(
      '00',
      '00',
      karteUid,
      '',
      code,
      '検索処理終了',
      arrayXml('Lock_Information', held, 100),
      'medicalv3res7',
    )
  }

  function unlockByList(body: Tree): string {
    const karteUid = textAt(body, 'Karte_Uid')
    const orcaUid = textAt(at(body, 'Delete_Information'), 'Delete_Orca_Uid')
    const [patientId, lock] = [...locks].find(([, held]) => held.orcaUid === orcaUid) ?? []
    const deletion = recordXml('Delete_Information', {
      Delete_Karte_Uid: karteUid,
      Delete_Orca_Uid: orcaUid,
    })
    const say = (code: string, message: string) =>
      result('01', '01', karteUid, randomUUID(), code, message, deletion, 'medicalv3res7')
    if (patientId === undefined || lock === undefined) return say('E13', '排他情報がありません。')
    if (now() - lock.at < 60_000) return say('E14', '端末展開中と思われる排他時間です。')
    if (textAt(body, 'Select_Answer') !== 'Ok') return say('S40', '選択項目があります。')
    release(patientId, orcaUid)
    return say('000', '解除処理終了')
  }

  function patientXml(patientId: string): string {
    const patient = patients.get(patientId)
    if (!patient) return ''
    const { WholeName, WholeName_inKana, BirthDate, Sex } = patient
    const person = { Patient_ID: patientId, WholeName, WholeName_inKana, BirthDate, Sex }
    return recordXml('Patient_Information', person)
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const fake: FakeOrca = {
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`),
    patients,
    locks,
    steps: [],
    bodies: [],
    writes: 0,
    fail: (step, ...these) => void faults.set(step, [...(faults.get(step) ?? []), ...these]),
    openElsewhere: (patientId) =>
      void locks.set(patientId, { karteUid: 'terminal-2', orcaUid: randomUUID(), at: now() }),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return fake
}

function stepOf(url: string, name: string, number: string): OrcaStep | null {
  if (url === '/orca12/patientmodv32' && name === 'patientmodv3req2') {
    return (['01', '02', '03', '99'] as const).find((step) => step === number) ?? null
  }
  if (url !== '/api21/medicalmodv37' || name !== 'medicalv3req7') return null
  return number === '00' ? 'list' : 'unlock'
}

function end(response: ServerResponse, status: number, body: string | Buffer): void {
  response.writeHead(status, { 'content-type': 'application/xml' }).end(body)
}
