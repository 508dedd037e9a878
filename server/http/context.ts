import type { Role } from '../../api/admin/wire'
import type { Device } from '../store/store'
import type { ErrorCode } from '../../domain/errors'

export interface SignedIn {
  facilityId: string
  personId: string
  role: Role
}

/** What middleware leaves for handlers and the log. */
export interface GatewayEnv {
  Variables: {
    device: Device
    /** Who is signed in to the administrator's page. */
    person: SignedIn
    code: ErrorCode | undefined
    fault: unknown
  }
}
