// Tells the tests of the project `pcsc` what this system allows them.
import { findPcsc } from '../../../scripts/lib/pcsc.mjs'

export default function setup(project) {
  const { obstacle = null, unshare = [], pkcs11 = '' } = findPcsc()
  project.provide('pcsc', { obstacle, unshare, pkcs11 })
}
