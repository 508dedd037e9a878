/** The authority of production: one facility's 資格確認端末, through its exchange folder. */
import type { Day } from '../../../domain/days'
import type { AuthorityErrorCode } from '../../../domain/errors'
import type { InsuredNumbers } from '../../../domain/documents/document'
import { dayForInterface } from '../../../domain/interface-form'
import type {
  AskOutcome,
  Authority,
  Cannot,
  EligibilityQuery,
  FindOutcome,
  RosterEntry,
  TellOutcome,
  WithdrawalNotice,
} from '../authority'
import { createBulk, type OqsBulk } from './bulk'
import { isUnencodable } from './codec/fault'
import { personValues } from './codec/write-request'
import { createConsentedList } from './consented-list'
import { createExchangeClient, type Looked } from './folder/exchange-client'
import { openExchangeFolder, type FolderState } from './folder/exchange-folder'
import type { NewExchange } from './folder/send-exchange'
import { watchFolder } from './folder/watch-folder'
import { fillOptions, type OqsOptions } from './options'
import { actOf, eligibilityOf } from './outcome'
import { PATHS, pathOf, whyNot, type PathKey } from './paths'

/** It never waits for the folder. */
export interface OqsAuthority extends Authority {
  /** Of this one's own facility. */
  find(requestId: string): Promise<FindOutcome>
  /** Refused until what a result holds is known (TZ-G62). */
  fetchMedical(): Promise<Cannot>
  /** Of each path, why a check of this patient could not be asked about, to be said before the visit; null: it could. */
  whyNot<P extends PathKey>(
    paths: readonly P[],
    patientId: string | null,
  ): Promise<Record<P, AuthorityErrorCode | null>>
  readonly bulk: OqsBulk
  folderState(): Promise<FolderState>
  /** Watches the folder from now on. */
  start(): void
  stop(): Promise<void>
}

interface Person {
  numbers: InsuredNumbers
  birthdate: Day
}

