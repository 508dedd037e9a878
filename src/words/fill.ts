/** Sentences with slots: `あと{n}回` and `{ n: 3 }` make あと3回. */

export type Value = string | number

/** A sentence, or its forms where number changes it; the slot `n` chooses between them. */
export type Translation = string | { readonly one: string; readonly other: string }

/** Japanese sentence → the same in another language. */
export type Dictionary = Readonly<Record<string, Translation>>

/** What a group of another language must hold: every sentence of `Group`, and none besides. */
export type Texts<Group> = Readonly<Record<keyof Group, Translation>>

/** The names of the slots in a sentence. */
export type SlotsOf<Text extends string> = Text extends `${string}{${infer Slot}}${infer Rest}`
  ? Slot | SlotsOf<Rest>
  : never

/** Those of the sentences that have no slot: what a table may hold to be said later. */
export type WithoutSlots<Text extends string> = Text extends `${string}{${string}}${string}`
  ? never
  : Text

/** The values a sentence asks for, as the last argument; none where it has no slot. */
export type ValuesFor<Text extends string> = [SlotsOf<Text>] extends [never]
  ? []
  : [values: Readonly<Record<SlotsOf<Text>, Value>>]

const SLOT = /\{(\w+)\}/g

/** Every slot filled from `values`; one without a value stays as it is, so that a test sees it. */
export function fill(text: string, values: Readonly<Record<string, Value>> = {}): string {
  return text.replace(SLOT, (slot, name: string) => String(values[name] ?? slot))
}

/** The sentence in the dictionary's language; the Japanese itself where there is none. `tag`: BCP 47, for number forms. */
export function translate(
  dictionary: Dictionary,
  tag: string,
  text: string,
  values?: Readonly<Record<string, Value>>,
): string {
  const found = (Object.hasOwn(dictionary, text) ? dictionary[text] : undefined) ?? text
  if (typeof found === 'string') return fill(found, values)
  const form = new Intl.PluralRules(tag).select(Number(values?.['n']))
  return fill(form === 'one' ? found.one : found.other, values)
}
