/** The manners of the folder, step by step, with crashes and a busy file system (docs/adr/0028-oqs-folder.md). */
import * as nodeFiles from 'node:fs/promises'
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createExchangeClient } from '../../../../server/authority/oqs/folder/exchange-client'
import { openExchangeFolder } from '../../../../server/authority/oqs/folder/exchange-folder'
import { fillOptions, type OqsOptions } from '../../../../server/authority/oqs/options'
import type { FolderFiles } from '../../../../server/folders/files'
import { createMemoryJournal, type MemoryJournal } from '../../../support/oqs/memory-journal'

const INSTITUTION = '1319999999'
const REQUEST = {
  requestId: 'check-1',
  kind: 'siquc01',
  header: { confirmationDate: '20261122' },
  items: [{ number: '101' }],
} as const
const BULK = { ...REQUEST, kind: 'muquc' } as const

let root: string
let journal: MemoryJournal
let now: number
let done: string[]
let faults: unknown[]

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'oqs-folder-'))
  for (const folder of ['req', 'res', 'face']) await mkdir(join(root, folder))
  journal = createMemoryJournal()
  now = Date.parse('2026-11-22T01:00:00Z')
  done = []
  faults = []
})

afterEach(() => rm(root, { recursive: true }))

function openClient(particulars: Partial<OqsOptions> = {}) {
  const options = fillOptions({
    facilityId: 'facility-1',
    institutionCode: INSTITUTION,
    root,
    journal,
    roster: () => Promise.resolve(null),
    now: () => now,
    onFault: (fault) => faults.push(fault),
    // Waits between two tries take no time.
    timers: {
      setTimeout: (callback) => globalThis.setTimeout(callback, 0),
      clearTimeout: (timer) => globalThis.clearTimeout(timer),
    },
    ...particulars,
  })
  const { work, timers, files, limits } = options
  const folder = openExchangeFolder({
    ...{ root, work, largest: limits.packed },
    ...(files && { files }),
    ...(timers && { timers }),
  })
  const client = createExchangeClient({ ...options, folder, onDone: (id) => done.push(id) })
  return { client, folder }
}

/** The file system with one call in other hands. */
function withFault(name: keyof FolderFiles, code: string, times = Infinity): FolderFiles {
  let left = times
  const original = nodeFiles[name] as (...args: unknown[]) => Promise<unknown>
  const broken = (...args: unknown[]): Promise<unknown> => {
    if (left <= 0) return original(...args)
    left -= 1
    return Promise.reject(Object.assign(new Error(code), { code }))
  }
  return { ...nodeFiles, [name]: broken }
}

function exchangeOf(requestId = 'check-1') {
  const found = journal.all().find((each) => each.requestId === requestId)
  if (!found) throw new Error('not in the journal')
  return found
}

interface Told {
  identifier?: string
  institution?: string
  segment?: number
  header?: string
  body?: string
}

/** A result of the present step, as the terminal would write it. */
async function answer(told: Told = {}): Promise<string> {
  const { fileName, fileIdentifier } = exchangeOf()
  const file = join(root, 'res', `${fileName.replace('req_', 'res_')}.xml`)
  await writeFile(file, message({ identifier: fileIdentifier, ...told }))
  return file
}

function message({ identifier, institution, segment = 1, header = '', body = '' }: Told): string {
  return (
    `<XmlMsg><MessageHeader><MedicalInstitutionCode>${institution ?? INSTITUTION}</MedicalInstitutionCode>` +
    `<ArbitraryFileIdentifier>${identifier}</ArbitraryFileIdentifier>` +
    `<SegmentOfResult>${segment}</SegmentOfResult>${header}</MessageHeader><MessageBody>${body}</MessageBody></XmlMsg>`
  )
}

const inRequests = () => readdir(join(root, 'req'))
const inResults = () => readdir(join(root, 'res'))
const inWork = () => readdir(join(root, 'tazune'))

