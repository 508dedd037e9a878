import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { medicalRecordsOf } from '../../server/authority/sandbox/medical/records'
import { seriesOf } from '../../domain/medical-series'
import MedicalPlot from '../../src/ui/medical-plot.vue'
import MedicalTimeline from '../../src/ui/medical-timeline.vue'

const TODAY = '2026-11-22'
const twoInstitutions = medicalRecordsOf('valid-20', TODAY)
const diabetes = medicalRecordsOf('valid-10', TODAY)

function plotOf(id: string) {
  const series = seriesOf(diabetes.checkup ?? []).find((each) => each.id === id)
  if (!series) throw new Error(`no series ${id}`)
  return mount(MedicalPlot, { props: { series } })
}

describe('values over time', () => {
  it('stand in a table, the latest first, with a head for each column and row', () => {
    const plot = plotOf('pressure')
    const heads = plot.findAll('thead th').map((head) => head.text())
    expect(heads).toEqual(['日', '収縮期', '拡張期'])
    const rows = plot.findAll('tbody tr').map((row) => row.text())
    expect(rows).toHaveLength(5)
    expect(rows[0]).toContain('130')
    expect(plot.findAll('tbody th').every((head) => head.attributes('scope') === 'row')).toBe(true)
  })

  it('are drawn for the eye only: a reader aloud gets the table', () => {
    const svg = plotOf('hba1c').get('svg')
    expect(svg.attributes('aria-hidden')).toBe('true')
    expect(svg.findAll('circle')).toHaveLength(5)
  })

  it('tell lines apart by their mark, not by colour alone', () => {
    const svg = plotOf('pressure').get('svg')
    expect(svg.findAll('circle')).toHaveLength(5)
    expect(svg.findAll('rect')).toHaveLength(5)
  })

  it('draw a single value, and values that never change, inside the frame', () => {
    for (const values of [[120], [120, 120, 120]]) {
      const [series] = seriesOf(
        values.map((systolic, at) => ({
          day: `202${at}-06-01`,
          institution: null,
          values: { systolic },
        })),
      )
      if (!series) throw new Error('nothing measured')
      const dots = mount(MedicalPlot, { props: { series } }).findAll('circle')
      for (const dot of dots) {
        const y = Number(dot.attributes('cy'))
        expect(y).toBeGreaterThan(0)
        expect(y).toBeLessThan(132)
      }
    }
  })
})

describe('the timeline', () => {
  it('marks a drug that another institution prescribed too, and names it', () => {
    const text = mount(MedicalTimeline, { props: { records: twoInstitutions } }).text()
    expect(text).toContain('同じ成分が別の医療機関からも出ています')
    expect(text).toContain('くんれん総合病院のノルバスクOD錠5mg')
  })

  it('is in order of days, the latest first, and tells days by their headings', () => {
    const timeline = mount(MedicalTimeline, { props: { records: diabetes } })
    const days = timeline.findAll('h2').map((head) => head.text())
    expect(days[0]).toBe('2026年11月8日(日)')
    expect(timeline.text()).toContain('水晶体再建術')
  })

  it('shows nothing of a kind that was not looked up', () => {
    const records = { ...diabetes, surgery: null }
    expect(mount(MedicalTimeline, { props: { records } }).text()).not.toContain('手術')
  })
})
