import { onMounted, onUnmounted } from 'vue'
import { useTagsStore } from '../../stores/tags'

/** As long as this screen is there: opened on this very device, an app would not see the card while we listen for tags. */
export function leaveCardToApp(): void {
  const tags = useTagsStore()
  onMounted(() => tags.stopScan())
  onUnmounted(() => void tags.resumeScan())
}
