/** Gives processes a share of a processor each, by Linux's control groups: machines of their own on one machine. Needs root. */
import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const PERIOD_US = 20_000
const ROOT = '/sys/fs/cgroup'

export interface ProcessorShares {
  give(pid: number): void
  /** Once the processes have ended. */
  close(): void
}

/** @param percent of one processor, for each process */
export function openShares(percent: number): ProcessorShares {
  const quota = Math.round((PERIOD_US * percent) / 100)
  const isUnified = existsSync(join(ROOT, 'cgroup.controllers'))
  if (isUnified) writeFileSync(join(ROOT, 'cgroup.subtree_control'), '+cpu')
  const groups: string[] = []
  return {
    give(pid) {
      const group = join(ROOT, isUnified ? '' : 'cpu', `tazune-bench-${pid}`)
      mkdirSync(group)
      groups.push(group)
      if (isUnified) writeFileSync(join(group, 'cpu.max'), `${quota} ${PERIOD_US}`)
      else {
        writeFileSync(join(group, 'cpu.cfs_period_us'), String(PERIOD_US))
        writeFileSync(join(group, 'cpu.cfs_quota_us'), String(quota))
      }
      writeFileSync(join(group, 'cgroup.procs'), String(pid))
    },
    close() {
      for (const group of groups.splice(0)) rmdirSync(group)
    },
  }
}
