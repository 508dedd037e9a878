/** The reader as Chromium's Bluetooth emulation sees it: one peripheral, its table, its operations. */
import type { CDPSession } from 'playwright-core'
import type { LinkedReader } from './reader-types'

const BATTERY = '0000180f-0000-1000-8000-00805f9b34fb'
const BATTERY_LEVEL = '00002a19-0000-1000-8000-00805f9b34fb'
/** Without it `startNotifications` is refused. */
const CLIENT_CONFIGURATION = '00002902-0000-1000-8000-00805f9b34fb'
/** Lower-case hex is accepted and never appears. */
const ADDRESS = '09:09:09:09:09:09'

const SUCCESS = 0x00
/** ATT «unlikely error». */
const UNLIKELY = 0x0e
/** How long a page is given to take what was sent before the link breaks. */
const DRAIN_MS = 1_000

export type AdapterState = 'absent' | 'powered-off' | 'powered-on'

export interface BlePeripheral {
  /** Builds everything anew; needed after each loss of the emulation. */
  up(state: AdapterState): Promise<void>
  setAdapter(state: AdapterState): Promise<void>
  /** @param patienceMs how long a silent browser is believed */
  isUp(patienceMs: number): Promise<boolean>
  /** Ends the link for a page that has hung up or is gone, and readies the next one. */
  hangUp(): Promise<void>
  /** The browser is gone or no longer answered: lets the reader go, once, and never touches it again. */
  end(): void
}