describe('a request', () => {
  it('lies whole in req under the name in the journal, and nowhere else', async () => {
    await openClient().client.start(REQUEST)
    const { fileName, fileIdentifier, state } = exchangeOf()
    expect(state).toBe('submitted')
    expect(await inRequests()).toEqual([`${fileName}.xml`])
    expect(fileName).toMatch(/^OQSsiquc01req_20261122[0-9a-f]{20}$/)
    expect(await inWork()).toEqual([])
    const text = await readFile(join(root, 'req', `${fileName}.xml`), 'latin1')
    expect(text).toContain(`<ArbitraryFileIdentifier>${fileIdentifier}</ArbitraryFileIdentifier>`)
    expect(text).toContain(`<ArbitraryIdentifier>${fileIdentifier}</ArbitraryIdentifier>`)
  })

  it('goes in once, however often it is asked for', async () => {
    const { client } = openClient()
    await client.start(REQUEST)
    await client.start(REQUEST)
    await openClient().client.start(REQUEST)
    expect(await inRequests()).toHaveLength(1)
  })

  it('goes in once when two gateways on one journal ask at the same moment', async () => {
    await Promise.all([openClient().client.start(REQUEST), openClient().client.start(REQUEST)])
    expect(await inRequests()).toHaveLength(1)
    expect(await inWork()).toEqual([])
  })

  it('is not seen by anybody before its intent is committed', async () => {
    const seen: string[][] = []
    const { client } = openClient({
      journal: {
        ...journal,
        async open(exchange) {
          seen.push(await inRequests())
          return journal.open(exchange)
        },
      },
    })
    await client.start(REQUEST)
    expect(seen).toEqual([[]])
  })

  it('is on the disk, folder and all, before its intent, and in req before it is noted as sent', async () => {
    const steps: string[] = []
    const files: FolderFiles = {
      ...nodeFiles,
      async open(...args: Parameters<typeof nodeFiles.open>) {
        const file = await nodeFiles.open(...args)
        const sync = file.sync.bind(file)
        file.sync = () => {
          steps.push(
            `sync ${String(args[0]).endsWith('.part') ? 'file' : basename(String(args[0]))}`,
          )
          return sync()
        }
        return file
      },
      rename(...args: Parameters<typeof nodeFiles.rename>) {
        steps.push('move')
        return nodeFiles.rename(...args)
      },
    }
    const { client } = openClient({
      files,
      journal: {
        ...journal,
        open(exchange) {
          steps.push('intent')
          return journal.open(exchange)
        },
        change(...args) {
          steps.push('sent')
          return journal.change(...args)
        },
      },
    })
    await client.start(REQUEST)
    expect(steps).toEqual(['sync file', 'sync tazune', 'intent', 'move', 'sync req', 'sent'])
  })

  it.each(['EISDIR', 'EINVAL', 'EPERM'])(
    'goes in where folders cannot be made durable (%s)',
    async (code) => {
      const files: FolderFiles = {
        ...nodeFiles,
        open(...args: Parameters<typeof nodeFiles.open>) {
          if (String(args[0]).endsWith('.part')) return nodeFiles.open(...args)
          return Promise.reject(Object.assign(new Error(code), { code }))
        },
      }
      await openClient({ files }).client.start(REQUEST)
      expect(exchangeOf().state).toBe('submitted')
    },
  )

  it('that crashed before its intent was never asked, and leaves a file that is swept a day later', async () => {
    const { client } = openClient({
      journal: { ...journal, open: () => Promise.reject(new Error('killed')) },
    })
    await expect(client.start(REQUEST)).rejects.toThrow('killed')
    const after = openClient().client
    expect(await after.look('check-1')).toBeUndefined()
    const [left = ''] = await inWork()
    await after.sweep()
    expect(await inWork()).toEqual([left])
    await utimes(join(root, 'tazune', left), new Date(now), new Date(now - 2 * 86_400_000))
    await after.sweep()
    expect(await inWork()).toEqual([])
  })

  it('that waits to be moved is not swept away by another facility of the same folder', async () => {
    const { client } = openClient({ files: withFault('rename', 'EBUSY') })
    await client.start(REQUEST)
    const [waiting = ''] = await inWork()
    await utimes(join(root, 'tazune', waiting), new Date(now), new Date(now - 2 * 86_400_000))
    await openClient({ facilityId: 'facility-2', institutionCode: '2719999999' }).client.sweep()
    expect(await inWork()).toEqual([waiting])
    await openClient().client.scan()
    expect(await inRequests()).toHaveLength(1)
  })

  it.each(['look', 'scan'] as const)(
    'that crashed between intent and move is moved by the next %s, once',
    async (how) => {
      const { client } = openClient({ files: withFault('rename', 'EBUSY') })
      await client.start(REQUEST)
      expect(exchangeOf().state).toBe('intent')
      expect(await inRequests()).toEqual([])
      const after = openClient().client
      await (how === 'look' ? after.look('check-1') : after.scan())
      expect(exchangeOf().state).toBe('submitted')
      expect(await inRequests()).toHaveLength(1)
    },
  )

  it('that crashed between move and note is not sent again: only its result is looked for', async () => {
    const { client } = openClient({
      journal: { ...journal, change: () => Promise.reject(new Error('killed')) },
    })
    await expect(client.start(REQUEST)).rejects.toThrow('killed')
    const [moved = ''] = await inRequests()
    await rm(join(root, 'req', moved)) // the terminal takes it
    const after = openClient().client
    await after.start(REQUEST)
    await after.scan()
    expect(await inRequests()).toEqual([])
    await answer()
    expect(await after.look('check-1')).toMatchObject({ exchange: { state: 'done' } })
  })

  it('waits in the work folder while the share is away', async () => {
    await rm(join(root, 'req'), { recursive: true })
    await expect(openClient().client.start(REQUEST)).rejects.toMatchObject({
      isOutOfReach: true,
      cause: { code: 'ENOENT' },
    })
    expect(journal.all()).toEqual([])
  })

  it('that loses the share in between is not taken for one that was moved', async () => {
    const { client } = openClient({
      journal: {
        ...journal,
        async open(exchange) {
          await nodeFiles.rename(join(root, 'req'), join(root, 'req-away'))
          return journal.open(exchange)
        },
      },
    })
    await client.start(REQUEST)
    expect(exchangeOf().state).toBe('intent')
    await nodeFiles.rename(join(root, 'req-away'), join(root, 'req'))
    await openClient().client.scan()
    expect(await inRequests()).toHaveLength(1)
  })

  it.each(['EBUSY', 'EACCES', 'EPERM'])(
    'waits a little for a folder that says %s',
    async (code) => {
      await openClient({ files: withFault('rename', code, 3) }).client.start(REQUEST)
      expect(exchangeOf().state).toBe('submitted')
    },
  )
})

