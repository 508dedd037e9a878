import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { ERROR_CATALOGUE, isErrorCode, type ErrorCode } from '../../../domain/errors'
import AppIcon from '../../../src/ui/base/app-icon.vue'
import ErrorNotice from '../../../src/ui/base/error-notice.vue'
import { ICONS, type IconName } from '../../../src/ui/base/icons'
import NoticeBanner from '../../../src/ui/base/notice-banner.vue'
import StatusBadge from '../../../src/ui/base/status-badge.vue'
import { TONE_ICONS, type Tone } from '../../../src/ui/base/tone'

const codes = Object.keys(ERROR_CATALOGUE).filter(isErrorCode)
const tones = Object.keys(TONE_ICONS) as Tone[]

describe('an error notice', () => {
  it.each(codes)('says for %s what happened, the next step, and the code last', (code) => {
    const notice = mount(ErrorNotice, { props: { code } })
    const text = notice.text()
    const { message, next } = ERROR_CATALOGUE[code]
    expect(text).toContain(message)
    expect(text).toContain(next)
    expect(text.endsWith(code)).toBe(true)
  })

  it('is announced when it appears', () => {
    const notice = mount(ErrorNotice, { props: { code: 'TZ-C01' } })
    expect(notice.get('[role="alert"]').text()).toContain('暗証番号が違います')
  })

  it.each<[ErrorCode, string]>([
    ['TZ-D01', 'tone-neutral'],
    ['TZ-D02', 'tone-neutral'],
    ['TZ-G21', 'tone-neutral'],
    ['TZ-D03', 'tone-attention'],
    ['TZ-D05', 'tone-attention'],
    ['TZ-G03', 'tone-attention'],
  ])('is amber only where something is needed: %s is %s', (code, tone) => {
    expect(mount(ErrorNotice, { props: { code } }).get('.notice').classes()).toContain(tone)
  })
})

describe('a notice', () => {
  it.each(tones)('tells tone %s by an icon as well as by colour', (tone) => {
    const notice = mount(NoticeBanner, { props: { tone, title: 'お知らせ' } })
    const icon = notice.getComponent(AppIcon)
    expect(icon.props('name')).toBe(TONE_ICONS[tone])
  })

  it('is silent unless it is said to be live', () => {
    const quiet = mount(NoticeBanner, { props: { tone: 'info', title: 'お知らせ' } })
    expect(quiet.attributes('role')).toBeUndefined()
    const live = mount(NoticeBanner, { props: { tone: 'info', title: 'お知らせ', live: 'status' } })
    expect(live.attributes('role')).toBe('status')
  })
})

describe('a badge', () => {
  it('shows words, and an icon that a screen reader passes over', () => {
    const badge = mount(StatusBadge, {
      props: { tone: 'attention', icon: 'clock' },
      slots: { default: '証明書 5/31まで' },
    })
    expect(badge.text()).toBe('証明書 5/31まで')
    expect(badge.get('svg').attributes('aria-hidden')).toBe('true')
  })
})

describe('an icon', () => {
  it.each(Object.keys(ICONS) as IconName[])('%s is drawn', (name) => {
    const icon = mount(AppIcon, { props: { name } })
    const paths = icon.findAll('path').map((path) => path.attributes('d'))
    expect(paths).toEqual([...ICONS[name]])
    for (const path of paths) expect(path).toMatch(/^[Mm][\d\s.,a-zA-Z-]+$/)
  })

  it('speaks when it has a label', () => {
    const icon = mount(AppIcon, { props: { name: 'lock', label: '施錠中' } })
    expect(icon.attributes('role')).toBe('img')
    expect(icon.attributes('aria-label')).toBe('施錠中')
    expect(icon.attributes('aria-hidden')).toBeUndefined()
  })
})
