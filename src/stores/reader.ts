import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { CardImage } from '../../domain/card-image'
import type { ErrorCode } from '../../domain/errors'
import type { Result } from '../../domain/outcome'
import { useServices } from './services'

/** The reader that is connected, or the training card that lies in its place. */
export const useReaderStore = defineStore('reader', () => {
  const { card, records } = useServices()
  const info = shallowRef(card.reader())
  const error = ref<ErrorCode | null>(null)
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

  async function attempt(action: () => Promise<Result<null>>): Promise<void> {
    error.value = null
    const result = await action()
    if (!result.ok) error.value = result.code
  }

  /** In production the list is empty: training cards never leave the sandbox. */
  async function loadTrainingCards(): Promise<void> {
    images.value = await records.trainingCards()
  }

  async function useTrainingCard(personaId: string): Promise<void> {
    const image = images.value.find((candidate) => candidate.personaId === personaId)
    if (image) await attempt(() => card.useTrainingCard(image))
  }

  return {
    state: computed(() => info.value.state),
    kind: computed(() => info.value.kind),
    name: computed(() => info.value.name),
    battery: computed(() => info.value.battery),
    cardPresent: computed(() => info.value.cardPresent),
    trainingCard: computed(() => info.value.trainingCard),
    trainingCards: computed(() =>
      images.value.map(({ personaId, label }) => ({ personaId, label })),
    ),
    bluetoothAvailable: computed(() => info.value.bluetoothAvailable),
    bridgeAvailable: computed(() => info.value.bridgeAvailable),
    error,
    hasOwnKey,
    lookForReaderKey,
    saveReaderKey,
    forgetReaderKey,
    loadTrainingCards,
    lookForBluetooth: () => card.lookForBluetooth(),
    connectBluetooth: () => attempt(() => card.connectBluetooth()),
    connectBridge: () => attempt(() => card.connectBridge()),
    pairBridge: (code: string) => attempt(() => card.pairBridge(code)),
    /** The reader that was there, whichever way it was reached. */
    reconnect: () =>
      attempt(() =>
        info.value.kind === 'bridge' ? card.connectBridge() : card.connectBluetooth(),
      ),
    useTrainingCard,
    liftTrainingCard: () => card.liftTrainingCard(),
    disconnect: () => card.disconnect(),
  }
})
