/** The simulator's work on one request: what it answers, how, and what goes wrong with it. */
import { chmod, readFile, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  acknowledgement,
  eligibility,
  failure,
  list,
  personFailure,
  processing,
  reception,
  type Answer,
  type Reception,
} from './answer'
import { unzip, zip } from './archive'
import { chanceOf, type Chance } from './chance'
import type { FaultName, SimOptions } from './options'
import { time } from './results'
import { readRequest, writeXml, type Encoding, type ReadRequest } from './xml'

export type Tell = (line: Readonly<Record<string, unknown>>) => void

export interface Desk {
  /** Takes a file of `req`, if it is a request, and answers it. */
  take(file: string): Promise<void>
}

const REQUEST = /^(?:OQS|YZK|TKK)([a-z]+)(\d\d)req_([A-Za-z0-9]+)\.(xml|zip)$/
/** Of these at most one happens to a request: each is an end of its own. */
const ENDS = ['silence', 'failed', 'personFailed', 'malformed', 'wrongOnly', 'stale'] as const
const STALE_MS = 150
const TURNS = 3

interface Job {
  n: number
  /** Without its ending. */
  result: string
  identifier: string
  chance: Chance
  strikes: (fault: FaultName) => boolean
  end: (typeof ENDS)[number] | null
}

