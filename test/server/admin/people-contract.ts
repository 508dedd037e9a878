import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Role } from '../../../api/admin/wire'
import type { Act } from '../../../api/admin/acts'
import type { Passkey } from '../../../server/store/people-store'
import type { AuditNote, Store } from '../../../server/store/store'
import { acceptedOf, deviceOf } from '../store/contract'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const noteAt = (at: number, act: Act = 'personInvited'): AuditNote => ({
  at,
  who: { kind: 'commandLine' },
  act,
})
const opening = (sessionHash: string, at: number) => ({ sessionHash, note: noteAt(at, 'signedIn') })
const passkeyOf = (id: string, personId: string): Omit<Passkey, 'usedAt'> => ({
  id,
  facilityId: 'f1',
  personId,
  publicKey: 'key',
  counter: 0,
  transports: ['internal'],
  createdAt: 1,
})

export function describePeople(name: string, open: () => Store | Promise<Store>): void {
  describe(`the people of a facility (${name})`, () => {
    let store: Store
    beforeEach(async () => {
      store = await open()
      await store.facilities.put({
        id: 'f1',
        name: '施設',
        staff: [{ id: 's1', name: '看護　花子' }],
      })
      await store.facilities.put({
        id: 'f2',
        name: '別の',
        staff: [{ id: 's1', name: '別　花子' }],
      })
    })
    afterEach(() => store.close())

    async function invite(id: string, role: Role = 'administrator', facilityId = 'f1') {
      const person = { id, facilityId, name: `人 ${id}`, role, signIn: `S-${id}` }
      await store.people.invite(person, { hash: `hash ${id}`, expiresAt: 100 }, noteAt(1))
    }

    async function join(id: string, role: Role = 'administrator', facilityId = 'f1') {
      await invite(id, role, facilityId)
      const way = { passcode: `phc ${id}` }
      expect(await store.people.takeUp(`hash ${id}`, way, opening(`session ${id}`, 2))).toBe(true)
    }

    it('are once those whom the file named, and then whoever was made one', async () => {
      expect(await store.people.list('f1')).toMatchObject([
        { id: 's1', name: '看護　花子', role: 'staff', hasPasscode: false, endedAt: null },
      ])
      await join('p1', 'staff')
      await join('p2', 'readOnly')
      await store.facilities.put({ id: 'f1', name: '施設', staff: [{ id: 's9', name: '後から' }] })
      const named = [
        { id: 's1', name: '看護　花子' },
        { id: 'p1', name: '人 p1' },
      ]
      const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)
      const wire = (await store.facilities.get('f1'))?.staff ?? []
      expect(wire.toSorted(byId)).toEqual(named.toSorted(byId))
      expect((await store.people.staff('f1')).toSorted(byId)).toEqual(named.toSorted(byId))
    })

    it('are no longer offered to tablets when they have ended', async () => {
      expect(await store.people.end('f1', 's1', noteAt(5))).toBe('done')
      expect((await store.facilities.get('f1'))?.staff).toEqual([])
    })

    it('are of one facility alone', async () => {
      await join('p1')
      expect(await store.people.get('f2', 'p1')).toBeUndefined()
      expect(await store.people.change('f2', 'p1', { role: 'staff' }, noteAt(3))).toBe('notThere')
      expect(await store.people.end('f2', 'p1', noteAt(3))).toBe('notThere')
      expect(await store.people.passkeys('f2', 'p1')).toEqual([])
      expect((await store.people.list('f2')).map(({ id }) => id)).toEqual(['s1'])
    })

    it('take an invitation up once, before its end', async () => {
      await invite('p1')
      expect((await store.people.invited('hash p1', 99))?.id).toBe('p1')
      expect(await store.people.invited('hash p1', 100)).toBeUndefined()
      const way = { passcode: 'phc' }
      expect(await store.people.takeUp('hash p1', way, opening('a', 100))).toBe(false)
      const both = await Promise.all([
        store.people.takeUp('hash p1', way, opening('b', 50)),
        store.people.takeUp('hash p1', way, opening('c', 50)),
      ])
      expect(both.toSorted()).toEqual([false, true])
      expect(await store.people.invited('hash p1', 50)).toBeUndefined()
      const sessions = await Promise.all(['a', 'b', 'c'].map((s) => store.people.session(s, 60)))
      expect(sessions.filter((session) => session?.personId === 'p1')).toHaveLength(1)
    })

    it('take nothing up by a passkey that is another’s, and lose nothing by trying', async () => {
      await invite('p1')
      await expect(
        store.people.takeUp('hash p1', { passkey: passkeyOf('k', 's1') }, opening('a', 2)),
      ).rejects.toThrow()
      expect((await store.people.invited('hash p1', 2))?.id).toBe('p1')
    })

    it('are invited again, and the link before ends', async () => {
      await invite('p1')
      const again = { hash: 'again', expiresAt: 200 }
      expect(await store.people.inviteAgain('f1', 'p1', again, noteAt(2))).toBe(true)
      expect(await store.people.invited('hash p1', 3)).toBeUndefined()
      expect((await store.people.invited('again', 3))?.id).toBe('p1')
      expect(await store.people.inviteAgain('f2', 'p1', again, noteAt(2))).toBe(false)
    })

    describe('a session', () => {
      it('ends after half an hour without use and after twelve hours in any case', async () => {
        await join('p1')
        const at = (ms: number) => store.people.session('session p1', 2 + ms)
        expect(await at(0)).toMatchObject({
          personId: 'p1',
          facilityId: 'f1',
          role: 'administrator',
        })
        expect(await at(29 * MINUTE)).toBeDefined()
        expect(await at(58 * MINUTE)).toBeDefined()
        expect(await at(88 * MINUTE)).toBeUndefined()
        for (let ms = 60 * MINUTE; ms < 12 * HOUR; ms += 20 * MINUTE) await at(ms)
        expect(await at(12 * HOUR - 1)).toBeDefined()
        expect(await at(12 * HOUR)).toBeUndefined()
        expect(await store.people.session('another', 3)).toBeUndefined()
      })

      it('has the role of now, and ends with its person', async () => {
        await join('p1')
        await join('p2')
        await store.people.change('f1', 'p2', { role: 'readOnly' }, noteAt(3))
        expect((await store.people.session('session p2', 4))?.role).toBe('readOnly')
        expect(await store.people.end('f1', 'p2', noteAt(5))).toBe('done')
        expect(await store.people.session('session p2', 6)).toBeUndefined()
        expect(await store.people.end('f1', 'p2', noteAt(7))).toBe('notThere')
      })

      it('ends by signing out', async () => {
        await join('p1')
        await store.people.endSession('session p1', noteAt(3, 'signedOut'))
        expect(await store.people.session('session p1', 4)).toBeUndefined()
      })
    })

    it('always keep one who can administer', async () => {
      await join('p1')
      await invite('p2')
      expect(await store.people.end('f1', 'p1', noteAt(3))).toBe('lastAdministrator')
      expect(await store.people.change('f1', 'p1', { role: 'staff' }, noteAt(3))).toBe(
        'lastAdministrator',
      )
      expect(await store.people.change('f1', 'p1', { name: '新名' }, noteAt(3))).toBe('done')
      await store.people.takeUp('hash p2', { passcode: 'phc' }, opening('session p2', 4))
      const both = await Promise.all([
        store.people.end('f1', 'p1', noteAt(5)),
        store.people.end('f1', 'p2', noteAt(5)),
      ])
      expect(both.toSorted()).toEqual(['done', 'lastAdministrator'])
    })

    describe('a passkey', () => {
      it('is used with each counter once', async () => {
        await join('p1')
        expect(await store.people.addPasskey(passkeyOf('k', 'p1'), noteAt(3))).toBe(true)
        expect(await store.people.addPasskey(passkeyOf('k', 's1'), noteAt(3))).toBe(false)
        const kept = await store.people.passkey('k')
        expect(kept).toEqual({ ...passkeyOf('k', 'p1'), usedAt: null })
        if (!kept) return
        expect(await store.people.usePasskey(kept, 1, opening('n1', 4))).toBe(true)
        expect(await store.people.usePasskey(kept, 1, opening('n2', 5))).toBe(false)
        expect((await store.people.session('n1', 5))?.personId).toBe('p1')
        expect(await store.people.passkey('k')).toMatchObject({ counter: 1, usedAt: 4 })
      })

      it('goes, unless it is the last way in or another’s', async () => {
        await invite('p1')
        await store.people.takeUp('hash p1', { passkey: passkeyOf('k', 'p1') }, opening('a', 2))
        const remove = (person: string) => store.people.removePasskey('f1', person, 'k', noteAt(3))
        expect(await remove('p1')).toBe(false)
        await store.people.setPasscode('f1', 'p1', 'phc', noteAt(3))
        expect(await remove('s1')).toBe(false)
        expect(await store.people.removePasskey('f2', 'p1', 'k', noteAt(3))).toBe(false)
        expect(await remove('p1')).toBe(true)
        expect(await store.people.passkey('k')).toBeUndefined()
      })
    })

    describe('a passcode', () => {
      const tries = async (count: number, now: number) => {
        const kinds: string[] = []
        for (let at = 0; at < count; at++) {
          kinds.push((await store.people.tryPasscode('S-p1', now)).kind)
        }
        return kinds
      }

      it('is given out to be compared, and to nobody by an unknown number', async () => {
        await join('p1')
        expect(await store.people.tryPasscode('S-p1', 3)).toMatchObject({
          kind: 'compare',
          passcode: 'phc p1',
          person: { id: 'p1' },
        })
        expect(await store.people.tryPasscode('S-nobody', 3)).toEqual({ kind: 'unknown' })
      })

      it('makes who guesses wait, longer each time, also when guesses come at once', async () => {
        await join('p1')
        const kinds = await Promise.all(
          Array.from({ length: 9 }, () => store.people.tryPasscode('S-p1', 1_000)),
        )
        expect(kinds.filter(({ kind }) => kind === 'compare')).toHaveLength(5)
        expect(await tries(1, 1_000 + 29_999)).toEqual(['wait'])
        expect(await tries(2, 1_000 + 30_000)).toEqual(['compare', 'wait'])
        expect(await tries(1, 31_000 + 59_999)).toEqual(['wait'])
        expect(await tries(1, 31_000 + 60_000)).toEqual(['compare'])
      })

      it('that matched ends the wait', async () => {
        await join('p1')
        await tries(4, 1_000)
        const known = await store.people.tryPasscode('S-p1', 1_000)
        if (known.kind !== 'compare') throw new Error(known.kind)
        expect(await store.people.passcodeMatched(known.person, opening('n', 1_000))).toBe(true)
        expect(await tries(6, 1_000)).toEqual([...Array<string>(5).fill('compare'), 'wait'])
      })
    })

    it('stand in the audit with each thing they do, in the same transaction', async () => {
      await join('p1')
      await store.people.change('f1', 's1', { role: 'readOnly' }, noteAt(3, 'personChanged'))
      await store.people.change('f1', 'nobody', { role: 'staff' }, noteAt(4, 'personChanged'))
      const acts = (await store.audit.after('f1', 0, 9)).map(({ act }) => act)
      expect(acts).toEqual(['personInvited', 'signedIn', 'personChanged'])
    })

    it('see what a device last said of itself', async () => {
      await store.devices.addCode({ hash: 'c', facilityId: 'f1', createdAt: 0, expiresAt: 100 })
      await store.devices.activate('c', deviceOf('d1'), 1)
      const contact = async () => (await store.devices.contacts('f1')).get('d1')
      expect(await contact()).toEqual({ seenAt: null, unsent: null, appVersion: null })
      await store.devices.noteContact('f1', 'd1', { seenAt: 5, unsent: 3, appVersion: '1.2.0' })
      await store.devices.noteContact('f2', 'd1', { seenAt: 6, unsent: 9 })
      await store.devices.noteContact('f1', 'd1', { seenAt: 7 })
      expect(await contact()).toEqual({ seenAt: 7, unsent: 3, appVersion: '1.2.0' })
      expect((await store.devices.contacts('f2')).size).toBe(0)
      expect(await store.devices.rename('f2', 'd1', '他', noteAt(8))).toBe(false)
      expect(await store.devices.rename('f1', 'd1', '玄関', noteAt(8, 'deviceRenamed'))).toBe(true)
      expect((await store.devices.get('f1', 'd1'))?.name).toBe('玄関')
    })

    it('see how many checks came on a day in Japan, and no more', async () => {
      await store.devices.addCode({ hash: 'c', facilityId: 'f1', createdAt: 0, expiresAt: 100 })
      await store.devices.activate('c', deviceOf('d1'), 1)
      const at = (id: string, time: string) => ({ ...acceptedOf(id), receivedAt: Date.parse(time) })
      await store.checks.record('f1', [
        at('a', '2026-05-31T14:59:59.999Z'),
        at('b', '2026-05-31T15:00:00.000Z'),
        at('c', '2026-06-01T14:59:59.999Z'),
        at('d', '2026-06-01T15:00:00.000Z'),
      ])
      const sealed = { enc: 'e', ciphertext: 'c' }
      const ended = { facilityId: 'f1', deviceId: 'd1', sealed, now: Date.parse('2026-06-01') }
      await store.answers.putUnanswered({ ...ended, checkId: 'b', code: 'TZ-G64' })
      await store.answers.put({
        ...ended,
        checkId: 'c',
        ...{ kept: sealed, consent: null, patient: null },
      })
      const none = { rejected: 0, answered: 0, unanswered: 0, withdrawn: 0, devices: 1 }
      expect(await store.figures.perDay('f1', '2026-05-31', '2026-06-01')).toEqual([
        { day: '2026-05-31', received: 1, ...none },
        { day: '2026-06-01', received: 2, ...none, answered: 1, unanswered: 1 },
      ])
      expect(await store.figures.perDay('f2', '2026-05-31', '2026-06-01')).toEqual([])
    })
  })
}
