/** A result by the names of the layout: whatever the order, whatever else is in it. */
import { toDay, type Day } from '../../../../domain/days'
import type { CodeKey, CodeWord } from '../layout/codes'
import type { ElementKey } from '../layout/elements'
import { wordOf, type Layout } from '../layout/layout'
import { CodecFault } from './fault'
import type { XmlNode } from '../../../xml/parse-xml'

/** An element that stands for no day: open, on this side or that. */
const NO_DAY = new Set(['00000000', '99999999'])
const DAY = /^(\d{4})(\d{2})(\d{2})$/
const TIME = /^(\d{4})(\d{2})(\d{2})([01]\d|2[0-3])([0-5]\d)([0-5]\d)$/
const BLANKS = ' \t\r\n'
const JAPAN = '+09:00'

/** What is in one element. */
export interface Fields {
  /** Trimmed of half-width spaces; null where it is absent or empty. */
  text(key: ElementKey): string | null
  /** As {@link text}. @throws CodecFault `notAMessage` where there is none */
  need(key: ElementKey): string
  /** `YYYY-MM-DD`; null where there is none. @throws CodecFault `value` for what is no day */
  day(key: ElementKey): Day | null
  /** ISO 8601, UTC, of a time in Japan. @throws CodecFault `value` */
  time(key: ElementKey): string | null
  /** Our word for a code; null where there is none. @throws CodecFault `value` for one that the table lacks */
  code<K extends CodeKey>(key: ElementKey, table: K): CodeWord<K> | null
  /** Whether it is this word's code; false where it is absent. */
  is<K extends CodeKey>(key: ElementKey, table: K, word: CodeWord<K>): boolean
  /** Whole and not negative. @throws CodecFault `value` */
  amount(key: ElementKey): number | null
  child(key: ElementKey): Fields | null
  children(key: ElementKey): Fields[]
  /** Each value of an element that may repeat. */
  texts(key: ElementKey): string[]
}

export function fieldsOf(node: XmlNode, layout: Layout): Fields {
  function nodes(key: ElementKey): XmlNode[] {
    const names: readonly string[] = layout.elements[key].names
    return node.children.filter(({ name }) => names.includes(name))
  }

  function texts(key: ElementKey): string[] {
    return nodes(key)
      .map((each) => trimHalfWidth(each.text))
      .filter((text) => text !== '')
  }

  /** Of two different values nobody knows which holds. */
  function text(key: ElementKey): string | null {
    const [first = null, ...others] = texts(key)
    if (others.some((other) => other !== first)) throw new CodecFault('value', key)
    return first
  }

  const fields: Fields = {
    text,
    texts,
    need(key) {
      const found = text(key)
      if (found === null) throw new CodecFault('notAMessage', key)
      return found
    },
    day(key) {
      const found = text(key)
      if (found === null || NO_DAY.has(found)) return null
      const [year, month, date] = (DAY.exec(found) ?? []).slice(1).map(Number)
      const day = toDay(year ?? 0, month ?? 0, date ?? 0)
      if (day === null) throw new CodecFault('value', key)
      return day
    },
    time(key) {
      const found = text(key)
      if (found === null) return null
      const [, year, month, date, hours, minutes, seconds] = TIME.exec(found) ?? []
      const day = toDay(Number(year), Number(month), Number(date))
      if (day === null) throw new CodecFault('value', key)
      return new Date(`${day}T${hours}:${minutes}:${seconds}${JAPAN}`).toISOString()
    },
    code(key, table) {
      const found = text(key)
      if (found === null) return null
      const word = wordOf(layout, table, found)
      if (word === undefined) throw new CodecFault('value', key)
      return word
    },
    is(key, table, word) {
      const found = text(key)
      return found !== null && wordOf(layout, table, found) === word
    },
    amount(key) {
      const found = text(key)
      if (found === null) return null
      if (!/^\d{1,9}$/.test(found)) throw new CodecFault('value', key)
      return Number(found)
    },
    child(key) {
      const [first, ...others] = nodes(key)
      if (others.length > 0) throw new CodecFault('notAMessage', key)
      return first === undefined ? null : fieldsOf(first, layout)
    },
    children: (key) => nodes(key).map((each) => fieldsOf(each, layout)),
  }
  return fields
}

/** A full-width space belongs to what it stands in. An expression for this would take the square of a long run's time. */
function trimHalfWidth(text: string): string {
  let [from, until] = [0, text.length]
  while (from < until && BLANKS.includes(text.charAt(from))) from += 1
  while (until > from && BLANKS.includes(text.charAt(until - 1))) until -= 1
  return text.slice(from, until)
}
