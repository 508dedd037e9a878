/** `roster-words.json` of the data folder: names of columns and words of the facility's own software, over the built-in ones. */
import { join } from 'node:path'
import * as v from 'valibot'
import { parseJson } from '../../parse-json'
import { describeIssue } from '../../config/describe-issue'
import { readIfThere } from '../../files'
import {
  AddedWords,
  BUILT_IN_WORDS,
  findWord,
  sameWord,
  withAddedWords,
  type ImportWords,
} from './words'

export const WORDS_FILE = 'roster-words.json'

export interface ReadWords {
  /** null where nothing of its own stands there, or it has faults. */
  words: ImportWords | null
  /** One sentence each; none repeats a word of the file. */
  faults: string[]
}

const GROUPS = ['patients', 'visits', 'sex', 'flag', 'setting'] as const

export function readRosterWords(folder: string): ReadWords {
  const text = readIfThere(join(folder, WORDS_FILE))
  if (text === undefined) return { words: null, faults: [] }
  // A byte order mark is what Windows puts before what it saves.
  const json = parseJson(text.replace(/^\ufeff/, ''))
  if (json === undefined) return { words: null, faults: [`${WORDS_FILE} must be one JSON object.`] }
  const parsed = v.safeParse(AddedWords, json)
  if (!parsed.success) {
    return {
      words: null,
      faults: parsed.issues.map((issue) => describeIssue(issue, '', WORDS_FILE)),
    }
  }
  const faults = GROUPS.flatMap((group) => faultsOf(group, parsed.output[group]))
  return faults.length > 0 ? { words: null, faults } : { words: withAddedWords(json), faults }
}

/** What the schema does not see: a word with two meanings, and a column that no file may have (R13). */
function faultsOf(
  group: (typeof GROUPS)[number],
  words: Readonly<Partial<Record<string, readonly string[]>>>,
): string[] {
  const all = Object.values(words).flatMap((list) => [...new Set((list ?? []).map(sameWord))])
  const isColumn = group === 'patients' || group === 'visits'
  const forbidden = { it: BUILT_IN_WORDS.forbidden }
  return [
    ...(new Set(all).size < all.length
      ? [`A word of ${group} in ${WORDS_FILE} stands under two keys.`]
      : []),
    ...(isColumn && all.some((word) => findWord(forbidden, word) !== null)
      ? [`A word of ${group} in ${WORDS_FILE} names a column that refuses a file (個人番号).`]
      : []),
  ]
}
