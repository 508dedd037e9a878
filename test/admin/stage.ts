/** A page of the administrator's before a gateway of a test's own: replies by method and path, and what was asked. */
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { vi } from 'vitest'
import type { Component } from 'vue'
import {
  ADMIN_API,
  type DeviceFacts,
  type Me,
  type PersonFacts,
  type Role,
} from '../../api/admin/wire'
import type { GatewayErrorCode } from '../../domain/errors'
import { renewMe } from '../../src/admin/session'

export type Replies = Record<string, unknown>

export interface Asked {
  what: string
  body: unknown
}

export interface Stage {
  page: VueWrapper
  asked: Asked[]
  /** What the gateway says from now on. */
  replies: Replies
}

/** In place of a value: the gateway refuses. */
export function refusal(
  status: number,
  code: GatewayErrorCode,
  headers: Record<string, string> = {},
): Response {
  const problem = { type: 'about:blank', status, code, title: '断る' }
  return new Response(JSON.stringify(problem), { status, headers })
}

/** Mounts a page for somebody of that role; without a reply a request finds nobody. */
export async function showPage(
  page: Component,
  replies: Replies,
  role: Role = 'administrator',
): Promise<Stage> {
  const asked: Asked[] = []
  const all: Replies = { 'GET /me': meOf(role), ...replies }
  vi.stubGlobal('fetch', (input: string, init: RequestInit) => {
    const path = input.slice(ADMIN_API.length)
    const what = `${init.method ?? 'GET'} ${path.replace(/\?.*/, '')}`
    asked.push({ what, body: typeof init.body === 'string' ? JSON.parse(init.body) : undefined })
    const reply = all[what]
    if (reply instanceof Response) return Promise.resolve(reply.clone())
    if (reply === undefined) return Promise.reject(new TypeError('no line'))
    return Promise.resolve(new Response(typeof reply === 'string' ? reply : JSON.stringify(reply)))
  })
  await renewMe()
  const mounted = mount(page, { attachTo: document.body })
  await flushPromises()
  asked.length = 0
  return { page: mounted, asked, replies: all }
}

/** The button of that name, in the page or in a part of it. */
export function findButton(page: Pick<VueWrapper, 'findAll'>, name: string) {
  const found = page.findAll('button').find((button) => button.text() === name)
  if (!found) throw new Error(`no button ${name}`)
  return found
}

/** Presses it and lets what follows happen. */
export async function press(page: Pick<VueWrapper, 'findAll'>, name: string): Promise<void> {
  await findButton(page, name).trigger('click')
  await flushPromises()
}

export const DONE = { done: true }

export function meOf(role: Role): Me {
  return {
    person: { id: 'person-1', name: '管理　花子', role, signIn: 'ABCD-2345' },
    facility: { id: 'facility-1', name: '訓練訪問看護ステーション' },
    mode: 'training',
    hasPasscode: true,
    passkeys: [],
  }
}

export function personOf(change: Partial<PersonFacts> = {}): PersonFacts {
  return {
    id: 'person-2',
    name: '看護　三郎',
    role: 'staff',
    signIn: 'WXYZ-6789',
    hasPasscode: false,
    passkeys: 0,
    createdAt: Date.UTC(2026, 4, 1),
    endedAt: null,
    ...change,
  }
}

export function deviceOf(change: Partial<DeviceFacts> = {}): DeviceFacts {
  return {
    id: 'device-1',
    name: 'タブレット1',
    state: 'active',
    activatedAt: Date.UTC(2026, 4, 1),
    revokedAt: null,
    eraseOrderedAt: null,
    seenAt: Date.UTC(2026, 4, 20, 1),
    unsent: 0,
    appVersion: '0.1.0',
    ...change,
  }
}
