/**
 * Before the tests of a file with a real Chromium. Its clock and the gateway's are the machine's, and the list of visits is
 * that of a day in Japan: a story that is told across midnight would look for yesterday's visits on today's list.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { addDays, dayInJapan, startOfDay, toMs } from '../../domain/days'

/** Longer than any one file takes, also on two busy cores. */
const LONGEST_STORY_MS = 5 * 60_000
/** Past midnight by every clock that has a part in it. */
const MARGIN_MS = 2_000

const now = Date.now()
const left = toMs(startOfDay(addDays(dayInJapan(now), 1))) - now
if (left < LONGEST_STORY_MS) {
  process.stdout.write('The day ends in Japan; the story begins when the next one has begun.\n')
  await sleep(left + MARGIN_MS)
}
