/** Listeners by event. They run after the current step, so none can break or re-enter the driver. */
export interface Emitter<Events> {
  on<K extends keyof Events>(event: K, listener: (value: Events[K]) => void): () => void
  emit<K extends keyof Events>(event: K, value: Events[K]): void
}

export function createEmitter<Events>(): Emitter<Events> {
  const listeners: { [K in keyof Events]?: Set<(value: Events[K]) => void> } = {}
  return {
    on(event, listener) {
      const set = (listeners[event] ??= new Set())
      set.add(listener)
      return () => {
        set.delete(listener)
      }
    },
    emit(event, value) {
      for (const listener of listeners[event] ?? []) {
        queueMicrotask(() => {
          if (listeners[event]?.has(listener)) listener(value)
        })
      }
    },
  }
}
