/** Check-up values over time (特定健診等): what a plot and its table are made of. No value is judged here. */
import type { Day } from './days'
import type { CheckupDay, CheckupMeasure } from './medical-information'

export interface SeriesLine {
  measure: CheckupMeasure
  label: string
  /** The earliest first. */
  points: { day: Day; value: number }[]
}

/** One plot: values of one unit that are read together. */
export interface Series {
  id: string
  label: string
  unit: string
  /** Decimals the value is written with. */
  decimals: 0 | 1
  lines: SeriesLine[]
}

interface Plan {
  id: string
  label: string
  unit: string
  decimals: 0 | 1
  lines: readonly (readonly [CheckupMeasure, string])[]
}

const PLANS: readonly Plan[] = [
  {
    id: 'pressure',
    label: '血圧',
    unit: 'mmHg',
    decimals: 0,
    lines: [
      ['systolic', '収縮期'],
      ['diastolic', '拡張期'],
    ],
  },
  { id: 'hba1c', label: 'HbA1c(NGSP)', unit: '%', decimals: 1, lines: [['hba1c', 'HbA1c']] },
  { id: 'glucose', label: '空腹時血糖', unit: 'mg/dL', decimals: 0, lines: [['glucose', '血糖']] },
  {
    id: 'lipids',
    label: '脂質',
    unit: 'mg/dL',
    decimals: 0,
    lines: [
      ['ldl', 'LDL'],
      ['hdl', 'HDL'],
      ['triglycerides', '中性脂肪'],
    ],
  },
  {
    id: 'liver',
    label: '肝機能',
    unit: 'U/L',
    decimals: 0,
    lines: [
      ['ast', 'AST'],
      ['alt', 'ALT'],
      ['gammaGt', 'γ-GT'],
    ],
  },
  {
    id: 'egfr',
    label: 'eGFR',
    unit: 'mL/分/1.73m²',
    decimals: 0,
    lines: [['egfr', 'eGFR']],
  },
  { id: 'bmi', label: 'BMI', unit: 'kg/m²', decimals: 1, lines: [['bmi', 'BMI']] },
]

/** Every plot for which anything was measured; a line without a value is left out. */
export function seriesOf(checkups: readonly CheckupDay[]): Series[] {
  const inOrder = [...checkups].sort((one, other) => (one.day < other.day ? -1 : 1))
  return PLANS.flatMap((plan) => {
    const lines = plan.lines
      .map(([measure, label]) => ({ measure, label, points: pointsOf(inOrder, measure) }))
      .filter(({ points }) => points.length > 0)
    return lines.length === 0 ? [] : [{ ...plan, lines }]
  })
}

function pointsOf(checkups: readonly CheckupDay[], measure: CheckupMeasure) {
  return checkups.flatMap(({ day, values }) => {
    const value = values[measure]
    return value === undefined ? [] : [{ day, value }]
  })
}

/** 6.8 or 132, as the measure is usually written. */
export function formatValue(value: number, { decimals }: Pick<Series, 'decimals'>): string {
  return value.toFixed(decimals)
}
