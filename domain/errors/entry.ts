/** One entry of the catalogue. A code is permanent: never renamed, never reused. */
export interface ErrorEntry {
  /** For developers: what causes it. */
  cause: string
  /** What happened, and whether anything was lost, in the words staff read. */
  message: string
  /** The one next step. */
  next: string
}
