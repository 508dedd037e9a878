// Debian's packages, where this process may install them.
import { spawnSync } from 'node:child_process'

export function canInstall() {
  return process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0
}

export function install(packages) {
  console.log(`Installing ${packages.join(', ')} (apt-get install) …`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env })
  // Another run may be installing the same.
  const patient = ['-o', 'DPkg::Lock::Timeout=120']
  const quietly = ['-y', '-qq', '--no-install-recommends', ...patient]
  spawnSync('apt-get', ['install', ...quietly, ...packages], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env,
  })
}
