/** The histories of the sandbox's people. Institutions, pharmacies and people are made up; drug names are common ones. */
import { asNeeded, daily, NO_STORY, type MedicalStory } from './story'

const HOME_CLINIC = 'みほん在宅クリニック'
const HOSPITAL = 'くんれん総合病院'
const ORTHOPAEDICS = 'れんしゅう整形外科'
const PHARMACY = 'みほん薬局 中央店'
const OTHER_PHARMACY = 'くんれん薬局'

/** Pressure and blood fat; the same drug from a clinic and from a hospital, on overlapping days. */
const TWO_INSTITUTIONS: MedicalStory = {
  care: [
    { daysAgo: 20, institution: HOME_CLINIC, kind: 'home', acts: ['在宅患者訪問診療料'] },
    {
      daysAgo: 34,
      institution: HOSPITAL,
      kind: 'outpatient',
      acts: ['心電図検査', '胸部単純撮影'],
    },
    { daysAgo: 50, institution: HOME_CLINIC, kind: 'home', acts: ['在宅患者訪問診療料'] },
  ],
  drugs: [
    {
      daysAgo: 20,
      institution: HOME_CLINIC,
      pharmacy: PHARMACY,
      drugs: [
        daily('アムロジピンOD錠5mg', 'アムロジピンベシル酸塩', 28),
        daily('ロスバスタチン錠2.5mg', 'ロスバスタチンカルシウム', 28, '1日1回 夕食後'),
        asNeeded('ロキソプロフェンNaテープ100mg', null, '1日1回 痛む所に貼付'),
      ],
    },
    {
      daysAgo: 34,
      institution: HOSPITAL,
      pharmacy: OTHER_PHARMACY,
      drugs: [
        daily('ノルバスクOD錠5mg', 'アムロジピンベシル酸塩', 28),
        daily('バイアスピリン錠100mg', 'アスピリン', 28),
      ],
    },
    {
      daysAgo: 50,
      institution: HOME_CLINIC,
      pharmacy: PHARMACY,
      drugs: [
        daily('アムロジピンOD錠5mg', 'アムロジピンベシル酸塩', 28),
        daily('ロスバスタチン錠2.5mg', 'ロスバスタチンカルシウム', 28, '1日1回 夕食後'),
      ],
    },
  ],
  checkups: [
    checkup(4, { systolic: 152, diastolic: 94, ldl: 158, hdl: 49, triglycerides: 190, bmi: 25.4 }),
    checkup(3, { systolic: 146, diastolic: 90, ldl: 149, hdl: 50, triglycerides: 172, bmi: 25.1 }),
    checkup(2, { systolic: 138, diastolic: 86, ldl: 121, hdl: 52, triglycerides: 150, bmi: 24.8 }),
    checkup(1, { systolic: 131, diastolic: 82, ldl: 104, hdl: 54, triglycerides: 128, bmi: 24.5 }),
  ],
  operations: [],
}