export function openDesk(options: SimOptions, tell: Tell): Desk {
  const { root, delayMs, encoding, institution, password, faults, rate, seed } = options
  const receptions = new Map<string, Reception>()
  let count = 0

  async function take(file: string): Promise<void> {
    const [, name = '', step = '', suffix = ''] = REQUEST.exec(file) ?? []
    if (suffix === '') return
    const path = join(root, 'req', file)
    const bytes = await readFile(path)
    await unlink(path)
    const n = (count += 1)
    const request = readRequest(await unzip(bytes, password))
    const received = receptions.get(request.blocks[0]?.get('ReceptionNumber') ?? '')
    const identifier = request.header.get('ArbitraryFileIdentifier') ?? received?.identifier ?? ''
    tell({ event: 'received', n, file, kind: name + step, identifier })
    const job = openJob(n, file.replace(/req_/, 'res_').replace(/\.(xml|zip)$/, ''), identifier)
    const answer = answerTo(name, step, request, job)
    if (request.header.get('MedicalInstitutionCode') !== institution) {
      return serve(job, failure('SIM-INSTITUTION', '医療機関コードが違います。'))
    }
    await serve(job, answer)
  }

  function openJob(n: number, result: string, identifier: string): Job {
    const chance = chanceOf(seed, n)
    const struck = faults.filter(() => chance.next() < rate)
    const end = ENDS.find((each) => struck.includes(each)) ?? null
    return { n, result, identifier, chance, end, strikes: (fault) => struck.includes(fault) }
  }

  function answerTo(name: string, step: string, request: ReadRequest, job: Job): Answer {
    const at = new Date()
    switch (name) {
      case 'siquc':
        return eligibility(request, at, encoding, false)
      case 'sihvq':
        return eligibility(request, at, encoding, true)
      case 'siimm':
      case 'sihvd':
        return acknowledgement(request)
      case 'muquc':
      case 'muhvq':
      case 'muonq':
      case 'mutic':
        return step === '01' ? upload(name, request, job, at) : download(request, at)
      default:
        return failure('SIM-UNKNOWN', 'この要求は扱っていません。')
    }
  }

  function upload(kind: string, request: ReadRequest, job: Job, at: Date): Answer {
    const number = `R${String(job.n).padStart(10, '0')}`
    const turns = job.strikes('processing') ? TURNS : 0
    receptions.set(number, { kind, identifier: job.identifier, request, processing: turns })
    return reception(number, at)
  }

  function download(request: ReadRequest, at: Date): Answer {
    const number = request.blocks[0]?.get('ReceptionNumber') ?? ''
    const received = receptions.get(number)
    if (!received) return failure('SIM-RECEPTION', '受付番号がありません。')
    if (received.processing > 0) {
      received.processing -= 1
      return {
        ...processing(),
        header: [['ReceptionNumber', number]],
      }
    }
    return list(received, number, at, encoding)
  }

  /** Sees an answer out of the door, with all that may happen on the way. */
  async function serve(job: Job, answer: Answer): Promise<void> {
    const isAnswer = answer.said.outcome === 'answered'
    const final = endingOf(job, answer)
    await sleep(waitOf(job))
    if (job.strikes('processing') && isAnswer) {
      for (let turn = 0; turn < TURNS; turn += 1) {
        await put(job, processing())
        await sleep(delayMs)
      }
    }
    if (job.strikes('wrongIdentifier')) await putForeign(job, final, { identifier: 'ZZZZ' })
    if (job.strikes('wrongInstitution')) await putForeign(job, final, { institution: '9999999999' })
    // The truth is told when it lies in the folder.
    switch (job.end) {
      case 'silence':
        tell({ event: 'truth', ...about(job), said: { outcome: 'silence' } })
        return
      case 'wrongOnly':
        await putForeign(job, final, { identifier: 'YYYY' })
        tell({ event: 'truth', ...about(job), said: { outcome: 'foreign' } })
        return
      case 'malformed':
        await put(job, final, { cut: true })
        tell({ event: 'truth', ...about(job), said: { outcome: 'malformed' } })
        return
      case 'stale':
        await put(job, final)
        tell({ event: 'truth', ...about(job), stale: true, said: final.said })
        await sleep(STALE_MS)
        return removeResult(job)
      case 'failed':
      case 'personFailed':
      case null:
        await put(job, final)
        tell({ event: 'truth', ...about(job), said: final.said })
    }
    if (job.strikes('duplicate')) {
      await sleep(delayMs * 2)
      await put(job, final)
    }
    setTimeout(() => void removeResult(job), options.stayMs).unref()
  }

  function endingOf(job: Job, answer: Answer): Answer {
    if (job.end === 'failed') return failure('SIM-0009', '処理に失敗しました。')
    if (job.end === 'personFailed' && answer.said.outcome === 'answered') {
      return personFailure('SIM-0002', '照会条件に誤りがあります。')
    }
    return answer
  }

  function waitOf(job: Job): number {
    const jitter = delayMs * (0.5 + job.chance.next())
    return job.strikes('late') ? options.lateMs : job.strikes('slow') ? jitter * 10 : jitter
  }

  async function putForeign(
    job: Job,
    answer: Answer,
    foreign: { identifier?: string; institution?: string },
  ): Promise<void> {
    await put(job, answer, foreign)
    await sleep(delayMs)
  }

  async function put(
    job: Job,
    answer: Answer,
    twist: { identifier?: string; institution?: string; cut?: boolean } = {},
  ): Promise<void> {
    const { chance } = job
    const declared = job.strikes('wrongEncoding') ? other(encoding) : encoding
    const whole = writeXml(
      [
        'XmlMsg',
        [
          [
            'MessageHeader',
            [
              ['ProcessExecutionTime', time(executedAt(answer))],
              ['QualificationConfirmationDate', time(new Date()).slice(0, 8)],
              ['MedicalInstitutionCode', twist.institution ?? institution],
              ['ArbitraryFileIdentifier', twist.identifier ?? job.identifier],
              ['SegmentOfResult', answer.segment],
              ['CharacterCodeIdentifier', declared === 'utf-8' ? 0 : 1],
              ...answer.header,
            ],
          ],
          ['MessageBody', answer.body],
        ],
      ],
      chance,
      encoding,
      declared,
    )
    const bytes = twist.cut ? whole.subarray(0, Math.floor(whole.length * 0.7)) : whole
    const isZip = job.strikes('zip') || job.strikes('encryptedZip')
    const path = join(root, 'res', `${job.result}${isZip ? '.zip' : '.xml'}`)
    const key = job.strikes('encryptedZip') ? password : null
    await place(path, isZip ? await zip(`${job.result}.xml`, bytes, key) : bytes, job)
  }

  async function place(path: string, bytes: Uint8Array, job: Job): Promise<void> {
    if (job.strikes('locked')) {
      await writeFile(path, '')
      await chmod(path, 0)
      await sleep(delayMs)
      await chmod(path, 0o644)
    }
    if (job.strikes('partial')) {
      await writeFile(path, bytes.subarray(0, Math.floor(bytes.length / 2)))
      await sleep(delayMs * 2)
    }
    await writeFile(path, bytes)
  }

  async function removeResult({ result }: Job): Promise<void> {
    for (const ending of ['.xml', '.zip']) {
      await unlink(join(root, 'res', result + ending)).catch((cause: unknown) => {
        if (!(cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')) throw cause
      })
    }
  }

  return { take }
}

function about({ n, identifier }: Job) {
  return { n, identifier }
}

function executedAt({ said }: Answer): Date {
  return said.outcome === 'answered' ? new Date(said.reply.answeredAt) : new Date()
}

function other(encoding: Encoding): Encoding {
  return encoding === 'utf-8' ? 'cp932' : 'utf-8'
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
