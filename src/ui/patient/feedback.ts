/** What the platform offers to be felt and heard; every part may be absent. */
export interface FeedbackPlatform {
  vibrate: ((pattern: number[]) => boolean) | null
  createAudio: (() => AudioContext) | null
  prefersReducedMotion: () => boolean
}

export interface Feedback {
  /** The card is no longer needed. */
  done(): void
  /** The card left too early, or its answer was a refusal. */
  lost(): void
  close(): void
}

interface Tone {
  hertz: number
  atSeconds: number
}

const TONE_SECONDS = 0.14
const DONE: Tone[] = [
  { hertz: 880, atSeconds: 0 },
  { hertz: 1175, atSeconds: 0.16 },
]
const LOST: Tone[] = [
  { hertz: 330, atSeconds: 0 },
  { hertz: 330, atSeconds: 0.24 },
]

/**
 * Short signals beside the words on the screen, never instead of them. Vibration is motion, so it follows
 * `prefers-reduced-motion`. A device that forbids sound stays silent: the words still stand.
 */
export function createFeedback(platform: FeedbackPlatform = platformOfWindow()): Feedback {
  let audio: AudioContext | null = null

  function play(tones: Tone[]): void {
    audio ??= platform.createAudio?.() ?? null
    if (!audio) return
    const context = audio
    if (context.state === 'running') {
      schedule(context, tones)
      return
    }
    context.resume().then(
      () => schedule(context, tones),
      () => {
        audio = null
      },
    )
  }

  function vibrate(pattern: number[]): void {
    if (!platform.prefersReducedMotion()) platform.vibrate?.(pattern)
  }

  return {
    done() {
      vibrate([120])
      play(DONE)
    },
    lost() {
      vibrate([80, 80, 80])
      play(LOST)
    },
    close() {
      const closing = audio
      audio = null
      if (closing && closing.state !== 'closed') void closing.close()
    },
  }
}

function schedule(context: AudioContext, tones: Tone[]): void {
  for (const { hertz, atSeconds } of tones) {
    const start = context.currentTime + atSeconds
    const oscillator = context.createOscillator()
    const gain = context.createGain()
    oscillator.frequency.value = hertz
    // A ramp at both ends: a tone cut off hard clicks in a hearing aid.
    gain.gain.setValueAtTime(0.0001, start)
    gain.gain.exponentialRampToValueAtTime(0.2, start + 0.02)
    gain.gain.exponentialRampToValueAtTime(0.0001, start + TONE_SECONDS)
    oscillator.connect(gain).connect(context.destination)
    oscillator.start(start)
    oscillator.stop(start + TONE_SECONDS)
  }
}

function platformOfWindow(): FeedbackPlatform {
  return {
    vibrate: 'vibrate' in navigator ? (pattern) => navigator.vibrate(pattern) : null,
    createAudio: 'AudioContext' in window ? () => new AudioContext() : null,
    prefersReducedMotion: () => window.matchMedia('(prefers-reduced-motion: reduce)').matches,
  }
}
