// The thread's way into TypeScript: Node 20 gives a thread no loader of its parent's.
import { register } from 'tsx/esm/api'

register()
await import('./thread.ts')
