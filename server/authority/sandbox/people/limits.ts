/** 限度額適用認定証等 of every category, and 特定疾病療養受療証: part of the answer, never asked for (R30, R40). */
import type { LimitCategory } from '../../../../domain/answer'
import type { SandboxPerson } from '../person'
import { employee, lateElderly, person, resident } from './defaults'

interface Entry {
  category: LimitCategory
  word: string
  name: string
  kana: string
  sex: 'male' | 'female'
  birthday: string
}

/** Below 70: ア to オ. */
const BELOW_70: readonly Entry[] = [
  {
    category: 'A01',
    word: 'ア',
    name: '区分　亜希',
    kana: 'クブン　アキ',
    sex: 'female',
    birthday: '01-15',
  },
  {
    category: 'A02',
    word: 'イ',
    name: '区分　伊織',
    kana: 'クブン　イオリ',
    sex: 'male',
    birthday: '02-15',
  },
  {
    category: 'A03',
    word: 'ウ',
    name: '区分　うめ',
    kana: 'クブン　ウメ',
    sex: 'female',
    birthday: '04-15',
  },
  {
    category: 'A04',
    word: 'エ',
    name: '区分　恵理',
    kana: 'クブン　エリ',
    sex: 'female',
    birthday: '06-15',
  },
  {
    category: 'A05',
    word: 'オ',
    name: '区分　織部',
    kana: 'クブン　オリベ',
    sex: 'male',
    birthday: '07-15',
  },
]

/** 70 to 74: 現役並みⅢ to 低所得Ⅰ. */
const FROM_70: readonly Entry[] = [
  {
    category: 'B01',
    word: '現役並みⅢ',
    name: '現役　三郎',
    kana: 'ゲンエキ　サブロウ',
    sex: 'male',
    birthday: '09-01',
  },
  {
    category: 'B02',
    word: '現役並みⅡ',
    name: '現役　二葉',
    kana: 'ゲンエキ　フタバ',
    sex: 'female',
    birthday: '09-02',
  },
  {
    category: 'B03',
    word: '現役並みⅠ',
    name: '現役　一子',
    kana: 'ゲンエキ　イチコ',
    sex: 'female',
    birthday: '09-03',
  },
  {
    category: 'B04',
    word: '一般',
    name: '一般　誠',
    kana: 'イッパン　マコト',
    sex: 'male',
    birthday: '09-04',
  },
  {
    category: 'B05',
    word: '低所得Ⅱ',
    name: '低区　二三男',
    kana: 'テイク　フミオ',
    sex: 'male',
    birthday: '09-05',
  },
  {
    category: 'B06',
    word: '低所得Ⅰ',
    name: '低区　ひと美',
    kana: 'テイク　ヒトミ',
    sex: 'female',
    birthday: '09-06',
  },
]

export const LIMIT_PEOPLE: readonly SandboxPerson[] = [
  ...BELOW_70.map((entry, index) =>
    person({
      ...base(entry),
      age: 50 + index,
      record: {
        validity: 'valid',
        coverages: [
          employee({
            number: `30${index + 1}`,
            limit: {
              classification: entry.category === 'A05' ? '02' : '01',
              category: entry.category,
            },
          }),
        ],
      },
    }),
  ),
  ...FROM_70.map((entry, index) => {
    const activeIncome = index < 3
    return person({
      ...base(entry),
      age: 71 + (index % 3),
      record: {
        validity: 'valid',
        coverages: [
          resident({
            number: `20030${index + 1}`,
            elderlyRecipientPercent: activeIncome ? 30 : 20,
            limit: { classification: index >= 4 ? '02' : '01', category: entry.category },
          }),
        ],
      },
    })
  }),
  person({
    id: 'limit-b09',
    label: '有効 限度額 一般Ⅱ(後期 2割)',
    name: '後期　二江',
    kana: 'コウキ　フタエ',
    sex: 'female',
    age: 79,
    birthday: '10-09',
    address: '訓練県みほん市南町９番地',
    record: {
      validity: 'valid',
      coverages: [
        lateElderly({
          number: '00990028',
          burdenPercent: 20,
          limit: { classification: '01', category: 'B09' },
        }),
      ],
    },
  }),
  person({
    id: 'disease-dialysis',
    label: '有効 特定疾病(人工透析)',
    name: '特定　透',
    kana: 'トクテイ　トオル',
    sex: 'male',
    age: 61,
    birthday: '04-04',
    address: '訓練県みほん市西町３番２号',
    record: {
      validity: 'valid',
      coverages: [
        employee({ number: '401', specificDisease: { category: '1', selfPayLimit: 10_000 } }),
      ],
    },
    visit: { time: '10:30', setting: 'homeMedicalCare', need: 'reinquiry' },
  }),
]

function base({ category, word, name, kana, sex, birthday }: Entry) {
  return {
    id: `limit-${category.toLowerCase()}`,
    label: `有効 限度額 ${word}`,
    name,
    kana,
    sex,
    birthday,
    address: '訓練県みほん市北町１０番地',
  }
}
