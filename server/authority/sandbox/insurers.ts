/** Fictitious insurers and payers: their check digits hold, their numbers (serial 9xx) belong to nobody. */

export const INSURERS = {
  association: { number: '01139013', name: '訓練全国健康保険協会 みほん支部' },
  union: { number: '06139026', name: 'みほん商事訓練健康保険組合' },
  secondUnion: { number: '06139034', name: '架空電機訓練健康保険組合' },
  longUnion: {
    number: '06279152',
    name: '訓練用架空総合物流情報通信関連企業合同健康保険組合',
  },
  mutualAid: { number: '34139055', name: '訓練公立学校共済組合 みほん支部' },
  city: { number: '139071', name: '訓練県みほん市' },
  town: { number: '139089', name: '訓練県れんしゅう町' },
  lateElderly: { number: '39139100', name: '訓練県後期高齢者医療広域連合' },
} as const

export type InsurerKey = keyof typeof INSURERS

/** 医療扶助 (法別番号 12). */
export const PAYERS = {
  cityWelfare: { number: '12139127', name: 'みほん市福祉事務所' },
  townWelfare: { number: '12139135', name: 'れんしゅう町福祉事務所' },
} as const

export type PayerKey = keyof typeof PAYERS
