import type { SandboxCoverage, SandboxPerson } from '../person'

/** What is alike in most people, so that each file shows what is special about its own. */
const ORDINARY = {
  municipality: '13999',
  pin: '1234',
  triesLeft: 3,
  certificate: 'valid',
} as const

type Particulars = Omit<SandboxPerson, keyof typeof ORDINARY> &
  Partial<Pick<SandboxPerson, keyof typeof ORDINARY>>

export function person(particulars: Particulars): SandboxPerson {
  return { ...ORDINARY, ...particulars }
}

/** 被用者保険 of a working person or their family. */
export function employee(
  particulars: Partial<SandboxCoverage> & { number: string },
): SandboxCoverage {
  return {
    insurer: 'association',
    symbol: '13990001',
    branch: '00',
    relation: 'self',
    qualifiedMonthsAgo: 30,
    ...particulars,
  }
}

/** 国民健康保険 of a municipality. */
export function resident(
  particulars: Partial<SandboxCoverage> & { number: string },
): SandboxCoverage {
  return {
    insurer: 'city',
    symbol: 'みほん',
    branch: '01',
    relation: 'self',
    qualifiedMonthsAgo: 50,
    ...particulars,
  }
}

/** 後期高齢者医療: a number of its own, neither 記号 nor 枝番 (R70). */
export function lateElderly(
  particulars: Partial<SandboxCoverage> & { number: string; burdenPercent: 10 | 20 | 30 },
): SandboxCoverage {
  return {
    insurer: 'lateElderly',
    symbol: null,
    branch: null,
    relation: null,
    qualifiedMonthsAgo: 40,
    ...particulars,
  }
}
