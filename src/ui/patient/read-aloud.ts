import { onScopeDispose, readonly, ref, type Ref } from 'vue'

/** The part of the Web Speech API that reads aloud. */
export interface Speech {
  synthesis: SpeechSynthesis
  createUtterance: (text: string) => SpeechSynthesisUtterance
}

export interface ReadAloud {
  /** A Japanese voice is there; devices report their voices late, so this may turn true later. */
  readonly isSupported: Readonly<Ref<boolean>>
  readonly speaking: Readonly<Ref<boolean>>
  speak(text: string): void
  stop(): void
}

/** Slower than the default of 1: older listeners follow it better. */
const RATE = 0.9

/**
 * Reads a patient's screen aloud (読み上げ). A voice of the device is preferred: others send the text to
 * their maker, and need a line.
 */
export function useReadAloud(speech: Speech | null = speechOfWindow()): ReadAloud {
  const isSupported = ref(false)
  const speaking = ref(false)
  let current: SpeechSynthesisUtterance | null = null

  function japaneseVoice(): SpeechSynthesisVoice | null {
    const voices = speech?.synthesis.getVoices() ?? []
    const japanese = voices.filter((voice) => /^ja\b/i.test(voice.lang))
    return japanese.find((voice) => voice.localService) ?? japanese[0] ?? null
  }

  function lookForVoice(): void {
    isSupported.value = japaneseVoice() !== null
  }

  function stop(): void {
    current = null
    speaking.value = false
    speech?.synthesis.cancel()
  }

  function speak(text: string): void {
    const voice = japaneseVoice()
    if (!speech || !voice) return
    stop()
    const utterance = speech.createUtterance(text)
    utterance.lang = 'ja-JP'
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
