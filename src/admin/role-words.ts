import type { Role } from '../../api/admin/wire'
import { staffText } from '../words/staff'

export const ROLE_WORDS = {
  administrator: staffText('管理者'),
  staff: staffText('職員'),
  readOnly: staffText('見るだけの人'),
} as const satisfies Record<Role, string>
