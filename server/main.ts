/** The gateway's command. Exit code 0 after an orderly end, 1 with one sentence when it cannot start. */
import {
  changeDevice,
  endFacePasscode,
  printDevices,
  printNewAdministrator,
  printNewCode,
  printNewFacePasscode,
  printNewSealKey,
  verifyAudit,
} from './cli/administer'
import { printBackup, printRestore } from './cli/backup'
import { createEnd } from './cli/end'
import { sayFault } from './cli/say-fault'
import { HELP, readConfiguration, toOptions, type CliOptions } from './cli/options'
import { serveGateway, type Served } from './cli/serve'
import { checkProduction } from './config/check-production'
import { findFolderFaults } from './config/export-faults'
import { printConfiguration } from './config/print'

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

async function run(options: CliOptions): Promise<void> {
  const { command } = options
  switch (command.kind) {
    case 'checkConfig':
      // Answered before there were options, since it is about what is wrong with them.
      return
    case 'help':
      print(HELP)
      return
    case 'newCode':
      return printNewCode(options, print)
    case 'newFacePasscode':
      return printNewFacePasscode(options, print)
    case 'noFacePasscode':
      return endFacePasscode(options, print)
    case 'newAdministrator':
      return printNewAdministrator(options, print)
    case 'verifyAudit':
      if (!(await verifyAudit(options, print))) process.exitCode = 1
      return
    case 'newSealKey':
      return printNewSealKey(options, print)
    case 'devices':
      return printDevices(options, print)
    case 'revoke':
    case 'erase':
      return changeDevice(options, command, print)
    case 'backup':
      return printBackup(options, command, print)
    case 'restore':
      return printRestore(options, command, print)
    case 'serve':
      return serve(options)
  }
}

async function serve(options: CliOptions): Promise<void> {
  const served = await serveGateway(options)
  const end = createEnd({
    stop: () => served.stop(),
    withinMs: options.stop.drainMs + options.stop.withinMs,
    exit: (code) => process.exit(code),
    say: (sentence) => process.stderr.write(`${sentence}\n`),
  })
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      end(signal)
    })
  }
  // Whoever reads this may end it at once: in order, because it listens to that already.
  if (options.log.to === 'file') printServed(options, served)
}

/** Not where the log goes to standard output: it is kept there, and a link to register a device is a secret. */
function printServed({ mode, data }: CliOptions, served: Served): void {
  print(`Tazune gateway, ${mode} mode`)
  print(`address   ${served.url}/`)
  if (served.activationLink !== null) print(`register  ${served.activationLink}`)
  if (served.trainingPasscode !== null) print(`passcode  ${served.trainingPasscode} (目視)`)
  print(`data      ${data}`)
  if (served.metricsUrl !== null) print(`metrics   ${served.metricsUrl}`)
}

function fail(cause: unknown): void {
  process.stderr.write(`${sayFault(cause)}\n`)
  process.exitCode = 1
}

try {
  const configuration = readConfiguration(process.argv.slice(2), process.env)
  if (configuration.command.kind === 'checkConfig') {
    const faults = [
      ...configuration.faults,
      ...findFolderFaults(configuration.facilities ?? []),
      ...(await checkProduction(configuration)),
    ]
    printConfiguration({ ...configuration, faults }, print)
    if (faults.length > 0) process.exitCode = 1
  } else {
    await run(toOptions(configuration))
  }
} catch (cause) {
  fail(cause)
}
