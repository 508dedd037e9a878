import { effectScope, type EffectScope } from 'vue'
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

function readAloudWith(voices: Voice[]): ReadAloud {
  synthesis.voices = voices
  const speech = {
    synthesis,
    createUtterance: (text: string) => new FakeUtterance(text),
  } as unknown as Speech
  const aloud = scope.run(() => useReadAloud(speech))
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
