/** What is read when a member of staff has unlocked the device, and forgotten when it is locked. */
import { useCaptureStore } from '../stores/capture'
import { useChecksStore } from '../stores/checks'
import { useConsentsStore } from '../stores/consents'
import { useDeviceStore } from '../stores/device'
import { useLineStore } from '../stores/line'
import { useReaderStore } from '../stores/reader'
import { useServices } from '../stores/services'
import { useTagsStore } from '../stores/tags'
import { useVisitsStore } from '../stores/visits'

/** First what stands on the device, so that the list is there at once; then what the gateway has. */
export async function openSession(): Promise<void> {
  const visits = useVisitsStore()
  await Promise.all([
    visits.load(),
    useChecksStore().reload(),
    useLineStore().refresh(),
    useReaderStore().loadTrainingCards(),
    useTagsStore().load(),
  ])
  // No screen that is there first shows anything of them.
  await Promise.all([useCaptureStore().loadDrafts(), useConsentsStore().watch()])
  useServices().sync.fetchAhead()
  await useTagsStore().resumeScan()
  // First, so that the list that comes already knows them.
  await useTagsStore().register()
  await visits.refresh()
  await useTagsStore().load()
  await useConsentsStore().refresh()
  // With the list came today's training cards.
  await Promise.all([useReaderStore().loadTrainingCards(), useDeviceStore().refreshDevice()])
  // A device locks itself every day, so this is done every day (R55); no screen that is there first shows it.
  const { useKeptDeclarationsStore } = await import('../stores/kept-declarations')
  await useKeptDeclarationsStore().sweep()
}

export async function closeSession(): Promise<void> {
  useVisitsStore().clear()
  useChecksStore().clear()
  useTagsStore().clear()
  useConsentsStore().clear()
  await useCaptureStore().cancel()
}
