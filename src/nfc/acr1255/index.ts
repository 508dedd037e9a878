export { requestAcr1255, checkBluetooth, type RequestAcr1255Options } from './request'
export { createAcr1255Transport, type Acr1255Options, type Acr1255Transport } from './transport'
export { DEFAULT_MASTER_KEY } from './authenticate'
export { importAesKey } from './cipher'
