/** Objects with interfaces, properties and methods as a service on the bus (`ObjectManager`, `PropertiesChanged`). */
import type { DbusMessage } from './dbus-message'
import type { DbusValues, Variant } from './dbus-values'
import { DbusError, type Reply, type Signal } from './private-bus'

export type Method = (args: DbusValues) => Reply | undefined

export interface DbusInterface {
  readonly properties?: Record<string, Variant>
  readonly methods?: Readonly<Record<string, Method>>
}

export type DbusObject = Readonly<Record<string, DbusInterface>>

export interface ObjectTree {
  add(path: string, object: DbusObject): void
  remove(path: string): void
  /** Changes properties and tells everybody; nothing where there is no such object. */
  change(path: string, name: string, changed: Record<string, Variant>): void
  answer(call: DbusMessage): Reply
}

const MANAGER = 'org.freedesktop.DBus.ObjectManager'
const PROPERTIES = 'org.freedesktop.DBus.Properties'
const ALL = 'a{oa{sa{sv}}}'

export function createObjectTree(emit: (signal: Signal) => void): ObjectTree {
  const objects = new Map<string, DbusObject>()

  function list(object: DbusObject): DbusValues {
    return Object.entries(object).map(([name, { properties = {} }]) => [
      name,
      Object.entries(properties),
    ])
  }

  const tree: ObjectTree = {
    add(path, object) {
      objects.set(path, object)
      emit({
        ...{ path: '/', interface: MANAGER, member: 'InterfacesAdded' },
        signature: 'oa{sa{sv}}',
        body: [path, list(object)],
      })
    },
    remove(path) {
      const object = objects.get(path)
      if (!object) return
      objects.delete(path)
      emit({
        ...{ path: '/', interface: MANAGER, member: 'InterfacesRemoved' },
        signature: 'oas',
        body: [path, Object.keys(object)],
      })
    },
    change(path, name, changed) {
      const properties = objects.get(path)?.[name]?.properties
      if (!properties) return
      Object.assign(properties, changed)
      emit({
        ...{ path, interface: PROPERTIES, member: 'PropertiesChanged' },
        signature: 'sa{sv}as',
        body: [name, Object.entries(changed), []],
      })
    },
    answer(call) {
      const { interface: name = '', member = '', path = '', body = [] } = call
      if (name === MANAGER && member === 'GetManagedObjects') {
        return { signature: ALL, body: [[...objects].map(([at, object]) => [at, list(object)])] }
      }
      const method = objects.get(path)?.[name]?.methods?.[member]
      if (!method) throw new DbusError('org.freedesktop.DBus.Error.UnknownMethod')
      return method(body) ?? {}
    },
  }
  return tree
}
