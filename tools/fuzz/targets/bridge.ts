/** What the PC/SC bridge takes from a page, and the page from the bridge. */
import { createOwnKey, keyIdOf } from '../../../api/bridge/agreement'
import { createSealedStream } from '../../../api/bridge/sealed-stream'
import {
  buildAnswer,
  buildFrame,
  buildRefused,
  buildRequest,
  FRAME,
  MAX_MESSAGE,
  parseAnswer,
  parseRefused,
} from '../../../api/bridge/wire'
import { createConversation } from '../../../bridge/conversation'
import type { KnownPages } from '../../../bridge/known-pages'
import type { FuzzTarget } from '../target'
import { eatCommands, givenCommands } from './bridge-commands'
import { eatGreeting } from './bridge-greeting'
import { joinMessages, splitMessages } from './messages'
import { expect, ofHex } from './samples'

const ORIGIN = 'https://tazune.example'
const PROOF = new Uint8Array(32).fill(7)

export async function bridgeTargets(): Promise<FuzzTarget[]> {
  const page = await createOwnKey()
  const bridge = await createOwnKey()
  const known: KnownPages = {
    own: bridge,
    count: 1,
    find: (keyId) => (isSame(keyId, pageKeyId) ? page.point : null),
    add: () => Promise.reject(new Error('a page was paired without the code')),
    forget: () => Promise.resolve(true),
  }
  const pageKeyId = await keyIdOf(page.point)
  const hello = buildFrame(FRAME.hello, pageKeyId, page.point)
  const offer = buildFrame(FRAME.offer, bridge.point, PROOF)
  const sealed = await sealSome()
  return [
    {
      name: 'bridge-conversation',
      corpus: [joinMessages(hello), joinMessages(hello, buildFrame(FRAME.prove, PROOF))],
      tokens: [
        joinMessages(buildFrame(FRAME.pair, page.point)),
        joinMessages(buildFrame(FRAME.pairProve, page.point, PROOF)),
        joinMessages(buildFrame(FRAME.hello, new Uint8Array(16), page.point)),
        joinMessages(buildFrame(FRAME.sealed, new Uint8Array(20))),
      ],
      eat: (input) => eatConversation(input, known),
    },
    {
      name: 'bridge-commands',
      corpus: givenCommands,
      eat: eatCommands,
    },
    {
      name: 'bridge-greeting',
      corpus: [
        joinMessages(offer),
        joinMessages(buildRefused('unpaired')),
        joinMessages(offer, buildFrame(FRAME.sealed, new Uint8Array(20))),
      ],
      tokens: [joinMessages(buildRefused('busy')), joinMessages(new Uint8Array(MAX_MESSAGE + 1))],
      eat: (input) => eatGreeting(splitMessages(input), { own: page, bridgePoint: bridge.point }),
    },
    {
      name: 'bridge-answer',
      corpus: [
        buildAnswer({ kind: 'reply', sequence: 1, result: 'ok', payload: ofHex('9000') }),
        buildAnswer({ kind: 'event', event: 'cardOn' }),
        buildRefused('busy'),
      ],
      eat: eatAnswer,
    },
    {
      name: 'bridge-sealed',
      corpus: [joinMessages(...sealed.messages)],
      tokens: [joinMessages(new Uint8Array(1)), joinMessages(new Uint8Array(0))],
      eat: async (input) => {
        const stream = createSealedStream(sealed.key, sealed.key)
        let opened = 0
        let isOver = false
        for (const message of splitMessages(input)) {
          const plain = await stream.open(message)
          expect(!isOver || !plain, 'opened after a message that was not the next one')
          isOver ||= !plain
          if (!plain) continue
          expect(sealed.messages[opened]?.join() === message.join(), 'opened what was never sealed')
          opened += 1
        }
        return opened === sealed.messages.length
      },
    },
  ]
}

/** No pairing code is valid: its slow hash would make a million of these take days. */
async function eatConversation(input: Uint8Array, pages: KnownPages): Promise<boolean> {
  const sent: Uint8Array[] = []
  const messages = splitMessages(input, MAX_MESSAGE)
  const conversation = createConversation({
    origin: ORIGIN,
    pages,
    pairing: { issue: () => '', take: () => null, settle: () => undefined },
    send: (message) => sent.push(message),
    close: () => undefined,
    takeTurn: () => {
      throw new Error('a page that has proved nothing got the readers')
    },
  })
  for (const message of messages) await conversation.receive(message)
  conversation.end()
  expect(sent.length <= messages.length, 'more answers than messages')
  expect(
    sent.every(({ length }) => length <= MAX_MESSAGE),
    'an answer that the page would not take',
  )
  return sent.some(([type]) => type === FRAME.offer)
}

function eatAnswer(input: Uint8Array): boolean {
  const answer = parseAnswer(input)
  if (answer?.kind === 'reply') expect(isSame(buildAnswer(answer), input), 'a reply misread')
  return answer !== null || parseRefused(input) !== null
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.from(one).equals(other)
}

/** What one side of a connection sealed, in order, and the key to open it. */
async function sealSome() {
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ])
  const stream = createSealedStream(key, key)
  const messages = [
    await stream.seal(buildRequest({ operation: 'open', sequence: 0, payload: new Uint8Array() })),
    await stream.seal(
      buildRequest({ operation: 'transmit', sequence: 1, payload: ofHex('00B0000000') }),
    ),
  ]
  return { key, messages }
}
