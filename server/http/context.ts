import type { Device } from '../store/store'
import type { ErrorCode } from '../../domain/errors'

/** What middleware leaves for handlers and the log. */
export interface GatewayEnv {
  Variables: {
    device: Device
    code: ErrorCode | undefined
    fault: unknown
  }
}
