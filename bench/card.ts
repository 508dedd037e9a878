/** npm run bench -- card: commands and bytes to the card, beside the fewest there can be. No browser is needed. */
import { issueFaceCard } from '../test/support/card-fixtures'
import { CARD_FLOWS, type Traffic } from './card-flows'
import { measureFlow, ratiosOf, TIME_FORMULA, timeOf } from './card-measure'
import { report, startConditions, type Line } from './figures'

const conditions = startConditions()
const image = await issueFaceCard()
const lines: Line[] = []

console.log(row('', ['APDUs', 'to card', 'back', 'least', 'to card', 'back']))
for (const flow of CARD_FLOWS) {
  const measured = await measureFlow(flow, image)
  const { ours, minimum, chunks } = measured
  console.log(row(flow.what, [...figures(ours), ...figures(minimum)]))
  const ratio = ratiosOf(measured)
  const { link, card } = timeOf(measured)
  lines.push(
    ratioLine(`${flow.what}: commands ÷ least`, `${flow.name}Commands`, ratio.commands),
    ratioLine(`${flow.what}: bytes ÷ least`, `${flow.name}Bytes`, ratio.bytes),
    {
      what: `  time this means: ${chunks} chunks ${link} ms + card ${card.toFixed(0)} ms`,
      name: `${flow.name}Ms`,
      value: link + card,
      unit: 'ms',
      digits: 0,
    },
  )
}
report(`card (${TIME_FORMULA})`, lines, conditions('not used'))

function ratioLine(what: string, name: string, value: number): Line {
  return { what, name, value, unit: '', digits: 2, limit: { kind: 'exactly', value: 1 } }
}

function figures({ commands, toCard, back }: Traffic): number[] {
  return [commands, toCard, back]
}

function row(first: string, cells: readonly (string | number)[]): string {
  return first.padEnd(44) + cells.map((cell) => String(cell).padStart(9)).join('')
}