describe('a result', () => {
  it('is copied into the journal before it is deleted', async () => {
    const { client } = openClient({ files: withFault('unlink', 'EACCES') })
    await client.start(REQUEST)
    const file = await answer()
    await client.scan()
    expect(exchangeOf()).toMatchObject({ state: 'done', result: await readFile(file, 'utf8') })
    expect(done).toEqual(['check-1'])
    await openClient().client.scan()
    expect(await inResults()).toEqual([])
  })

  it('is left where it is, if the facility wants that, and taken once', async () => {
    const { client } = openClient({ results: 'leave' })
    await client.start(REQUEST)
    await answer()
    await client.scan()
    await client.scan()
    await openClient({ results: 'leave' }).client.scan()
    expect(await inResults()).toHaveLength(1)
    expect(done).toEqual(['check-1'])
  })

  it.each([
    ['another identifier', { identifier: 'somebody-else' }],
    ['another institution', { institution: '1319999998' }],
    [
      'another person than was asked about',
      {
        body: '<QualificationConfirmSearchInfo><ArbitraryIdentifier>other</ArbitraryIdentifier></QualificationConfirmSearchInfo>',
      },
    ],
  ])('under our very name with %s is left alone, and ours is still taken', async (_, told) => {
    const { client } = openClient()
    await client.start(REQUEST)
    const file = await answer(told)
    const before = await readFile(file, 'utf8')
    await client.scan()
    await client.look('check-1')
    expect(await readFile(file, 'utf8')).toBe(before)
    expect(exchangeOf().state).toBe('submitted')
    await answer({ body: '<ProcessingResultStatus>1</ProcessingResultStatus>' })
    await client.scan()
    expect(exchangeOf().state).toBe('done')
  })

  it.each([
    'OQSsiquc01res_202611220001.xml',
    'OQSsiquc01res_20261122aaaaaaaaaaaaaaaaaaaa.xml',
    'OQSsiquc01res_20261122aaaaaaaaaaaaaaaaaaaa.zip',
    'OQSsiquc01res_face_1319999999ABCDEFABCDEFABCDEFAB_20261122100000.xml',
    'EPSsipre01res_20261122.xml',
    'notes.txt',
  ])('of nobody we know stays as it is: %s', async (name) => {
    await writeFile(join(root, 'res', name), message({ identifier: 'x' }))
    await writeFile(join(root, 'face', name), 'x')
    const { client } = openClient()
    await client.start(REQUEST)
    await client.scan()
    await client.scan()
    expect(await inResults()).toEqual([name])
    expect(await readdir(join(root, 'face'))).toEqual([name])
    expect(faults).toEqual([])
  })

  it('of the other gateway on the same folder is left to it', async () => {
    const theirs = createMemoryJournal()
    const other = openClient({ journal: theirs }).client
    await openClient().client.start(REQUEST)
    await other.start({ ...REQUEST, requestId: 'check-2' })
    await answer()
    await other.scan()
    expect(await inResults()).toHaveLength(1)
    await openClient().client.scan()
    expect(exchangeOf().state).toBe('done')
    expect(theirs.all()).toMatchObject([{ state: 'submitted' }])
  })

  it('that is half written is waited for, and counts as broken only after its time', async () => {
    const { client } = openClient({ settleMs: 1_000 })
    await client.start(REQUEST)
    const file = await answer()
    const whole = await readFile(file)
    await writeFile(file, whole.subarray(0, 50))
    expect(await client.look('check-1')).toMatchObject({ unreadable: false })
    now += 999
    expect(await client.look('check-1')).toMatchObject({ unreadable: false })
    now += 1
    expect(await client.look('check-1')).toMatchObject({ unreadable: true })
    // Put right in the end, it is taken all the same.
    await writeFile(file, whole)
    expect(await client.look('check-1')).toMatchObject({
      unreadable: false,
      exchange: { state: 'done' },
    })
  })

  it.each(['EBUSY', 'EACCES', 'EPERM'])(
    'that is locked (%s) is taken when it is free',
    async (code) => {
      const { client } = openClient({ files: withFault('open', code, 0) })
      await client.start(REQUEST)
      await answer()
      const locked = openClient({ files: withFault('open', code, 5) }).client
      await locked.scan()
      expect(exchangeOf().state).toBe('submitted')
      await locked.scan()
      expect(exchangeOf().state).toBe('done')
      expect(faults).toEqual([])
    },
  )

  it('that grows while it is read is not believed', async () => {
    const { client } = openClient()
    await client.start(REQUEST)
    const file = await answer()
    let reads = 0
    const files: FolderFiles = {
      ...nodeFiles,
      async open(...args: Parameters<typeof nodeFiles.open>) {
        reads += 1
        if (reads === 1) await writeFile(file, message({ identifier: 'grown' }))
        return nodeFiles.open(...args)
      },
    }
    const growing = openClient({ files }).client
    await growing.scan()
    expect(exchangeOf().state).toBe('submitted')
    await answer()
    await growing.scan()
    expect(exchangeOf().state).toBe('done')
  })

  it('in 処理中 is looked at again, and never deleted before it is there', async () => {
    const { client } = openClient()
    await client.start(REQUEST)
    await answer({ segment: 2 })
    await client.scan()
    await client.scan()
    expect(exchangeOf().state).toBe('submitted')
    expect(await inResults()).toHaveLength(1)
    await answer({ segment: 1 })
    await client.scan()
    expect(exchangeOf().state).toBe('done')
  })

  it('that comes twice is deleted twice, and the first stays', async () => {
    const { client } = openClient()
    await client.start(REQUEST)
    await answer({ body: '<ProcessingResultStatus>1</ProcessingResultStatus>' })
    await client.scan()
    await answer({ body: '<ProcessingResultStatus>2</ProcessingResultStatus>' })
    await client.scan()
    expect(await inResults()).toEqual([])
    expect(exchangeOf().result).toContain('<ProcessingResultStatus>1</ProcessingResultStatus>')
    expect(done).toEqual(['check-1'])
  })

  it('that is a folder, or larger than any result, harms nobody', async () => {
    const { client } = openClient({ limits: { packed: 100, unpacked: 100 }, settleMs: 0 })
    await client.start(REQUEST)
    const { fileName } = exchangeOf()
    await mkdir(join(root, 'res', `${fileName.replace('req_', 'res_')}.zip`))
    const file = await answer()
    expect(await client.look('check-1')).toMatchObject({ unreadable: true })
    expect(await readFile(file)).not.toHaveLength(0)
    expect(faults).toEqual([])
  })
})

