import type { TypedSurfaceCode } from '../../../domain/surface-code'

/** The three fields of 照合番号B in the order in which they stand on the card, numbered as in the drawing. */
export const CODE_FIELDS: readonly {
  field: keyof TypedSurfaceCode
  order: string
  label: string
  support: string
}[] = [
  {
    field: 'birthdate',
    order: '1',
    label: '生年月日(6桁)',
    support: '元号の年で。昭和55年2月17日 → 550217',
  },
  {
    field: 'expiryYear',
    order: '2',
    label: '有効期限の年(西暦4桁)',
    support: '「まで有効」の年。手書きの期限は使いません',
  },
  {
    field: 'securityCode',
    order: '3',
    label: 'セキュリティコード(4桁)',
    support: '写真の下にある4桁',
  },
]

export const NOTHING_TYPED: TypedSurfaceCode = { birthdate: '', expiryYear: '', securityCode: '' }