export function createOqsAuthority(given: OqsOptions): OqsAuthority {
  const options = fillOptions(given)
  const { facilityId, layout, root, work, limits, files, timers } = options
  const folder = openExchangeFolder({
    ...{ root, work, largest: limits.packed },
    ...(files && { files }),
    ...(timers && { timers }),
  })
  const client = createExchangeClient({ ...options, folder, onDone: options.onSettled })
  const consented = createConsentedList(options, client)
  const watch = watchFolder({
    folder: folder.results,
    look: () => client.scan(),
    rescanMs: options.rescanMs,
    answers: () => folder.answers(),
    onFault: options.onFault,
    ...(timers && { timers }),
    ...(options.watch && { watch: options.watch }),
  })

  async function entryFor(
    paths: readonly PathKey[],
    patientId: string | null,
  ): Promise<RosterEntry | null> {
    const isNeeded = paths.some((path) => PATHS[path].needs === 'numbers')
    return patientId !== null && isNeeded ? options.roster(facilityId, patientId) : null
  }

  function closedBy(
    path: PathKey,
    patientId: string | null,
    entry: RosterEntry | null,
  ): AuthorityErrorCode | null {
    const situation = { hasPatient: patientId !== null, hasNumbers: entry !== null }
    return whyNot(path, situation, layout, options.unconfirmed)
  }

  /** Whom a path asks about, or why it cannot. */
  async function open(
    path: PathKey,
    patientId: string | null,
  ): Promise<{ entry: RosterEntry | null } | Cannot> {
    const entry = await entryFor([path], patientId)
    const code = closedBy(path, patientId, entry)
    return code === null ? { entry } : { kind: 'cannot', code }
  }

  function personItem({ numbers, birthdate }: Person) {
    return { ...personValues(numbers, birthdate), limitFlag: layout.codes.limitFlag.values.yes }
  }

  async function askByNumbers(
    requestId: string,
    kind: 'siquc01' | 'sihvq01',
    asOf: Day,
    person: Person,
  ): Promise<AskOutcome> {
    const flag =
      kind === 'sihvq01' ? { treatmentFlag: layout.codes.treatment.values.homeVisit } : {}
    return start({
      requestId,
      kind,
      header: { confirmationDate: dayForInterface(asOf) },
      items: [{ ...personItem(person), ...flag }],
    })
  }

  async function start(request: NewExchange): Promise<{ kind: 'pending' } | Cannot> {
    try {
      await client.start(request)
    } catch (fault) {
      if (isUnencodable(fault)) return { kind: 'cannot', code: 'TZ-G63' }
      throw fault
    }
    return { kind: 'pending' }
  }

  async function ask(requestId: string, query: EligibilityQuery): Promise<AskOutcome> {
    const { subject, asOf } = query
    if (subject.kind === 'acceptance') {
      // The list has it already: nobody is asked again.
      const reply = await consented.replyOf(subject.acceptanceId)
      if (!reply) throw new Error('the list of this acceptance is gone; it is looked for anew')
      return { kind: 'answered', reply }
    }
    const path = pathOf(subject)
    const patientId = subject.kind === 'patient' ? subject.patientId : (query.patientId ?? null)
    const opened = await open(path, patientId)
    if ('kind' in opened) return opened
    const person = subject.kind === 'numbers' ? subject : opened.entry
    if (!person) throw new Error('a path is open without the numbers that it needs')
    // A card of somebody else than the visit was opened for: nobody's answer is brought to it.
    if (
      subject.kind === 'cardFace' &&
      (subject.birthdate ?? person.birthdate) !== person.birthdate
    ) {
      return { kind: 'cannot', code: 'TZ-G66' }
    }
    return askByNumbers(requestId, path === 'reinquiry' ? 'sihvq01' : 'siquc01', asOf, person)
  }

  async function withdraw(notice: WithdrawalNotice): Promise<TellOutcome> {
    const { withdrawalId } = notice
    // Told already: whether it could be told now is no question any more.
    const before = await client.look(withdrawalId)
    if (before) return toldBy(before)
    const opened = await open('withdrawal', notice.patientId ?? null)
    if ('kind' in opened) return opened
    const { entry } = opened
    if (!entry) throw new Error('a path is open without the numbers that it needs')
    const { values } = layout.codes.consentKind
    const started = await start({
      requestId: withdrawalId,
      kind: 'sihvd01',
      header: {},
      items: notice.items.map((item) => ({
        ...personValues(entry.numbers, entry.birthdate),
        treatmentFlag: layout.codes.treatment.values.homeVisit,
        withdrawnKind: values[item],
      })),
    })
    if (started.kind === 'cannot') return started
    const looked = await client.look(withdrawalId)
    return looked ? toldBy(looked) : started
  }

  /** What was erased since had been answered before. */
  function toldBy(looked: Looked): TellOutcome {
    const told = actOf(looked, layout)
    return told.kind === 'unknown' ? { kind: 'told' } : told
  }

  return {
    ask,
    async find(requestId) {
      const looked = await client.look(requestId)
      return looked ? eligibilityOf(looked, layout) : { kind: 'neverAsked' }
    },
    findAcceptance: (query) => consented.find(query),
    fetchMedical: () => Promise.resolve({ kind: 'cannot', code: 'TZ-G62' }),
    withdrawConsent: withdraw,
    async whyNot<P extends PathKey>(paths: readonly P[], patientId: string | null) {
      const entry = await entryFor(paths, patientId)
      const codes = paths.map((path) => [path, closedBy(path, patientId, entry)] as const)
      return Object.fromEntries(codes) as Record<P, AuthorityErrorCode | null>
    },
    bulk: createBulk(options, client),
    folderState: () => folder.state(),
    start() {
      watch.start()
      client.sweep().catch(options.onFault)
    },
    stop: () => watch.stop(),
  }
}
