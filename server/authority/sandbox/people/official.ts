/** People for the official hand-off: one accepts soon, one late and without consent, one never. */
import type { SandboxPerson } from '../person'
import { employee, lateElderly, person, resident } from './defaults'

export const OFFICIAL_PEOPLE: readonly SandboxPerson[] = [
  person({
    id: 'official-soon',
    label: '公式アプリ すぐに受付',
    name: '受付　早苗',
    kana: 'ウケツケ　サナエ',
    sex: 'female',
    age: 47,
    birthday: '03-08',
    address: '訓練県みほん市桜町７番７号',
    officialWeb: { afterSeconds: 3, prescription: 'electronic' },
    record: { validity: 'valid', coverages: [employee({ number: '801' })] },
    visit: { time: '17:20', setting: 'homeNursing', need: 'card' },
  }),
  person({
    id: 'official-late',
    label: '公式アプリ 10分後に受付・同意なし',
    name: '受付　遅男',
    kana: 'ウケツケ　オソオ',
    sex: 'male',
    age: 66,
    birthday: '04-09',
    address: '訓練県みほん市桜町８番８号',
    officialWeb: { afterSeconds: 600, refuses: true },
    record: { validity: 'valid', coverages: [resident({ number: '200802' })] },
    visit: { time: '17:40', setting: 'homeMedicalCare', need: 'card' },
  }),
  person({
    id: 'official-never',
    label: '公式アプリ 受付が来ない',
    name: '受付　待夫',
    kana: 'ウケツケ　マツオ',
    sex: 'male',
    age: 83,
    birthday: '05-10',
    address: '訓練県みほん市桜町９番９号',
    officialWeb: { afterSeconds: null },
    record: {
      validity: 'valid',
      coverages: [lateElderly({ number: '00990069', burdenPercent: 10 })],
    },
    visit: { time: '18:00', setting: 'homeNursing', need: 'card' },
  }),
]
