// Tells the tests of the project `pcsc` what this system allows them, and people in one line when that is nothing.
import { findPcsc } from '../../../scripts/lib/pcsc.mjs'

export default function setup(project) {
  const { obstacle = null, unshare = [], pkcs11 = '' } = findPcsc()
  if (obstacle !== null) console.log(`PC/SC tests are skipped: ${obstacle}.`)
  project.provide('pcsc', { obstacle, unshare, pkcs11 })
}
