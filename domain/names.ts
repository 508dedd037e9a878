/**
 * Names as the authority writes them (R45): ● stands for exactly one character that the insurers' system does not have,
 * small kana may come large, and a name with ● never replaces a good one.
 */
import { characters } from './typed'

/** The authority's mark for one character it cannot write. */
export const PLACEHOLDER = '●'

const VARIATION_SELECTORS = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu
const SPACES = /[\s\u3000]+/gu
/** Hiragana, and its marks of iteration ゝ and ゞ. */
const HIRAGANA = /[\u3041-\u3096\u309d\u309e]/gu
/** ゛ and ゜ that stand alone join the kana before them. */
const VOICED_ALONE = /[\u309b\uff9e]/gu
const SEMI_VOICED_ALONE = /[\u309c\uff9f]/gu
/** Between the names of a foreigner: ・ and comma. */
const NAME_MARKS = /[・,.·•]/gu
const ITERATED = 'ヽヾ'
/** A dash between kana is a long vowel, whichever key made it. */
const LONG_VOWEL_MARKS = /[\u002d\u2010-\u2015\u2212]/gu
const SMALL_KANA = 'ァィゥェォッャュョヮヵヶ'
const LARGE_KANA = 'アイウエオツヤユヨワカケ'
const VU_ROW: Readonly<Record<string, string>> = { ア: 'バ', イ: 'ビ', エ: 'ベ', オ: 'ボ' }

/** Which vowels ー may stand for after a kana of each column. */
const COLUMNS: readonly (readonly [kana: string, vowels: string])[] = [
  ['アカサタナハマヤラワガザダバパ', 'ア'],
  ['イキシチニヒミリギジヂビピ', 'イ'],
  ['ウクスツヌフムユルグズヅブプ', 'ウ'],
  ['エケセテネヘメレゲゼデベペ', 'エイ'],
  ['オコソトノホモヨロヲゴゾドボポ', 'オウ'],
]

/** Full-width katakana without spaces, small kana large, ヴァ as バ; Latin letters in capitals. For comparing only. */
export function normaliseKana(kana: string): string {
  const joined = kana.replace(VOICED_ALONE, '\u3099').replace(SEMI_VOICED_ALONE, '\u309a')
  const katakana = compact(joined)
    .replace(NAME_MARKS, '')
    .replace(HIRAGANA, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0x60))
    .replace(LONG_VOWEL_MARKS, 'ー')
  const large = characters(spellOut(katakana)).map(enlarge).join('')
  return large.replace(/ヴ([アイエオ])?/gu, (_, vowel: string | undefined) =>
    vowel === undefined ? 'ブ' : (VU_ROW[vowel] ?? 'ブ'),
  )
}

/** True if both kana names are one: ● is any one kana, and ー is the vowel it lengthens (オーノ = オオノ ≠ オノ). */
export function kanaMatches(a: string, b: string): boolean {
  const left = characters(normaliseKana(a))
  const right = characters(normaliseKana(b))
  if (left.length === 0 || left.length !== right.length) return false
  return left.every((letter, index) => {
    const other = right[index] ?? ''
    const before = [left[index - 1], right[index - 1]]
    return (
      sameCharacter(letter, other) ||
      lengthens(letter, other, before) ||
      lengthens(other, letter, before)
    )
  })
}

/** True if both written names are one; ● on either side is any one character. */
export function nameMatches(a: string, b: string): boolean {
  const left = characters(compact(a))
  const right = characters(compact(b))
  if (left.length === 0 || left.length !== right.length) return false
  return left.every((letter, index) => sameCharacter(letter, right[index] ?? ''))
}

export function hasPlaceholder(text: string | null): boolean {
  return text?.includes(PLACEHOLDER) ?? false
}

/** The name to keep: the local one stays whenever the authority's has ● (R45). */
export function nameToKeep(local: string | null, fromAuthority: string): string {
  return local !== null && local !== '' && hasPlaceholder(fromAuthority) ? local : fromAuthority
}

export interface NamedPerson {
  name: string
  nameKana: string | null
  /** `YYYY-MM-DD` */
  birthdate: string
}

/** The people on a list who may be this one: birthdate and kana, or the written name where one has no kana. */
export function findPeople<T extends NamedPerson>(people: readonly T[], wanted: NamedPerson): T[] {
  return people.filter(
    (person) => person.birthdate === wanted.birthdate && samePerson(person, wanted),
  )
}

/**
 * Initials of a kana name for a note that must not name anybody: 佐藤 太郎 → サ.タ. Shown only after unlocking.
 * Without a space between the names there is one initial; without a name, none.
 */
export function initials(kana: string): string {
  const parts = kana.normalize('NFKC').trim().split(SPACES)
  return parts
    .slice(0, 2)
    .map((part) => characters(normaliseKana(part))[0] ?? '')
    .filter((letter) => letter !== '')
    .join('.')
}

function samePerson(a: NamedPerson, b: NamedPerson): boolean {
  if (a.nameKana !== null && b.nameKana !== null) return kanaMatches(a.nameKana, b.nameKana)
  return nameMatches(a.name, b.name)
}

function compact(text: string): string {
  return text.normalize('NFKC').replace(VARIATION_SELECTORS, '').replace(SPACES, '').toUpperCase()
}

/** ミスヾ → ミスズ: ヽ repeats the kana before it, ヾ repeats it with its voice. */
function spellOut(katakana: string): string {
  let before = ''
  return characters(katakana)
    .map((letter) => (before = ITERATED.includes(letter) ? repeated(before, letter) : letter))
    .join('')
}

function repeated(before: string, mark: string): string {
  const plain = before.normalize('NFD').charAt(0)
  const voiced = `${plain}\u3099`.normalize('NFC')
  if (plain === '') return mark
  return mark === 'ヾ' && characters(voiced).length === 1 ? voiced : plain
}

function enlarge(letter: string): string {
  const index = SMALL_KANA.indexOf(letter)
  return index < 0 ? letter : (LARGE_KANA[index] ?? letter)
}

function sameCharacter(a: string, b: string): boolean {
  return a === b || a === PLACEHOLDER || b === PLACEHOLDER
}

function lengthens(mark: string, vowel: string, before: readonly (string | undefined)[]): boolean {
  if (mark !== 'ー') return false
  return before.some(
    (kana) =>
      kana !== undefined &&
      COLUMNS.some(([column, vowels]) => column.includes(kana) && vowels.includes(vowel)),
  )
}
