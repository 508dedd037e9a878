/** Files of folders that may lie on another machine. */
import type { Stats } from 'node:fs'

/** As in `node:fs/promises`; tests put faults into it. */
export interface FolderFiles {
  access(path: string, mode?: number): Promise<void>
  mkdir(path: string, how: { recursive: true; mode: number }): Promise<unknown>
  open(path: string, flags: string, mode?: number): Promise<OpenFile>
  readdir(path: string): Promise<string[]>
  rename(from: string, to: string): Promise<void>
  stat(path: string): Promise<FileStats>
  unlink(path: string): Promise<void>
}

export interface OpenFile {
  stat(): Promise<FileStats>
  sync(): Promise<void>
  readFile(): Promise<Uint8Array>
  writeFile(bytes: Uint8Array): Promise<void>
  chmod(mode: number): Promise<void>
  close(): Promise<void>
}

type FileStats = Pick<Stats, 'dev' | 'ino' | 'size' | 'mtimeMs' | 'isFile'>
