/**
 * What the rig needs inside the page. Chromium's Bluetooth emulation has no notifications, so real
 * reads that wait for an answer stand in for them: both end in `characteristicvaluechanged`. The
 * page also tells when it connects and hangs up, which the emulation does not.
 *
 * It is sent as text, so it may use nothing from outside.
 */
function installInPage({ notify, binding }: { notify: string; binding: string }): void {
  type Tell = (what: 'ready' | 'connect' | 'disconnect') => Promise<void>
  const scope = globalThis as unknown as Record<string, Tell | true | undefined>
  const interfaces = globalThis as unknown as {
    BluetoothRemoteGATTCharacteristic: { prototype: BluetoothRemoteGATTCharacteristic }
    BluetoothRemoteGATTServer: { prototype: BluetoothRemoteGATTServer }
  }
  const mark = `${binding}Installed`
  if (!('bluetooth' in navigator) || scope[mark]) return
  scope[mark] = true
  const tell: Tell = async (what) => {
    const call = scope[binding]
    if (typeof call === 'function') await call(what)
  }

  const characteristics = interfaces.BluetoothRemoteGATTCharacteristic.prototype
  const servers = interfaces.BluetoothRemoteGATTServer.prototype
  const choosers = Object.getPrototypeOf(navigator.bluetooth) as Bluetooth
  const original = {
    start: Object.getOwnPropertyDescriptor(characteristics, 'startNotifications'),
    connect: Object.getOwnPropertyDescriptor(servers, 'connect'),
    disconnect: Object.getOwnPropertyDescriptor(servers, 'disconnect'),
    request: Object.getOwnPropertyDescriptor(choosers, 'requestDevice'),
  }
  const call = (name: keyof typeof original, self: unknown, ...values: unknown[]) =>
    (original[name]?.value as (...values: unknown[]) => unknown).apply(self, values)

  const polled = new WeakSet<BluetoothRemoteGATTCharacteristic>()
  const poll = async (characteristic: BluetoothRemoteGATTCharacteristic) => {
    try {
      for (;;) await characteristic.readValue()
    } catch {
      // The link is gone; the next connection starts its own polling.
      polled.delete(characteristic)
    }
  }

  Object.assign(characteristics, {
    async startNotifications(this: BluetoothRemoteGATTCharacteristic) {
      const result = await call('start', this)
      if (this.uuid === notify && !polled.has(this)) {
        polled.add(this)
        void poll(this)
      }
      return result
    },
  })
  Object.assign(servers, {
    async connect(this: BluetoothRemoteGATTServer) {
      await tell('ready')
      const result = await call('connect', this)
      await tell('connect')
      return result
    },
    disconnect(this: BluetoothRemoteGATTServer) {
      const wasConnected = this.connected
      call('disconnect', this)
      if (wasConnected) void tell('disconnect')
    },
  })
  Object.assign(choosers, {
    async requestDevice(this: Bluetooth, options: RequestDeviceOptions) {
      // Waiting would lend it the activation it must have by itself.
      if (navigator.userActivation.isActive) await tell('ready')
      return call('request', this, options)
    },
  })
}

/** The text that prepares a page, for `addInitScript` and `evaluate`; running it twice is nothing. */
export function pageScript(settings: { notify: string; binding: string }): string {
  // Some TypeScript runners wrap named functions in a helper that the page does not have.
  return `{ const __name = (named) => named; (${installInPage.toString()})(${JSON.stringify(settings)}) }`
}
