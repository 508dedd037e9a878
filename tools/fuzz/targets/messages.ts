/** Several messages in one input, each behind two bytes of length: spoiling an input spoils their lengths and order too. */

/** @param most what a message is cut to */
export function splitMessages(input: Uint8Array, most = 0xffff): Uint8Array<ArrayBuffer>[] {
  const messages: Uint8Array<ArrayBuffer>[] = []
  for (let at = 0; at + 2 <= input.length;) {
    const length = Math.min((input[at] ?? 0) | ((input[at + 1] ?? 0) << 8), most)
    messages.push(new Uint8Array(input.subarray(at + 2, at + 2 + length)))
    at += 2 + length
  }
  return messages
}

export function joinMessages(...messages: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(
    messages.flatMap((message) => [message.length & 0xff, message.length >> 8, ...message]),
  )
}
