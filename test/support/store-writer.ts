/** A process that records checks and prints each id after it was acknowledged; its parent kills it. */
import { openSqliteStore } from '../../server/store/open'
import { COLUMNS } from './columns'
import { acceptedOf, addDevice } from '../server/store/contract'

const [, , path = ':memory:'] = process.argv
const store = openSqliteStore(path, COLUMNS)
await addDevice(store, 'd1')
for (let number = 0; number < 100_000; number++) {
  const ids = [`${number}-a`, `${number}-b`, `${number}-c`]
  await store.checks.record(
    'f1',
    ids.map((id) => acceptedOf(id)),
  )
  process.stdout.write(`${number}\n`)
}