/** Diabetes over years: HbA1c, sugar and kidneys; eye surgery. */
const DIABETES: MedicalStory = {
  care: [
    { daysAgo: 14, institution: HOME_CLINIC, kind: 'home', acts: ['在宅自己注射指導管理料'] },
    { daysAgo: 45, institution: HOME_CLINIC, kind: 'home', acts: ['在宅自己注射指導管理料'] },
    { daysAgo: 210, institution: HOSPITAL, kind: 'inpatient', acts: ['超音波検査', '画像診断'] },
  ],
  drugs: [
    {
      daysAgo: 14,
      institution: HOME_CLINIC,
      pharmacy: PHARMACY,
      drugs: [
        daily('メトホルミン塩酸塩錠500mgMT', 'メトホルミン塩酸塩', 30, '1日2回 朝夕食後', '2錠'),
        daily('シタグリプチン錠50mg', 'シタグリプチンリン酸塩', 30),
        asNeeded(
          'インスリン グラルギンBS注ミリオペン',
          'インスリン グラルギン',
          '1日1回 就寝前 8単位',
        ),
      ],
    },
    {
      daysAgo: 45,
      institution: HOME_CLINIC,
      pharmacy: PHARMACY,
      drugs: [
        daily('メトホルミン塩酸塩錠500mgMT', 'メトホルミン塩酸塩', 30, '1日2回 朝夕食後', '2錠'),
        daily('シタグリプチン錠50mg', 'シタグリプチンリン酸塩', 30),
      ],
    },
  ],
  checkups: [
    checkup(5, { hba1c: 6.2, glucose: 112, egfr: 71, systolic: 128, diastolic: 78, bmi: 26.1 }),
    checkup(4, { hba1c: 6.9, glucose: 131, egfr: 68, systolic: 134, diastolic: 80, bmi: 26.4 }),
    checkup(3, { hba1c: 8.1, glucose: 168, egfr: 63, systolic: 141, diastolic: 84, bmi: 26.9 }),
    checkup(2, { hba1c: 7.4, glucose: 145, egfr: 61, systolic: 136, diastolic: 80, bmi: 25.8 }),
    checkup(1, { hba1c: 6.8, glucose: 126, egfr: 60, systolic: 130, diastolic: 76, bmi: 25.2 }),
  ],
  operations: [
    {
      daysAgo: 206,
      institution: HOSPITAL,
      name: '水晶体再建術(眼内レンズを挿入する場合)(その他のもの)',
    },
  ],
}

/** 人工透析 three times a week: many days, few drugs. */
const DIALYSIS: MedicalStory = {
  care: [2, 4, 7, 9, 11, 14].map((daysAgo) => ({
    daysAgo,
    institution: 'みほん腎クリニック',
    kind: 'outpatient',
    acts: ['人工腎臓(慢性維持透析)'],
  })),
  drugs: [
    {
      daysAgo: 7,
      institution: 'みほん腎クリニック',
      pharmacy: null,
      drugs: [
        daily('炭酸ランタンOD錠250mg', '炭酸ランタン水和物', 14, '1日3回 毎食直後', '3錠'),
        daily('アムロジピン錠2.5mg', 'アムロジピンベシル酸塩', 14),
      ],
    },
  ],
  checkups: [checkup(2, { systolic: 148, diastolic: 72, bmi: 20.9 })],
  operations: [
    { daysAgo: 1_400, institution: HOSPITAL, name: '内シャント設置術' },
    { daysAgo: 480, institution: HOSPITAL, name: '経皮的シャント拡張術・血栓除去術' },
  ],
}

/** A painkiller from two doctors in one week, and the knee that it is for. */
const KNEE: MedicalStory = {
  care: [
    { daysAgo: 5, institution: ORTHOPAEDICS, kind: 'outpatient', acts: ['関節腔内注射'] },
    { daysAgo: 9, institution: HOME_CLINIC, kind: 'home', acts: [] },
  ],
  drugs: [
    {
      daysAgo: 5,
      institution: ORTHOPAEDICS,
      pharmacy: OTHER_PHARMACY,
      drugs: [
        daily('ロキソニン錠60mg', 'ロキソプロフェンナトリウム水和物', 14, '1日3回 毎食後', '3錠'),
      ],
    },
    {
      daysAgo: 9,
      institution: HOME_CLINIC,
      pharmacy: PHARMACY,
      drugs: [
        daily(
          'ロキソプロフェンNa錠60mg',
          'ロキソプロフェンナトリウム水和物',
          10,
          '1日3回 毎食後',
          '3錠',
        ),
        daily('レバミピド錠100mg', 'レバミピド', 10, '1日3回 毎食後', '3錠'),
      ],
    },
  ],
  checkups: [
    checkup(2, { systolic: 126, diastolic: 74, ast: 22, alt: 18, gammaGt: 24 }),
    checkup(1, { systolic: 129, diastolic: 77, ast: 25, alt: 21, gammaGt: 31 }),
  ],
  operations: [{ daysAgo: 900, institution: HOSPITAL, name: '人工関節置換術(膝)' }],
}

