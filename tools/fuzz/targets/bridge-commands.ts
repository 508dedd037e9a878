/** What a proven page may make the bridge do with a card: requests, and what the card says to each. */
import { buildRequest, parseRequest } from '../../../api/bridge/wire'
import { createCardDesk } from '../../../bridge/card-desk'
import { PcscError } from '../../../bridge/pcsc/reader'
import { joinMessages, splitMessages } from './messages'
import { expect, ofHex } from './samples'

const CARD_SAYS = ['9000', '6110', '6C10', '6A82', '6282', '63C2', ''].map(ofHex)
const CLASSES = { select: 0x00a4, binary: 0x00b0, record: 0x00b2, verify: 0x0020, sign: 0x802a }
const GET_RESPONSE = 0x00c0
/** 個人番号, 照合番号A, everything of the 署名用 key: by file identifier and by short one. */
const NEVER = new Set([0x0001, 0x0005, 0x0013, 0x0014, 0x001a, 0x001b])

const APPLICATIONS = ['D392F000260100000001', 'D3921000310001010408', 'D3921000310001010402']

/** One check in each application, everything answered with 9000. */
export const givenCommands: readonly Uint8Array[] = APPLICATIONS.map((aid, index) =>
  joinMessages(
    request('open'),
    request('powerOn'),
    request('transmit', `00A4040C0A${aid}`),
    request('transmit', ['00A4020C020018', '00A4020C020011', '00A4020C020012'][index]),
    request('transmit', '00200080'),
    request('transmit', `00A4020C02${index === 0 ? '000A' : '0002'}`),
    request('transmit', '00B0000000'),
    request('transmit', '00B0010080', 2),
    request('transmit', '00B08A0000', 1),
    request('transmit', '00C0000010'),
    request('powerOff'),
  ),
)

function request(
  operation: Parameters<typeof buildRequest>[0]['operation'],
  command = '',
  says = 0,
): Uint8Array {
  const payload = ofHex(command)
  return Uint8Array.of(says, ...buildRequest({ operation, sequence: 1, payload }))
}

/** Each message: which of `CARD_SAYS`, then a request as it is after its seal. */
export async function eatCommands(input: Uint8Array): Promise<boolean> {
  let says = 0
  let seen = 0
  const desk = createCardDesk({
    pcsc: {
      slots: () => Promise.resolve([{ name: 'reader', hasCard: true }]),
      connect: () => Promise.resolve(ofHex('3B80800101')),
      transmit(command) {
        judge(command)
        seen += 1
        const answer = CARD_SAYS[says]
        return answer ? Promise.resolve(answer) : Promise.reject(new PcscError('removed'))
      },
      disconnect: () => Promise.resolve(),
      close: () => Promise.resolve(),
    },
    repeat: () => () => undefined,
  })
  for (const [first = 0, ...rest] of splitMessages(input, 512)) {
    const plain = Uint8Array.from(rest)
    const asked = parseRequest(plain)
    if (!asked) continue
    expect(Buffer.from(buildRequest(asked)).equals(plain), 'a request misread')
    says = first
    await desk.perform(asked.operation, asked.payload)
    expect(
      asked.payload.every((byte) => byte === 0),
      'a command was left in memory',
    )
  }
  await desk.end()
  return seen > 0
}

/** What no card may ever see, whatever came before it; says nothing of what else is refused. */
function judge(command: Uint8Array): void {
  const [cla = 0, ins = 0, p1 = 0, p2 = 0, , high = 0, low = 0] = command
  expect(command.length >= 4 && command.length <= 261, 'no short command')
  const header = (cla << 8) | ins
  const known: readonly number[] = [...Object.values(CLASSES), GET_RESPONSE]
  expect(known.includes(header), 'an instruction that no check needs')
  if (header === CLASSES.select && p1 !== 0x04) {
    expect(p1 === 0x02 && !NEVER.has((high << 8) | low), 'a forbidden file was selected')
  }
  if (header === CLASSES.binary && p1 & 0x80) {
    expect(!NEVER.has(p1 & 0x1f), 'a forbidden file was read')
  }
  if (header === CLASSES.verify || header === CLASSES.sign) {
    expect(!NEVER.has(p2 & 0x1f), 'a forbidden reference was used')
  }
}
