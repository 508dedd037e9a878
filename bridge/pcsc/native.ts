/** PC/SC's functions through koffi, each as a promise: they run on worker threads, so a slow card blocks nobody. */
import type { LibraryHandle, TypeObject } from 'koffi'
import { abiOf, type Abi } from './abi'
import { PcscError } from './reader'

export interface PcscFunctions {
  abi: Abi
  /** Bytes of a DWORD, and of a handle. */
  dwordSize: number
  handleSize: number
  establishContext: NativeCall
  releaseContext: NativeCall
  listReaders: NativeCall
  getStatusChange: NativeCall
  connect: NativeCall
  disconnect: NativeCall
  status: NativeCall
  transmit: NativeCall
}

/** Resolves with PC/SC's return code. */
export type NativeCall = (...parameters: readonly unknown[]) => Promise<number>

/**
 * Loads koffi and the system's library.
 * @throws PcscError `noService` where this computer has none
 */
export async function loadPcsc(platform = process.platform): Promise<PcscFunctions> {
  const { default: koffi } = await import('koffi')
  const abi = abiOf(platform)
  const { dword, handle, suffix } = abi
  let library
  try {
    library = koffi.load(abi.library)
  } catch (cause) {
    throw new PcscError('noService', { cause })
  }
  const members = {
    szReader: abi.text,
    pvUserData: 'void *',
    dwCurrentState: dword,
    dwEventState: dword,
    cbAtr: dword,
    rgbAtr: koffi.array('uint8_t', abi.atrLength),
  }
  const state: TypeObject = abi.packed ? koffi.pack(members) : koffi.struct(members)
  const states = koffi.inout(koffi.pointer(state))
  const result = abi.dword === 'ulong' ? 'long' : 'int32_t'
  const bind = (name: string, ...parameters: (string | typeof states)[]) =>
    toPromise(library.func('__stdcall', name, result, parameters))
  return {
    abi,
    dwordSize: koffi.sizeof(dword),
    handleSize: koffi.sizeof(handle),
    establishContext: bind('SCardEstablishContext', dword, 'void *', 'void *', 'void *'),
    releaseContext: bind('SCardReleaseContext', handle),
    listReaders: bind(`SCardListReaders${suffix}`, handle, 'void *', 'void *', 'void *'),
    getStatusChange: bind(`SCardGetStatusChange${suffix}`, ...[handle, dword, states, dword]),
    connect: bind(`SCardConnect${suffix}`, ...[handle, abi.text, dword, dword, 'void *', 'void *']),
    disconnect: bind('SCardDisconnect', handle, dword),
    status: bind(
      `SCardStatus${suffix}`,
      ...[handle, 'void *', 'void *', 'void *', 'void *', 'void *', 'void *'],
    ),
    transmit: bind(
      'SCardTransmit',
      ...[handle, 'void *', 'void *', dword, 'void *', 'void *', 'void *'],
    ),
  }
}

function toPromise(native: ReturnType<LibraryHandle['func']>): NativeCall {
  return (...parameters) =>
    new Promise((resolve, reject) => {
      native.async(...parameters, (error: unknown, code: unknown) => {
        if (error) reject(error instanceof Error ? error : new Error('koffi', { cause: error }))
        else resolve(Number(code))
      })
    })
}
