import { effectScope, nextTick, ref, type EffectScope, type MaybeRefOrGetter } from 'vue'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { useReadAloud, type ReadAloud, type Speech } from '../../../src/ui/patient/read-aloud'

type Voice = Pick<SpeechSynthesisVoice, 'lang' | 'localService' | 'name'>

class FakeUtterance extends EventTarget {
  lang = ''
  rate = 1
  voice: Voice | null = null
  constructor(readonly text: string) {
    super()
  }
}

class FakeSynthesis extends EventTarget {
  voices: Voice[] = []
  readonly spoken: FakeUtterance[] = []
  cancelled = 0
  getVoices = (): Voice[] => this.voices
  speak = (utterance: FakeUtterance): void => {
    this.spoken.push(utterance)
  }
  cancel = (): void => {
    this.cancelled += 1
  }
}

const DEVICE: Voice = { lang: 'ja-JP', localService: true, name: 'device' }
const REMOTE: Voice = { lang: 'ja-JP', localService: false, name: 'remote' }
const ENGLISH: Voice = { lang: 'en-US', localService: true, name: 'english' }

let synthesis: FakeSynthesis
let scope: EffectScope

function readAloudWith(voices: Voice[], tag?: MaybeRefOrGetter<string>): ReadAloud {
  synthesis.voices = voices
  const speech = {
    synthesis,
    createUtterance: (text: string) => new FakeUtterance(text),
  } as unknown as Speech
  const aloud = scope.run(() => useReadAloud(speech, tag))
  if (!aloud) throw new Error('the scope is closed')
  return aloud
}

beforeEach(() => {
  synthesis = new FakeSynthesis()
  scope = effectScope()
})

afterEach(() => scope.stop())

describe('reading aloud', () => {
  it('is not offered without a Japanese voice', () => {
    const aloud = readAloudWith([ENGLISH])
    expect(aloud.isSupported.value).toBe(false)
    aloud.speak('読む')
    expect(synthesis.spoken).toHaveLength(0)
  })

  it('is offered as soon as the device reports one', () => {
    const aloud = readAloudWith([])
    synthesis.voices = [DEVICE]
    synthesis.dispatchEvent(new Event('voiceschanged'))
    expect(aloud.isSupported.value).toBe(true)
  })

  it('is not offered where there is no speech at all', () => {
    const aloud = scope.run(() => useReadAloud(null))
    expect(aloud?.isSupported.value).toBe(false)
  })

  it('prefers a voice of the device, which sends the text nowhere', () => {
    readAloudWith([REMOTE, ENGLISH, DEVICE]).speak('読む')
    expect(synthesis.spoken[0]?.voice).toEqual(DEVICE)
    expect(synthesis.spoken[0]?.lang).toBe('ja-JP')
    expect(synthesis.spoken[0]?.rate).toBeLessThan(1)
  })

  it('speaks until the end, an error or a stop', () => {
    const aloud = readAloudWith([DEVICE])
    for (const end of ['end', 'error']) {
      aloud.speak('読む')
      expect(aloud.speaking.value).toBe(true)
      synthesis.spoken.at(-1)?.dispatchEvent(new Event(end))
      expect(aloud.speaking.value).toBe(false)
    }
    aloud.speak('読む')
    aloud.stop()
    expect(aloud.speaking.value).toBe(false)
  })

  it('goes on when the late end of an earlier text arrives', () => {
    const aloud = readAloudWith([DEVICE])
    aloud.speak('はじめ')
    aloud.speak('つぎ')
    synthesis.spoken[0]?.dispatchEvent(new Event('end'))
    expect(aloud.speaking.value).toBe(true)
  })

  it('falls silent when the screen is left', () => {
    const aloud = readAloudWith([DEVICE])
    aloud.speak('読む')
    const before = synthesis.cancelled
    scope.stop()
    expect(synthesis.cancelled).toBe(before + 1)
  })
})

describe('reading aloud in another language', () => {
  const voice = (lang: string, localService = true): Voice => ({ lang, localService, name: lang })

  it.each([
    ['vi', 'vi_VN'],
    ['pt-BR', 'pt-PT'],
    ['zh-CN', 'zh-TW'],
    ['ko', 'ko-KR'],
  ])('in %s takes a voice that is called %s', (tag, lang) => {
    const aloud = readAloudWith([DEVICE, voice(lang)], tag)
    aloud.speak('…')
    expect(synthesis.spoken[0]?.voice?.lang).toBe(lang)
    expect(synthesis.spoken[0]?.lang).toBe(lang.replace('_', '-'))
  })

  it('prefers the voice of that country, and before it one of the device', () => {
    const here = voice('pt-PT')
    const there = voice('pt-BR', false)
    readAloudWith([there, here], 'pt-BR').speak('…')
    expect(synthesis.spoken[0]?.voice).toBe(here)
    synthesis.spoken.length = 0
    const own = voice('pt-BR')
    readAloudWith([here, own], 'pt-BR').speak('…')
    expect(synthesis.spoken[0]?.voice).toBe(own)
  })

  it.each(['zh-HK', 'zh_HK', 'yue-HK'])('takes no Cantonese voice for Mandarin: %s', (lang) => {
    expect(readAloudWith([voice(lang)], 'zh-CN').isSupported.value).toBe(false)
  })

  it('is offered as the language changes to one that has a voice, and stops speaking the other', async () => {
    const tag = ref('ja')
    const aloud = readAloudWith([DEVICE], tag)
    aloud.speak('読む')
    tag.value = 'vi'
    await nextTick()
    expect(aloud.speaking.value).toBe(false)
    expect(aloud.isSupported.value).toBe(false)
    tag.value = 'ja'
    await nextTick()
    expect(aloud.isSupported.value).toBe(true)
  })

  it('leaves out the reading that stands beside a hard word', () => {
    const aloud = readAloudWith([DEVICE], 'ja')
    aloud.speak('暗証番号（あんしょうばんごう）を おしてください')
    expect(synthesis.spoken[0]?.text).toBe('暗証番号を おしてください')
  })
})
