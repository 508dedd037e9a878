import { onScopeDispose, readonly, ref, toValue, watch, type MaybeRefOrGetter, type Ref } from 'vue'

/** The part of the Web Speech API that reads aloud. */
export interface Speech {
  synthesis: SpeechSynthesis
  createUtterance: (text: string) => SpeechSynthesisUtterance
}

export interface ReadAloud {
  /** A voice of the language is there; devices report their voices late, so this may turn true later. */
  readonly isSupported: Readonly<Ref<boolean>>
  readonly speaking: Readonly<Ref<boolean>>
  speak(text: string): void
  stop(): void
}

/** Slower than the default of 1: older listeners follow it better. */
const RATE = 0.9

/** Of one language, but understood by other listeners. */
const OTHER_SPEECH = /^zh-(?:HK|MO)|^yue\b/i

/** 暗証番号（あんしょうばんごう）: the reading is for the eye; the voice has said the word already. */
const READING = /（[ぁ-ゖァ-ヺー・ ]+）/g

/** Android says `ja_JP` where others say `ja-JP`. */
function tagOf(voice: SpeechSynthesisVoice): string {
  return voice.lang.replaceAll('_', '-')
}

function isOfLanguage(voice: SpeechSynthesisVoice, tag: string): boolean {
  const [primary] = tag.split('-')
  return tagOf(voice).split('-')[0]?.toLowerCase() === primary && !OTHER_SPEECH.test(tagOf(voice))
}

/**
 * Reads a patient's screen aloud (読み上げ) in the language of `tag` (BCP 47). A voice of the device is preferred:
 * others send the text to their maker, and need a line.
 */
export function useReadAloud(
  speech: Speech | null = speechOfWindow(),
  tag: MaybeRefOrGetter<string> = 'ja',
): ReadAloud {
  const isSupported = ref(false)
  const speaking = ref(false)
  let current: SpeechSynthesisUtterance | null = null

  function voiceOfLanguage(): SpeechSynthesisVoice | null {
    const wanted = toValue(tag)
    const voices = (speech?.synthesis.getVoices() ?? []).filter((voice) =>
      isOfLanguage(voice, wanted),
    )
    const rank = (voice: SpeechSynthesisVoice): number =>
      (voice.localService ? 2 : 0) + (tagOf(voice) === wanted ? 1 : 0)
    return voices.sort((a, b) => rank(b) - rank(a))[0] ?? null
  }

  function lookForVoice(): void {
    isSupported.value = voiceOfLanguage() !== null
  }

  function stop(): void {
    current = null
    speaking.value = false
    speech?.synthesis.cancel()
  }

  function speak(text: string): void {
    const voice = voiceOfLanguage()
    if (!speech || !voice) return
    stop()
    const utterance = speech.createUtterance(text.replace(READING, ''))
    utterance.lang = tagOf(voice)
    utterance.voice = voice
    utterance.rate = RATE
    // A cancelled utterance ends late; it must not end the one that followed it.
    const finish = () => {
      if (current === utterance) stop()
    }
    utterance.addEventListener('end', finish)
    utterance.addEventListener('error', finish)
    current = utterance
    speaking.value = true
    speech.synthesis.speak(utterance)
  }

  if (speech) {
    lookForVoice()
    speech.synthesis.addEventListener('voiceschanged', lookForVoice)
    watch(
      () => toValue(tag),
      () => {
        if (speaking.value) stop()
        lookForVoice()
      },
    )
  }
  onScopeDispose(() => {
    speech?.synthesis.removeEventListener('voiceschanged', lookForVoice)
    if (speaking.value) stop()
  })

  return { isSupported: readonly(isSupported), speaking: readonly(speaking), speak, stop }
}

function speechOfWindow(): Speech | null {
  if (!('speechSynthesis' in window) || !('SpeechSynthesisUtterance' in window)) return null
  return {
    synthesis: window.speechSynthesis,
    createUtterance: (text) => new SpeechSynthesisUtterance(text),
  }
}
