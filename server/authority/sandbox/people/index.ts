/** All people of the sandbox: one for every outcome that a nurse can meet. */
import type { SandboxPerson } from '../person'
import { CARD_PEOPLE } from './cards'
import { LIMIT_PEOPLE } from './limits'
import { OFFICIAL_PEOPLE } from './official'
import { OUTCOME_PEOPLE } from './outcomes'
import { SHARE_PEOPLE } from './shares'
import { SPELLING_PEOPLE } from './spellings'

export const SANDBOX_PEOPLE: readonly SandboxPerson[] = [
  ...SHARE_PEOPLE,
  ...LIMIT_PEOPLE,
  ...OUTCOME_PEOPLE,
  ...SPELLING_PEOPLE,
  ...CARD_PEOPLE,
  ...OFFICIAL_PEOPLE,
]
