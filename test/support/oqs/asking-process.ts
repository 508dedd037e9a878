/** Asks an exchange folder for one check after the other, on a journal in SQLite, until it is killed. */
import { createOqsAuthority } from '../../../server/authority/oqs/oqs'
import { lookUpOn, rosterOn } from './people'
import { openSqliteJournal } from './sqlite-journal'

const [root = '', path = '', today = '', first = '0'] = process.argv.slice(2)
const AT_ONCE = 4

const authority = createOqsAuthority({
  facilityId: 'facility-1',
  institutionCode: '1319999999',
  root,
  journal: openSqliteJournal(path).journal,
  roster: lookUpOn(today),
  rescanMs: 50,
})
authority.start()
const patients = [...rosterOn(today).keys()]
let next = Number(first)

async function ask(): Promise<void> {
  for (;;) {
    const number = next++
    const patientId = patients[number % patients.length] ?? null
    await authority.ask(`check-${number}`, {
      facilityId: 'facility-1',
      patientId,
      asOf: today,
      channel: 'homeConsent',
      setting: 'homeNursing',
      consent: null,
      subject: { kind: 'certificate', certificate: new Uint8Array(1) },
    })
    process.stdout.write(`${number}\n`)
  }
}

await Promise.all(Array.from({ length: AT_ONCE }, ask))
