/** Faults of a facility's authority in a row, and until when nobody asks it. */
export interface Pause {
  facilityId: string
  faults: number
  /** ms; not in the future while too few faults have come. */
  pausedUntil: number
}

export interface PauseStore {
  /**
   * Counts a fault, of whichever gateway.
   * @param pauseMs how long to leave the authority alone after so many in a row
   * @param forgetBefore a fault before that time, in ms, is no longer in a row
   */
  noteFault(options: {
    facilityId: string
    now: number
    forgetBefore: number
    pauseMs: (faults: number) => number
  }): Promise<Pause>
  /** It has answered: the row of faults is over. */
  noteAnswer(facilityId: string): Promise<void>
  /** Those of which nothing is asked now, by facility. */
  inForce(now: number): Promise<Pause[]>
}
