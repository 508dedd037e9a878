import { NO_XML_CHARACTER } from './check-xml'

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** As the text of an element. null: it has a character that XML cannot hold (XML 1.0 §2.2). */
export function escapeXml(text: string): string | null {
  if (NO_XML_CHARACTER.test(text)) return null
  return text.replace(/[&<>]/g, (sign) => ESCAPES[sign] ?? sign)
}
