/** A fictitious 申立書, filled in as far as it must be. */
import {
  completeDeclaration,
  type DeclarationContext,
} from '../../../domain/declaration/check-declaration'
import {
  type Declaration,
  type DeclarationDraft,
  emptyDeclaration,
} from '../../../domain/declaration/declaration'

export const ON_THE_DAY: DeclarationContext = { visitOn: '2026-05-20', today: '2026-05-20' }

export function draft(changes: Partial<DeclarationDraft> = {}): DeclarationDraft {
  return {
    ...emptyDeclaration(),
    insured: true,
    insuranceKind: 'employees',
    insurerName: '訓練健康保険組合',
    workplace: '訓練商事',
    insuredAs: 'self',
    name: '訓練 花子',
    nameKana: 'くんれん ﾊﾅｺ',
    birth: { era: 'S', year: '55', month: '４', date: '1' },
    sex: 'female',
    address: '訓練県訓練市１－１',
    signedOn: '2026-05-20',
    signature: [
      [
        [100, 100],
        [400, 120],
      ],
    ],
    phone: '090-1234-5678',
    ...changes,
  }
}

export function declaration(changes: Partial<DeclarationDraft> = {}): Declaration {
  const complete = completeDeclaration(draft(changes), ON_THE_DAY)
  if (complete === null) throw new Error('the draft is not complete')
  return complete
}
