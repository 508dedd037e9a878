/** Files that have nothing to do with any request of ours: other programs', and the card reader's. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Chance } from './chance'
import type { SimOptions } from './options'
import type { Tell } from './desk'
import { time } from './results'
import { writeXml } from './xml'

function digits(chance: Chance, alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet[Math.floor(chance.next() * alphabet.length)]).join(
    '',
  )
}

/** Another program's result, under a name of its own habit, or under one that could be Tazune's. */
export async function leaveStranger(
  { root, institution }: SimOptions,
  chance: Chance,
  tell: Tell,
): Promise<void> {
  const today = time(new Date()).slice(0, 8)
  const [name = ''] = chance.shuffle([
    `OQSsiquc01res_${today}${digits(chance, '0123456789', 4)}.xml`,
    `OQSsiquc01res_${today}${digits(chance, '0123456789abcdef', 20)}.xml`,
    `OQSmuquc02res_${today}${digits(chance, '0123456789abcdef', 20)}.zip`,
    `EPSsipre01res_${digits(chance, '0123456789', 12)}.xml`,
    `err_${digits(chance, '0123456789', 8)}.txt`,
  ])
  const bytes = writeXml(
    [
      'XmlMsg',
      [
        [
          'MessageHeader',
          [
            ['MedicalInstitutionCode', institution],
            ['ArbitraryFileIdentifier', digits(chance, '0123456789abcdef', 16)],
            ['SegmentOfResult', 1],
          ],
        ],
        ['MessageBody', [['ProcessingResultStatus', 1]]],
      ],
    ],
    chance,
    'utf-8',
  )
  await writeFile(join(root, 'res', name), bytes)
  tell({ event: 'stranger', file: join('res', name), length: bytes.length })
}

/** As the card reader does when somebody lays a card on it at the counter. */
export async function pushFace(
  { root, institution }: SimOptions,
  chance: Chance,
  tell: Tell,
): Promise<void> {
  const name = `OQSsiquc01res_face_${institution}${digits(chance, '0123456789ABCDEF', 20)}_${time(new Date())}.xml`
  await mkdir(join(root, 'face'), { recursive: true })
  const bytes = Buffer.from('<XmlMsg><MessageHeader/><MessageBody/></XmlMsg>')
  await writeFile(join(root, 'face', name), bytes)
  tell({ event: 'stranger', file: join('face', name), length: bytes.length })
}
