/** Days of a training card relative to a given day, so that alert, grace and dead can be met on any day (R20–R23). */
import type { CertificateState } from '../../../domain/answer'
import { addDays, addMonths, startOfDay, type Day } from '../../../domain/days'

/** First and last day in Japan, both included. */
export interface CertificateDays {
  notBefore: Day
  notAfter: Day
}

/** A certificate lives five years at most (R20). */
const LIFE_MONTHS = 60

/** The days of a certificate that is in that state on `today`. */
export function certificateDays(state: CertificateState, today: Day): CertificateDays {
  const notAfter = lastDay(state, today)
  return { notBefore: addMonths(notAfter, -LIFE_MONTHS), notAfter }
}

function lastDay(state: CertificateState, today: Day): Day {
  switch (state) {
    case 'valid':
      return addMonths(today, 30)
    case 'alert':
      return addDays(today, 40)
    case 'grace':
      // Grace lasts to the end of the third month after: forty days later it has never ended.
      return addDays(today, -40)
    case 'dead':
      return addMonths(today, -6)
  }
}

/** 00:00:00 in Japan on that day. */
export function firstInstant(day: Day): Date {
  return new Date(startOfDay(day))
}

/** 23:59:59 in Japan on that day: a certificate is valid to the end of its last day. */
export function lastInstant(day: Day): Date {
  return new Date(Date.parse(startOfDay(addDays(day, 1))) - 1000)
}
