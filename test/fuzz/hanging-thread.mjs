// Stands in for a parser that never comes back from its fourth input.
import { workerData } from 'node:worker_threads'

Atomics.store(workerData.steps, 0, 3)
for (;;);
