import { describe, expect, it, vi } from 'vitest'
import { createFeedback, type FeedbackPlatform } from '../../../src/ui/patient/feedback'

class FakeAudio {
  state: AudioContextState = 'running'
  currentTime = 10
  destination = {}
  readonly tones: { hertz: number; start: number; stop: number }[] = []
  resume = vi.fn(() => {
    this.state = 'running'
    return Promise.resolve()
  })
  close = vi.fn(() => {
    this.state = 'closed'
    return Promise.resolve()
  })

  createGain(): unknown {
    return {
      gain: { setValueAtTime: vi.fn(), exponentialRampToValueAtTime: vi.fn() },
      connect: (next: unknown) => next,
    }
  }

  createOscillator(): unknown {
    const tone = { hertz: 0, start: 0, stop: 0 }
    this.tones.push(tone)
    return {
      frequency: {
        set value(hertz: number) {
          tone.hertz = hertz
        },
      },
      connect: (next: unknown) => next,
      start: (at: number) => (tone.start = at),
      stop: (at: number) => (tone.stop = at),
    }
  }
}

function playedOn(change: Partial<FeedbackPlatform> = {}): {
  audio: FakeAudio
  vibrate: ReturnType<typeof vi.fn<(pattern: number[]) => boolean>>
  platform: FeedbackPlatform
} {
  const audio = new FakeAudio()
  const vibrate = vi.fn<(pattern: number[]) => boolean>(() => true)
  const platform: FeedbackPlatform = {
    vibrate,
    createAudio: () => audio as unknown as AudioContext,
    prefersReducedMotion: () => false,
    ...change,
  }
  return { audio, vibrate, platform }
}

describe('signals beside the words', () => {
  it('rise for done and stay low for lost', () => {
    const { audio, platform } = playedOn()
    const feedback = createFeedback(platform)
    feedback.done()
    const [first, second] = audio.tones
    expect(second?.hertz).toBeGreaterThan(first?.hertz ?? Infinity)
    audio.tones.length = 0
    feedback.lost()
    expect(audio.tones.every(({ hertz }) => hertz < (first?.hertz ?? 0))).toBe(true)
  })

  it('are short and never overlap', () => {
    const { audio, platform } = playedOn()
    createFeedback(platform).done()
    const [first, second] = audio.tones
    expect(second?.start).toBeGreaterThanOrEqual(first?.stop ?? Infinity)
    expect((second?.stop ?? Infinity) - (first?.start ?? 0)).toBeLessThan(1)
  })

  it('feel different: one long pulse for done, several for lost', () => {
    const { vibrate, platform } = playedOn()
    const feedback = createFeedback(platform)
    feedback.done()
    feedback.lost()
    expect(vibrate.mock.calls.map(([pattern]) => pattern.length)).toEqual([1, 3])
  })

  it('do not vibrate for who asked for less motion, and still sound', () => {
    const { audio, vibrate, platform } = playedOn({ prefersReducedMotion: () => true })
    createFeedback(platform).done()
    expect(vibrate).not.toHaveBeenCalled()
    expect(audio.tones).toHaveLength(2)
  })

  it('wake a sleeping audio context before they sound', async () => {
    const { audio, platform } = playedOn()
    audio.state = 'suspended'
    createFeedback(platform).done()
    expect(audio.tones).toHaveLength(0)
    await vi.waitFor(() => expect(audio.tones).toHaveLength(2))
  })

  it('stay silent where sound is forbidden, and try a new context next time', async () => {
    const first = new FakeAudio()
    first.state = 'suspended'
    first.resume = vi.fn(() => Promise.reject(new Error('not allowed')))
    const second = new FakeAudio()
    const contexts = [first, second]
    const createAudio = vi.fn(() => contexts.shift() as unknown as AudioContext)
    const { platform } = playedOn({ createAudio })
    const feedback = createFeedback(platform)
    feedback.done()
    await vi.waitFor(() => expect(first.resume).toHaveBeenCalled())
    await Promise.resolve()
    feedback.done()
    expect(first.tones).toHaveLength(0)
    expect(second.tones).toHaveLength(2)
  })

  it('do nothing on a device that can neither sound nor vibrate', () => {
    const { platform } = playedOn({ vibrate: null, createAudio: null })
    const feedback = createFeedback(platform)
    expect(() => {
      feedback.done()
      feedback.lost()
      feedback.close()
    }).not.toThrow()
  })

  it('give the audio context back when the page is left', () => {
    const { audio, platform } = playedOn()
    const feedback = createFeedback(platform)
    feedback.done()
    feedback.close()
    feedback.close()
    expect(audio.close).toHaveBeenCalledTimes(1)
  })
})
