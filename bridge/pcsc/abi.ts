/**
 * The three dialects of PC/SC's C interface: winscard.h, pcsclite.h on Linux, and Apple's, which packs its structures
 * and has 32-bit handles.
 */
export interface Abi {
  library: string
  /** koffi's names of DWORD, and of SCARDCONTEXT and SCARDHANDLE. */
  dword: 'uint32_t' | 'ulong'
  handle: 'int32_t' | 'intptr_t'
  /** Suffix of functions that take text, and how that text is written. */
  suffix: '' | 'W'
  text: 'str' | 'str16'
  encoding: 'utf8' | 'utf16le'
  packed: boolean
  /** rgbAtr of SCARD_READERSTATE. */
  atrLength: 33 | 36
  /** SCARD_SCOPE_USER or SCARD_SCOPE_SYSTEM. */
  scope: 0 | 2
}

const LITE = { suffix: '', text: 'str', encoding: 'utf8', atrLength: 33, scope: 2 } as const

const LINUX: Abi = {
  ...LITE,
  library: 'libpcsclite.so.1',
  dword: 'ulong',
  handle: 'intptr_t',
  packed: false,
}

const MAC: Abi = {
  ...LITE,
  library: '/System/Library/Frameworks/PCSC.framework/PCSC',
  dword: 'uint32_t',
  handle: 'int32_t',
  packed: true,
}

const WINDOWS: Abi = {
  library: 'winscard.dll',
  dword: 'uint32_t',
  handle: 'intptr_t',
  suffix: 'W',
  text: 'str16',
  encoding: 'utf16le',
  packed: false,
  atrLength: 36,
  scope: 0,
}

export function abiOf(platform: NodeJS.Platform): Abi {
  if (platform === 'win32') return WINDOWS
  return platform === 'darwin' ? MAC : LINUX
}

/** The names in a multi-string: each ends with a zero, the list with another. */
export function splitNames(bytes: Buffer, encoding: Abi['encoding']): string[] {
  return bytes.toString(encoding).split('\0').filter(Boolean)
}
