/** docs/retention.md: what the gateway erases by itself, when and why. */
import { format, resolveConfig } from 'prettier'
import { KEPT_BY_RULE, SWEPT, TERMS } from '../server/operation/retention/terms'

export async function renderRetention(): Promise<string> {
  const rows = SWEPT.map((key) => {
    const { what, from, days, least, most, why, source } = TERMS[key]
    return `| \`${key}\` | ${what} | ${days} ${days === 1 ? 'day' : 'days'} after ${from} | ${least}–${most} | ${why} | ${source} |`
  })
  const rules = KEPT_BY_RULE.map(({ what, rule }) => `| ${what} | ${rule} |`)
  const text = `# Retention

What the gateway erases by itself, and when. Written from \`server/operation/retention/terms.ts\` by \`npm run docs\`.

A facility may choose another number of days within the limits, in \`config.json\`: \`{ "retention": { "keptAnswers": 1826 } }\`. The sweep runs at the start and every six hours; what it
erased is a line \`retention\` of the log, in numbers. On SQLite the bytes are overwritten in the file and in its log. Backups made before still hold them: keep none longer than the longest of these.

| key | what | how long | limits | why | source |
| --- | --- | --- | --- | --- | --- |
${rows.join('\n')}

## Not by days

| what | rule |
| --- | --- |
${rules.join('\n')}
`
  const path = new URL('../docs/retention.md', import.meta.url)
  return format(text, { ...(await resolveConfig(path)), parser: 'markdown' })
}
