/** Answers that need a next step: invalid, a new qualification, none, several (R41–R44), and 医療扶助. */
import type { SandboxPerson } from '../person'
import { employee, person, resident } from './defaults'

export const OUTCOME_PEOPLE: readonly SandboxPerson[] = [
  person({
    id: 'invalid',
    label: '無効(資格喪失)',
    name: '退職　済男',
    kana: 'タイショク　スミオ',
    sex: 'male',
    age: 39,
    birthday: '02-28',
    address: '訓練県みほん市港町２番１号',
    record: {
      validity: 'invalid',
      coverages: [employee({ number: '501', lost: { monthsAgo: 1, reason: '03' } })],
    },
    visit: { time: '11:00', setting: 'homeNursing', need: 'previousInvalid' },
  }),
  person({
    id: 'invalid-new',
    label: '無効(新しい資格あり)',
    name: '転職　新',
    kana: 'テンショク　アラタ',
    sex: 'male',
    age: 33,
    birthday: '10-01',
    address: '訓練県みほん市港町３番１号',
    record: {
      validity: 'invalidNewExists',
      coverages: [
        employee({
          insurer: 'union',
          symbol: '7890',
          number: '502',
          qualifiedMonthsAgo: 48,
          lost: { monthsAgo: 2, reason: '03' },
        }),
        employee({
          insurer: 'secondUnion',
          symbol: '1122',
          number: '60502',
          qualifiedMonthsAgo: 2,
        }),
      ],
    },
    visit: { time: '11:30', setting: 'homePharmacy', need: 'card' },
  }),
  person({
    id: 'none',
    label: '該当資格なし',
    name: '登録　未来',
    kana: 'トウロク　ミライ',
    sex: 'female',
    age: 28,
    birthday: '07-07',
    address: '訓練県みほん市港町４番１号',
    record: {
      validity: 'none',
      coverages: [],
      message: '該当する資格情報がありません。',
    },
    visit: { time: '13:00', setting: 'houseCall', need: 'card' },
  }),
  person({
    id: 'multiple',
    label: '複数該当(社保と国保)',
    name: '重複　双葉',
    kana: 'チョウフク　フタバ',
    sex: 'female',
    age: 52,
    birthday: '06-06',
    address: '訓練県みほん市港町５番１号',
    record: {
      validity: 'multiple',
      coverages: [employee({ number: '503' }), resident({ number: '200503' })],
      message: '複数の資格が該当します。',
    },
    visit: { time: '13:30', setting: 'homeNursing', need: 'card' },
  }),
  person({
    id: 'several-insurers',
    label: '複数該当(保険者3つと医療扶助)',
    name: '重複　三葉',
    kana: 'チョウフク　ミツバ',
    sex: 'female',
    age: 44,
    birthday: '09-09',
    address: '訓練県れんしゅう町６番１号',
    record: {
      validity: 'multiple',
      coverages: [
        employee({ insurer: 'mutualAid', symbol: '公立練', number: '504' }),
        employee({ insurer: 'union', symbol: '7890', number: '50400', relation: 'family' }),
        resident({ insurer: 'town', symbol: 'れん', number: '200504' }),
      ],
      publicExpenses: [
        { payer: 'townWelfare', recipientNumber: '3000031', use: 'combined', selfPayAmount: null },
      ],
      message: '複数の資格が該当します。',
    },
  }),
  person({
    id: 'welfare-alone',
    label: '医療扶助 単独',
    name: '扶助　守',
    kana: 'フジョ　マモル',
    sex: 'male',
    age: 63,
    birthday: '01-31',
    address: '訓練県みほん市港町７番１号',
    record: {
      validity: 'validUnregistered',
      coverages: [],
      publicExpenses: [
        { payer: 'cityWelfare', recipientNumber: '1000017', use: 'alone', selfPayAmount: null },
      ],
    },
    visit: { time: '14:00', setting: 'homeNursing', need: 'card' },
  }),
  person({
    id: 'welfare-combined',
    label: '有効 3割と医療扶助 併用',
    name: '扶助　併子',
    kana: 'フジョ　アイコ',
    sex: 'female',
    age: 57,
    birthday: '05-05',
    address: '訓練県みほん市港町８番１号',
    record: {
      validity: 'valid',
      coverages: [employee({ number: '505' })],
      publicExpenses: [
        { payer: 'cityWelfare', recipientNumber: '2000024', use: 'combined', selfPayAmount: 2_500 },
      ],
    },
  }),
]
