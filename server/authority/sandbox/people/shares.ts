/** Valid answers with every share: 3割, 2割, 1割, 未就学. */
import type { SandboxPerson } from '../person'
import { employee, lateElderly, person, resident } from './defaults'

export const SHARE_PEOPLE: readonly SandboxPerson[] = [
  person({
    id: 'valid-30',
    label: '有効 3割(社保 本人)',
    name: '見本　一郎',
    kana: 'ミホン　イチロウ',
    sex: 'male',
    age: 46,
    birthday: '05-20',
    address: '訓練県みほん市中央１丁目２番３号',
    record: { validity: 'valid', coverages: [employee({ number: '101' })] },
    visit: { time: '09:00', setting: 'homeMedicalCare', need: 'card' },
  }),
  person({
    id: 'valid-20',
    label: '有効 2割(高齢受給者)',
    name: '練習　静江',
    kana: 'レンシュウ　シズエ',
    sex: 'female',
    age: 72,
    birthday: '03-03',
    address: '訓練県みほん市本町４丁目５番６号',
    record: {
      validity: 'valid',
      coverages: [resident({ number: '200102', elderlyRecipientPercent: 20 })],
    },
    visit: { time: '09:30', setting: 'homeNursing', need: 'card' },
  }),
  person({
    id: 'valid-10',
    label: '有効 1割(後期高齢者)',
    name: '架空　勝男',
    kana: 'カクウ　カツオ',
    sex: 'male',
    age: 86,
    birthday: '11-11',
    address: '訓練県みほん市東町７番８号　れんしゅう荘２０１号',
    record: {
      validity: 'valid',
      coverages: [lateElderly({ number: '00990010', burdenPercent: 10 })],
    },
    // Known from before, never by the card: 口頭確認 has numbers to ask about.
    visit: {
      time: '10:00',
      setting: 'homeNursing',
      need: 'card',
      before: { visitDaysAgo: 14, numbersOnFile: true },
    },
  }),
  person({
    id: 'valid-preschool',
    label: '有効 未就学(家族 2割)',
    name: '見本　こはる',
    kana: 'ミホン　コハル',
    sex: 'female',
    age: 3,
    birthday: '08-08',
    address: '訓練県みほん市中央１丁目２番３号',
    record: {
      validity: 'valid',
      coverages: [
        employee({
          number: '101',
          branch: '02',
          relation: 'family',
          preschool: true,
          qualifiedMonthsAgo: 36,
        }),
      ],
    },
  }),
  person({
    id: 'name-longest',
    label: '有効(最も長い氏名と保険者名)',
    name: '訓練山田見本松之丞太郎左衛門　ヴァレンティナアレクサンドラ練習子',
    kana: 'クンレンヤマダミホンマツノジョウタロウザエモン　ヴァレンティナアレクサンドラレンシュウコ',
    sex: 'female',
    age: 58,
    birthday: '12-31',
    address:
      '訓練県長々郡れんしゅう町大字架空村字見本谷地先一万二千三百四十五番地の六百七十八　グランドレジデンス訓練みほん弐番館東棟１２０３号室',
    record: {
      validity: 'valid',
      coverages: [
        employee({
          insurer: 'longUnion',
          symbol: '訓れんしゅう１２３４５６７８',
          number: '98765432109876',
          branch: '10',
        }),
      ],
    },
    visit: { time: '09:45', setting: 'homeNursing', need: 'card' },
  }),
]
