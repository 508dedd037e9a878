/** What stands printed on a training card, for trainees who hold none in their hands. */
import type { CardImage } from './card-image'
import { formatDayJa } from './days'
import { toWareki } from './era'

export interface PrintedFace {
  name: string
  address: string
  sex: '男' | '女' | ''
  /** 昭和55年2月17日 */
  birthdate: string
  /** 2035年2月17日 */
  expiry: string
  /** Four digits. */
  securityCode: string
}

const SEX = { '1': '男', '2': '女', '9': '' } as const

/** null for a card without 券面事項確認. */
export function printedFaceOf({ basicFour, cardExpiry, surface }: CardImage): PrintedFace | null {
  if (!surface) return null
  const { name, address, sex, birthdate } = basicFour
  return {
    name,
    address,
    sex: SEX[sex],
    birthdate: toWareki(birthdate)?.text ?? birthdate,
    expiry: formatDayJa(cardExpiry).replace(/\(.*\)$/u, ''),
    securityCode: surface.code.slice(-4),
  }
}
