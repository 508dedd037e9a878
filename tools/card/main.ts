/** npm run card: a training card on a real PC/SC stack, through vpcd. */
import { SANDBOX_PEOPLE } from '../../server/authority/sandbox/people'
import { findImage } from './find-image'
import { parseCommandLine, USAGE, type CardOptions } from './options'
import { playCard } from './play-card'

const WRONG_FLAG = 2

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

function complain(line: string): void {
  process.stderr.write(`${line}\n`)
}

async function serve(options: CardOptions): Promise<number> {
  const taken = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => taken.abort())
  }
  const found = await findImage(options.personaId, options.data)
  if (!found.ok) {
    complain(found.sentence)
    return 1
  }
  const { sentence, ok } = await playCard(found.image, options, { print, signal: taken.signal })
  if (ok) print(sentence)
  else complain(sentence)
  return ok ? 0 : 1
}

async function main(): Promise<number> {
  const command = parseCommandLine(process.argv.slice(2))
  switch (command.kind) {
    case 'help':
      print(USAGE.trimEnd())
      return 0
    case 'people':
      for (const { id, label } of SANDBOX_PEOPLE) print(`${id.padEnd(22)} ${label}`)
      return 0
    case 'wrong':
      complain(`${command.sentence}\n\n${USAGE.trimEnd()}`)
      return WRONG_FLAG
    case 'serve':
      return serve(command.options)
  }
}

// A slow card's last command would otherwise keep the process.
process.exit(await main())
