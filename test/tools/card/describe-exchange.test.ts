import { describe, expect, it } from 'vitest'
import { describeCommand, describeResponse } from '../../../tools/card/describe-exchange'
import { bytesOf } from '../../support/card-transport'

describe('the log of exchanges', () => {
  it('shows commands and responses', () => {
    expect(describeCommand(bytesOf('00A4020C020018'))).toBe('00A4020C020018')
    expect(describeResponse(bytesOf('0102039000'))).toBe('010203 9000')
    expect(describeResponse(bytesOf('63C2'))).toBe('63C2')
    expect(describeResponse(bytesOf(''))).toBe('')
  })

  it('shows the question for the tries left, which carries no PIN', () => {
    expect(describeCommand(bytesOf('00200080'))).toBe('00200080')
  })

  it('masks every octet that could be a PIN, whatever the class or the form of the command', () => {
    for (const instruction of ['20', '21', '24', '25', '2C', '2D']) {
      for (const cla of ['00', '0C', '80']) {
        const line = describeCommand(bytesOf(`${cla}${instruction}00800431323334`))
        expect(line).toBe(`${cla}${instruction}008004 ****`)
      }
    }
    expect(describeCommand(bytesOf('00200080000004313233'))).not.toContain('313233')
  })
})