export function createBlePeripheral(
  cdp: CDPSession,
  reader: LinkedReader,
  name: string,
  inOrder: (step: () => Promise<void>) => void,
  onFault: (fault: unknown) => void,
): BlePeripheral {
  const session = withDeadline(cdp)
  const outbox: Uint8Array[] = []
  let notifyId = ''
  let writeId = ''
  let isParked = false
  let isEnding = false
  let isOver = false
  let onSettled: () => void = () => undefined

  async function respond(
    characteristicId: string,
    type: 'read' | 'write' | 'subscribe-to-notifications' | 'unsubscribe-from-notifications',
    code: number,
    data?: Uint8Array,
  ): Promise<void> {
    await session.send('BluetoothEmulation.simulateCharacteristicOperationResponse', {
      characteristicId,
      type,
      code,
      ...(data && { data: Buffer.from(data).toString('base64') }),
    })
  }

  /** Answers the waiting read with the next chunk, or with the end once everything is taken. */
  function pump(): void {
    if (!isParked) return
    const chunk = outbox.shift()
    if (!chunk && !isEnding) return
    isParked = false
    const answered = respond(notifyId, 'read', chunk ? SUCCESS : UNLIKELY, chunk)
    answered.then(chunk ? () => undefined : onSettled, onFault)
  }

  /** What was under way when the browser went must not take the reader from the next one. */
  function detachReader(): void {
    if (!isOver) reader.detach()
  }

  function attachReader(): void {
    outbox.length = 0
    isEnding = false
    detachReader()
    reader.attach({
      notify(chunk) {
        outbox.push(chunk.slice())
        pump()
      },
      drop() {
        inOrder(breakLink)
      },
    })
  }

  cdp.on('BluetoothEmulation.gattOperationReceived', ({ address, type }) => {
    session
      .send('BluetoothEmulation.simulateGATTOperationResponse', { address, type, code: SUCCESS })
      .catch(onFault)
  })

  cdp.on('BluetoothEmulation.characteristicOperationReceived', (operation) => {
    const { characteristicId, type, data } = operation
    if (type === 'read' && characteristicId === notifyId) {
      isParked = true
      pump()
      return
    }
    if (type === 'read') {
      const level = Uint8Array.of(reader.battery ?? 0)
      respond(characteristicId, type, SUCCESS, level).catch(onFault)
      return
    }
    if (type === 'subscribe-to-notifications') attachReader()
    // Answered before the reader acts, so that a link which breaks by this write has none pending.
    respond(characteristicId, type, SUCCESS).then(() => {
      if (type === 'write' && characteristicId === writeId && data !== undefined) {
        reader.write(new Uint8Array(Buffer.from(data, 'base64')))
      }
    }, onFault)
  })

  async function buildTable(): Promise<void> {
    const add = async (serviceId: string, characteristicUuid: string, properties: object) => {
      const added = await session.send('BluetoothEmulation.addCharacteristic', {
        serviceId,
        characteristicUuid,
        properties,
      })
      return added.characteristicId
    }
    const addService = async (serviceUuid: string) =>
      (await session.send('BluetoothEmulation.addService', { address: ADDRESS, serviceUuid }))
        .serviceId
    const service = await addService(reader.pipe.service)
    writeId = await add(service, reader.pipe.write, { write: true })
    notifyId = await add(service, reader.pipe.notify, { notify: true, read: true })
    await session.send('BluetoothEmulation.addDescriptor', {
      characteristicId: notifyId,
      descriptorUuid: CLIENT_CONFIGURATION,
    })
    if (reader.battery !== null) await add(await addService(BATTERY), BATTERY_LEVEL, { read: true })
  }

  /** A disconnection under a waiting read kills the browser: let the page take all, then end it. */
  async function drain(): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    await new Promise<void>((resolve) => {
      onSettled = resolve
      timer = setTimeout(resolve, DRAIN_MS)
      isEnding = true
      pump()
    })
    clearTimeout(timer)
    isEnding = false
    outbox.length = 0
  }

  async function breakLink(): Promise<void> {
    await drain()
    detachReader()
    await session.send('BluetoothEmulation.simulateGATTDisconnection', { address: ADDRESS })
    await buildTable()
  }

  async function up(state: AdapterState): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await build(state)
        return
      } catch (fault) {
        if (attempt === 3 || !isNotEnabled(fault)) throw fault
      }
    }
  }

  async function build(state: AdapterState): Promise<void> {
    detachReader()
    isParked = false
    outbox.length = 0
    // After a navigation it is neither enabled nor can it be enabled, until it is disabled.
    await session.send('BluetoothEmulation.disable')
    await session.send('BluetoothEmulation.enable', { state, leSupported: true })
    await session.send('BluetoothEmulation.simulatePreconnectedPeripheral', {
      address: ADDRESS,
      name,
      manufacturerData: [],
      knownServiceUuids: [reader.pipe.service, ...(reader.battery === null ? [] : [BATTERY])],
    })
    await buildTable()
  }

  return {
    up,
    async setAdapter(state) {
      await session.send('BluetoothEmulation.setSimulatedCentralState', { state })
    },
    async isUp(patienceMs) {
      try {
        // There is no harmless question; this one is refused and changes nothing.
        await withDeadline(cdp, patienceMs).send('BluetoothEmulation.removeService', {
          serviceId: 'none',
        })
        return true
      } catch (error) {
        return !isNotEnabled(error)
      }
    },
    async hangUp() {
      detachReader()
      outbox.length = 0
      await breakLink()
    },
    end() {
      detachReader()
      isOver = true
    },
  }
}

const NOT_ENABLED = 'BluetoothEmulation not enabled'
const COMMAND_MS = 2_000

/** The emulation ends with the document that used it; the rig builds it anew. */
export function isNotEnabled(fault: unknown): boolean {
  return fault instanceof Error && fault.message.includes(NOT_ENABLED)
}

/** A command that is under way when the emulation ends is never answered. */
function withDeadline(session: CDPSession, milliseconds = COMMAND_MS): Pick<CDPSession, 'send'> {
  return {
    async send(method, parameters) {
      let timer: NodeJS.Timeout | undefined
      const deadline = new Promise<never>((_, reject) => {
        timer = setTimeout(() => {
          reject(new Error(`${NOT_ENABLED}: no answer to ${method}`))
        }, milliseconds)
      })
      return Promise.race([session.send(method, parameters), deadline]).finally(() => {
        clearTimeout(timer)
      })
    },
  }
}
