import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { lockDataFolder } from '../../../server/cli/data-folder'
import { parseOptions } from '../../../server/cli/options'
import { serveGateway } from '../../../server/cli/serve'
import { freePort } from '../../support/free-port'

const folder = mkdtempSync(join(tmpdir(), 'tazune-start-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

describe('a start that fails half-way', () => {
  it('leaves nothing open: the process can end, and the next start finds all free', async () => {
    const taken = createServer()
    const port = await new Promise<number>((resolve) => {
      taken.listen(0, '127.0.0.1', () => resolve((taken.address() as { port: number }).port))
    })
    const metricsPort = await freePort()
    const options = parseOptions(['--data', folder, '--port', String(port)], {
      TAZUNE_METRICS_PORT: String(metricsPort),
    })
    await expect(serveGateway(options)).rejects.toThrow(/is taken/)
    taken.close()
    await expect(fetch(`http://127.0.0.1:${metricsPort}/metrics`)).rejects.toThrow()
    const unlock = await lockDataFolder(folder)
    unlock()
  })
})
