export { createBridgeTransport, type BridgeOptions, type BridgeTransport } from './transport'