describe('many at once', () => {
  const RECEIVED = '<ReceptionNumber>R1</ReceptionNumber>'

  it('are downloaded by their 受付番号, again and again while it says 処理中, ever more rarely', async () => {
    const { client } = openClient({ processingMs: 1_000 })
    await client.start(BULK)
    const upload = exchangeOf()
    await answer({ body: RECEIVED })
    await client.scan()
    expect(exchangeOf()).toMatchObject({ state: 'processing', receptionNumber: 'R1' })
    const names = new Set([upload.fileName])
    for (const wait of [0, 1_000, 2_000, 4_000]) {
      now += wait - 1
      await client.scan()
      expect(exchangeOf().state).toBe('processing')
      now += 1
      await client.scan()
      expect(exchangeOf()).toMatchObject({ state: 'submitted', step: 'download' })
      names.add(exchangeOf().fileName)
      await answer({ segment: 2, header: RECEIVED })
      await client.scan()
    }
    expect(names.size).toBe(5)
    expect(exchangeOf().fileIdentifier).toBe(upload.fileIdentifier)
    now += 8_000
    await client.scan()
    await answer({ header: RECEIVED, body: '<BulkConfirmUnit/>' })
    await client.scan()
    expect(exchangeOf()).toMatchObject({ state: 'done', attempt: 5 })
  })

  it('are given up after so many downloads, and stay unanswered', async () => {
    const { client } = openClient({ processingMs: 0, downloads: 2 })
    await client.start(BULK)
    await answer({ body: RECEIVED })
    await client.scan()
    for (let turn = 0; turn < 5; turn += 1) {
      await client.scan()
      if (exchangeOf().state === 'submitted') await answer({ segment: 2, header: RECEIVED })
      await client.scan()
    }
    expect(exchangeOf()).toMatchObject({ state: 'processing', attempt: 2, nextAt: null })
  })

  it('under another 受付番号 are not ours', async () => {
    const { client } = openClient()
    await client.start(BULK)
    await answer({ body: RECEIVED })
    await client.scan()
    await client.scan()
    await answer({ header: '<ReceptionNumber>R2</ReceptionNumber>' })
    await client.scan()
    expect(exchangeOf().state).toBe('submitted')
  })

  it('end where the upload fails', async () => {
    const { client } = openClient()
    await client.start(BULK)
    await answer({ segment: 9, header: '<ErrorCode>X</ErrorCode>' })
    await client.scan()
    expect(exchangeOf().state).toBe('done')
  })

  it('are asked for by one of two gateways on one journal', async () => {
    const { client } = openClient()
    await client.start(BULK)
    await rm(join(root, 'req', (await inRequests())[0] ?? ''))
    await answer({ body: RECEIVED })
    await client.scan()
    await Promise.all([client.scan(), openClient().client.scan(), openClient().client.scan()])
    expect(await inRequests()).toHaveLength(1)
  })
})

describe('the folder', () => {
  it('says whether it is there and can be written to', async () => {
    expect(await openClient().folder.state()).toBe('ok')
    expect(await openClient({ files: withFault('mkdir', 'EROFS') }).folder.state()).toBe('readonly')
    await rm(join(root, 'res'), { recursive: true })
    expect(await openClient().folder.state()).toBe('missing')
  })

  it('takes no request where a file could not be moved in by one step', async () => {
    const work = join(root, 'elsewhere')
    const files: FolderFiles = {
      ...nodeFiles,
      stat: async (path: string) => {
        const about = await nodeFiles.stat(path)
        return path === work ? Object.assign(about, { dev: about.dev + 1 }) : about
      },
    }
    const { client, folder } = openClient({ work, files })
    expect(await folder.state()).toBe('otherVolume')
    await expect(client.start(REQUEST)).rejects.toMatchObject({
      isOutOfReach: true,
      cause: { message: expect.stringContaining('another volume') as string },
    })
    expect(journal.all()).toEqual([])
  })
})
