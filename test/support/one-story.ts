/** Tests of one file that are the steps of one story. */
import { beforeEach, onTestFailed } from 'vitest'

/** Called once in a file: after a step has failed the next would only wait for what never comes, so each fails at once. */
export function tellAsOneStory(): void {
  let failedBefore = false
  beforeEach(() => {
    if (failedBefore) throw new Error('an earlier step failed')
    onTestFailed(() => {
      failedBefore = true
    })
  })
}