/** A working person: check-ups and a cold. */
const CHECKUPS_ONLY: MedicalStory = {
  care: [{ daysAgo: 120, institution: '駅前内科みほん', kind: 'outpatient', acts: [] }],
  drugs: [
    {
      daysAgo: 120,
      institution: '駅前内科みほん',
      pharmacy: OTHER_PHARMACY,
      drugs: [
        daily('カルボシステイン錠500mg', 'L-カルボシステイン', 5, '1日3回 毎食後', '3錠'),
        asNeeded('アセトアミノフェン錠500mg', 'アセトアミノフェン', '発熱・痛むとき'),
      ],
    },
  ],
  checkups: [
    checkup(3, {
      systolic: 122,
      diastolic: 76,
      hba1c: 5.4,
      ldl: 118,
      hdl: 58,
      gammaGt: 42,
      bmi: 23.4,
    }),
    checkup(2, {
      systolic: 124,
      diastolic: 78,
      hba1c: 5.5,
      ldl: 125,
      hdl: 57,
      gammaGt: 51,
      bmi: 23.9,
    }),
    checkup(1, {
      systolic: 128,
      diastolic: 80,
      hba1c: 5.6,
      ldl: 132,
      hdl: 55,
      gammaGt: 63,
      bmi: 24.4,
    }),
  ],
  operations: [],
}

/** Too young for check-ups (40 and over). */
const CHILD: MedicalStory = {
  ...NO_STORY,
  care: [{ daysAgo: 12, institution: 'みほんこどもクリニック', kind: 'outpatient', acts: [] }],
  drugs: [
    {
      daysAgo: 12,
      institution: 'みほんこどもクリニック',
      pharmacy: PHARMACY,
      drugs: [
        daily('アモキシシリン細粒10%小児用', 'アモキシシリン水和物', 7, '1日3回 毎食後', '1.2g'),
      ],
    },
  ],
}

/** The authority's own spelling: a letter it does not have is ●, in an institution's name too. */
const DOTTED: MedicalStory = {
  ...TWO_INSTITUTIONS,
  care: [
    { daysAgo: 8, institution: '●田医院', kind: 'outpatient', acts: ['超音波検査'] },
    ...TWO_INSTITUTIONS.care,
  ],
  operations: [{ daysAgo: 60, institution: '●田医院', name: '皮膚、皮下腫瘍摘出術' }],
}

/** Who lived which; everybody else has nothing on record. */
export const STORIES: ReadonlyMap<string, MedicalStory> = new Map([
  ['valid-30', CHECKUPS_ONLY],
  ['valid-20', TWO_INSTITUTIONS],
  ['valid-10', DIABETES],
  ['valid-preschool', CHILD],
  ['name-longest', KNEE],
  ['name-dot', DOTTED],
  ['name-toku', CHECKUPS_ONLY],
  ['name-tsuchiyoshi', DIABETES],
  ['address-empty', CHECKUPS_ONLY],
  ['disease-dialysis', DIALYSIS],
  ['limit-b09', KNEE],
  ['cert-alert', CHECKUPS_ONLY],
  ['cert-grace', DIABETES],
  ['no-pin', TWO_INSTITUTIONS],
  ['pin-last-try', KNEE],
  ['official-soon', TWO_INSTITUTIONS],
  ['official-late', DIABETES],
  ['invalid-new', CHECKUPS_ONLY],
  ['multiple', KNEE],
  ['welfare-alone', DIABETES],
  ['welfare-combined', TWO_INSTITUTIONS],
])

function checkup(yearsAgo: number, values: MedicalStory['checkups'][number]['values']) {
  return { yearsAgo, institution: 'みほん健診センター', values }
}
