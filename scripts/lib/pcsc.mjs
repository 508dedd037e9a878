// What the PC/SC tests need of the system: programs, vpcd's driver, and a namespace of their own.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { canInstall, install } from './apt.mjs'

/** Debian's names, each with what shows that it is there: a program on the path, or a file. */
const PACKAGES = [
  ['pcscd', 'pcscd'],
  ['vsmartcard-vpcd', '/etc/reader.conf.d/vpcd'],
  ['opensc', 'pkcs15-tool'],
  ['opensc-pkcs11', 'opensc-pkcs11.so'],
  ['iproute2', 'ip'],
  ['openssl', 'openssl'],
  ['util-linux', 'nsenter'],
]

// Services live where the path of an ordinary user does not look.
const FOLDERS = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin']

/** In a namespace of one's own as root, or as root of a user namespace where the system lets everybody have one. */
const WAYS = [[], ['--user', '--map-root-user']]
const UNSHARE = ['--net', '--mount', '--pid', '--fork', '--kill-child']

function isThere([name, sign]) {
  if (name === 'opensc-pkcs11') return findPkcs11Module() !== null
  if (sign.startsWith('/')) return existsSync(sign)
  return FOLDERS.some((folder) => folder !== '' && existsSync(join(folder, sign)))
}

/** OpenSC's PKCS#11 module; it lies below a folder named after the machine's architecture. */
export function findPkcs11Module() {
  const found = spawnSync('sh', ['-c', 'ls /usr/lib/opensc-pkcs11.so /usr/lib/*/opensc-pkcs11.so'])
  const [path] = String(found.stdout).split('\n')
  return path === undefined || path === '' ? null : path
}

function missingPackages() {
  return PACKAGES.filter((each) => !isThere(each)).map(([name]) => name)
}

/** The flags of `unshare` that work here; null where none do. */
function findWay() {
  const trial = 'mount -t tmpfs tmpfs /run && ip link set lo up'
  for (const way of WAYS) {
    const flags = [...way, ...UNSHARE]
    if (spawnSync('unshare', [...flags, 'sh', '-c', trial]).status === 0) return flags
  }
  return null
}

/** What a test may do here: the flags of `unshare` and OpenSC's module, or the reason why nothing. */
export function findPcsc() {
  if (process.platform !== 'linux') return { obstacle: `this is ${process.platform}, not Linux` }
  const missing = missingPackages()
  if (missing.length > 0) return { obstacle: `not installed: ${missing.join(', ')}` }
  const unshare = findWay()
  const pkcs11 = findPkcs11Module()
  if (!unshare || !pkcs11) return { obstacle: 'the system permits no namespace of our own' }
  return { unshare, pkcs11 }
}

/** Installs what is missing where that is possible; the tests say why not where it is not. */
export function ensurePcsc() {
  const missing = process.platform === 'linux' ? missingPackages() : []
  if (missing.length > 0 && canInstall()) install(missing)
}
