/** Tearing the card off the reader in the middle of a command. */

export interface TearPlan {
  /** The n-th command of the card's life (0 is the first), or a test of its header (CLA INS P1 P2 in hex) and number. */
  at: number | ((header: string, index: number) => boolean)
  /** Whether the card had executed the command before contact ended. */
  executed: boolean
  /** What the reader's side sees: a fault (default), or an answer of no bytes as some readers give. */
  seen?: 'fault' | 'empty'
}

export function tearsAt(plan: TearPlan, header: string, index: number): boolean {
  return typeof plan.at === 'number' ? plan.at === index : plan.at(header, index)
}

/** The card left the field. Carries nothing of the command. */
export class CardGoneError extends Error {
  constructor() {
    super('card gone')
    this.name = 'CardGoneError'
  }
}
