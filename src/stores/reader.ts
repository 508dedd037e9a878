import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { CardImage } from '../../domain/card-image'
import type { ErrorCode } from '../../domain/errors'
import type { Result } from '../../domain/outcome'
import { useServices } from './services'

type ReaderWay = 'bluetooth' | 'bridge' | 'training'

/** The reader that is connected, or the training card that lies in its place. */
export const useReaderStore = defineStore('reader', () => {
  const { card, records } = useServices()
  const info = shallowRef(card.reader())
  const error = ref<ErrorCode | null>(null)
  /** Whose fault `error` is: the reader shown may still be the one before. */
  const asked = ref<ReaderWay | null>(null)
  const images = shallowRef<CardImage[]>([])

  card.onReader((reader) => {
    info.value = reader
  })

  const hasOwnKey = ref(false)

  async function lookForReaderKey(): Promise<void> {
    hasOwnKey.value = (await card.readerKeys.read()) !== null
  }

  /** The bytes are zeroed; the key is used from the next connection on. */
  async function saveReaderKey(key: Uint8Array<ArrayBuffer>): Promise<void> {
    await card.readerKeys.save(key)
    await lookForReaderKey()
  }

  async function forgetReaderKey(): Promise<void> {
    await card.readerKeys.forget()
    await lookForReaderKey()
  }

  async function attempt(way: ReaderWay, action: () => Promise<Result<null>>): Promise<void> {
    error.value = null
    asked.value = way
    const result = await action()
    if (!result.ok) error.value = result.code
  }

  const connectBluetooth = () => attempt('bluetooth', () => card.connectBluetooth())
  const connectBridge = () => attempt('bridge', () => card.connectBridge())

  /** In production the list is empty: training cards never leave the sandbox. */
  async function loadTrainingCards(): Promise<void> {
    images.value = await records.trainingCards()
  }

  async function useTrainingCard(personaId: string): Promise<void> {
    const image = images.value.find((candidate) => candidate.personaId === personaId)
    if (image) await attempt('training', () => card.useTrainingCard(image))
  }

  return {
    state: computed(() => info.value.state),
    kind: computed(() => info.value.kind),
    name: computed(() => info.value.name),
    battery: computed(() => info.value.battery),
    cardPresent: computed(() => info.value.cardPresent),
    trainingCard: computed(() => info.value.trainingCard),
    /** The training card that lies there, whole: what stands printed on it is for the trainee to read. */
    laidCard: computed(
      () => images.value.find(({ personaId }) => personaId === info.value.trainingCard) ?? null,
    ),
    trainingCards: computed(() =>
      images.value.map(({ personaId, label }) => ({ personaId, label })),
    ),
    bluetoothAvailable: computed(() => info.value.bluetoothAvailable),
    bridgeAvailable: computed(() => info.value.bridgeAvailable),
    error,
    bridgeError: computed(() => (asked.value === 'bridge' ? error.value : null)),
    otherError: computed(() => (asked.value === 'bridge' ? null : error.value)),
    hasOwnKey,
    lookForReaderKey,
    saveReaderKey,
    forgetReaderKey,
    loadTrainingCards,
    lookForBluetooth: () => card.lookForBluetooth(),
    connectBluetooth,
    connectBridge,
    pairBridge: (code: string) => attempt('bridge', () => card.pairBridge(code)),
    /** The reader that was there, whichever way it was reached. */
    reconnect: () => (info.value.kind === 'bridge' ? connectBridge() : connectBluetooth()),
    useTrainingCard,
    liftTrainingCard: () => card.liftTrainingCard(),
    disconnect: () => card.disconnect(),
  }
})
