/** npm run -s decide < situation.json: one situation in, one decision out; exit 2 and the faults' paths for an invalid one. */
import { decide } from '../../domain/decide/decide'
import { parseSituation } from './parse-situation'

const INVALID = 2

/** Text that is not UTF-8 is no JSON either. */
async function readInput(): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array))
  try {
    return decoder.decode(Buffer.concat(chunks))
  } catch (cause) {
    if (cause instanceof TypeError) return ''
    throw cause
  }
}

const parsed = parseSituation(await readInput())
if (parsed.ok) {
  process.stdout.write(`${JSON.stringify(decide(parsed.situation), null, 2)}\n`)
} else {
  for (const { path, expected } of parsed.faults) {
    process.stderr.write(`${path}: expected ${expected}\n`)
  }
  process.exitCode = INVALID
}
