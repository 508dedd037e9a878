import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CodecFault } from '../../../../server/authority/oqs/codec/fault'
import { readAnswer } from '../../../../server/authority/oqs/codec/read-eligibility'
import { readMessage, readText } from '../../../../server/authority/oqs/codec/read-result'
import { BUILT_IN_LAYOUT, readLayout } from '../../../../server/authority/oqs/layout/layout'

const NOW = Date.parse('2026-11-22T00:20:00Z')

function fixture(name: string): Buffer {
  return readFileSync(join(import.meta.dirname, 'fixtures', `${name}.xml`))
}

async function read(bytes: Uint8Array, layout = BUILT_IN_LAYOUT) {
  return readMessage(await readText(bytes, null, layout), layout)
}

/** A result of one person, with these elements in its body. */
function result(body: string, header = '<SegmentOfResult>1</SegmentOfResult>'): Buffer {
  return Buffer.from(
    `<XmlMsg><MessageHeader><MedicalInstitutionCode>1319999999</MedicalInstitutionCode>${header}` +
      `</MessageHeader><MessageBody>${body}</MessageBody></XmlMsg>`,
  )
}

const INSURED =
  '<InsuredCardClassification>01</InsuredCardClassification><InsurerNumber>01139013</InsurerNumber><InsuredIdentificationNumber>101</InsuredIdentificationNumber>' +
  '<Name>見本　一郎</Name><Birthdate>19800520</Birthdate>'

function person(validity: string, inner = INSURED, outer = ''): Buffer {
  const list =
    inner === ''
      ? ''
      : `<ResultList><ResultOfQualificationConfirmation>${inner}</ResultOfQualificationConfirmation></ResultList>`
  return result(
    `<ProcessingResultStatus>1</ProcessingResultStatus><QualificationValidity>${validity}</QualificationValidity>${outer}${list}`,
  )
}

async function answer(bytes: Uint8Array) {
  const read1 = readAnswer(await read(bytes), NOW)
  if (read1.kind !== 'answered') throw new Error('no answer')
  return read1.person
}

describe('a result of the exchange folder', () => {
  it.each([
    ['CP932', 'eligibility-cp932'],
    ['UTF-8', 'eligibility-utf8'],
    ['UTF-8 that declares Shift_JIS and says so twice', 'wrong-declaration'],
    ['CP932 that declares UTF-8 and says so twice', 'wrong-declaration-cp932'],
  ])('is read by name in %s', async (_, name) => {
    const message = await read(fixture(name))
    expect(message.owner).toEqual({
      institutionCode: '1319999999',
      fileIdentifier: 'abc123',
      receptionNumber: null,
    })
    expect(readAnswer(message, NOW)).toEqual({
      kind: 'answered',
      person: {
        named: { name: '德見本　学子', nameKana: 'ミホン　ガクコ', birthdate: '1955-03-03' },
        consentedAt: '2026-11-20T01:15:00.000Z',
        prescription: 'paper',
        referenceNumbers: ['patient-0102'],
        personIdentifier: 'r1',
        reply: {
          answeredAt: '2026-11-22T00:15:30.000Z',
          validity: 'valid',
          message: '電子証明書の有効期限まで３か月以内です。',
          consentedItems: ['diagnosis', 'medication'],
          // The earlier of two ends.
          consentUntil: '2026-11-21T00:15:00.000Z',
          coverages: [
            {
              insurerNumber: '139071',
              insurerName: '訓練県みほん市',
              symbol: 'みほん',
              number: '２００１０２',
              branch: '01',
              cardClassification: '01',
              relation: 'self',
              name: '德見本　学子',
              nameKana: 'ミホン　ガクコ',
              sex: 'female',
              birthdate: '1955-03-03',
              address: '訓練県みほん市髙台１丁目２番３号 & れんしゅう荘',
              qualifiedOn: '2022-05-01',
              disqualifiedOn: null,
              burdenPercent: null,
              elderlyRecipient: { from: '2026-08-01', until: '2027-07-31', burdenPercent: 20 },
              preschool: false,
              limit: {
                from: '2026-08-01',
                until: '2027-07-31',
                classification: '02',
                category: 'B05',
              },
              specificDiseases: [
                { from: '2020-01-01', until: null, category: '1', selfPayLimit: 10_000 },
              ],
              lossReason: null,
            },
          ],
          publicExpenses: [
            {
              from: '2026-11-01',
              until: '2026-11-30',
              payerNumber: '12139127',
              payerName: 'みほん市福祉事務所',
              recipientNumber: '2000024',
              use: 'combined',
              selfPayAmount: 2500,
            },
          ],
        },
      },
    })
  })

  it('is read behind a byte order mark', async () => {
    const marked = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), fixture('eligibility-utf8')])
    expect((await answer(marked)).reply.coverages[0]?.name).toBe('德見本　学子')
  })

  it.each([
    ['declares it', '<?xml version="1.0" encoding="Shift_JIS"?><a>', '</a>', 'ﾃｱ'],
    [
      'says so in its header',
      '<a>',
      '<CharacterCodeIdentifier>1</CharacterCodeIdentifier></a>',
      'ﾃｱ',
    ],
    ['declares UTF-8', '<?xml version="1.0" encoding="UTF-8"?><a>', '</a>', 'ñ'],
  ])('of half-width katakana alone is CP932 where it %s', async (_, before, after, text) => {
    // ﾃｱ in CP932, ñ in UTF-8.
    const bytes = Buffer.concat([
      Buffer.from(before),
      Buffer.from([0xc3, 0xb1]),
      Buffer.from(after),
    ])
    expect(await readText(bytes, null, BUILT_IN_LAYOUT)).toContain(text)
  })

  it.each(['●', '髙', 'ｱ', '￥', '〇1', '𠮷'])(
    'of %s in UTF-8 is UTF-8, whatever it declares',
    async (text) => {
      const bytes = Buffer.from(`<?xml version="1.0" encoding="Shift_JIS"?><a>${text}</a>`)
      expect(await readText(bytes, null, BUILT_IN_LAYOUT)).toContain(`<a>${text}</a>`)
    },
  )

  it('takes CDATA and character references for the text they are', async () => {
    const named = INSURED.replace('見本　一郎', '<![CDATA[A&B]]>&#x9AD9;&#65;&lt;')
    expect((await answer(person('1', named))).reply.coverages[0]?.name).toBe('A&B髙A<')
  })

  it.each([
    ['1', 'valid'],
    ['2', 'invalid'],
    ['3', 'invalidNewExists'],
    ['5', 'multiple'],
    ['6', 'validUnregistered'],
  ])('says %s as %s', async (code, validity) => {
    expect((await answer(person(code))).reply.validity).toBe(validity)
  })

  it('says 4 as none, without anybody’s insurance', async () => {
    const { reply } = await answer(person('4', ''))
    expect(reply.validity).toBe('none')
    expect(reply.coverages).toEqual([])
  })

  it('carries every insurance that there is and picks none', async () => {
    const two = `${INSURED}</ResultOfQualificationConfirmation><ResultOfQualificationConfirmation>${INSURED.replace('01139013', '06139026')}`
    const { reply } = await answer(person('5', two))
    expect(reply.coverages.map(({ insurerNumber }) => insurerNumber)).toEqual([
      '01139013',
      '06139026',
    ])
  })

  it('takes 医療扶助 without a ticket for itself alone', async () => {
    const alone = `${INSURED.replace('>01<', '>A1<')}<InsuredCardValidDate>20261101</InsuredCardValidDate><InsuredCardExpirationDate>99999999</InsuredCardExpirationDate>`
    const { reply } = await answer(person('6', alone))
    expect(reply.coverages).toEqual([])
    expect(reply.publicExpenses).toMatchObject([
      { use: 'alone', from: '2026-11-01', until: null, selfPayAmount: null, hasTicket: false },
    ])
  })

  it('is not spoilt by a birth date of 医療扶助 that is no day, of whom an insurance names', async () => {
    const welfare = INSURED.replace('>01<', '>A1<').replace('19800520', '19800000')
    const two = `${INSURED}</ResultOfQualificationConfirmation><ResultOfQualificationConfirmation>${welfare}`
    const { reply, named } = await answer(person('1', two))
    expect(reply.publicExpenses).toHaveLength(1)
    expect(named?.birthdate).toBe('1980-05-20')
  })

  it('carries 医療費助成 (PMH) beside the insurance', async () => {
    const subsidy =
      '<MedicalSubsidyResultList><MedicalSubsidyInfo><SubsidyPayerNumber>80139999</SubsidyPayerNumber>' +
      '<SubsidyRecipientNumber>1234567</SubsidyRecipientNumber><SubsidyPayerName>みほん市</SubsidyPayerName>' +
      '<SubsidySelfPayLimit>500</SubsidySelfPayLimit></MedicalSubsidyInfo></MedicalSubsidyResultList>'
    const { reply } = await answer(person('1', INSURED, subsidy))
    expect(reply.publicExpenses).toEqual([
      {
        from: null,
        until: null,
        payerNumber: '80139999',
        payerName: 'みほん市',
        recipientNumber: '1234567',
        use: 'combined',
        selfPayAmount: 500,
      },
    ])
  })

  it('counts no consent that one of the person’s results denies', async () => {
    const flag = (value: number) => `<DiagnosisInfoConsFlg>${value}</DiagnosisInfoConsFlg>`
    const two = `${INSURED}${flag(1)}</ResultOfQualificationConfirmation><ResultOfQualificationConfirmation>${INSURED}${flag(0)}`
    expect((await answer(person('5', two))).reply.consentedItems).toEqual([])
  })

  it('gives an error of the whole with its code and words as they are', async () => {
    const failed = result(
      '',
      '<SegmentOfResult>9</SegmentOfResult><ErrorCode>SBX-9</ErrorCode><ErrorMessage>混み合っています</ErrorMessage>',
    )
    expect(readAnswer(await read(failed), NOW)).toEqual({
      kind: 'failed',
      code: 'TZ-G64',
      authorityCode: 'SBX-9',
      message: '混み合っています',
    })
  })

  it('gives an error of the person likewise, and never as 該当なし', async () => {
    const failed = result(
      '<ProcessingResultStatus>2</ProcessingResultStatus><ProcessingResultCode>SBX-7</ProcessingResultCode>',
    )
    expect(readAnswer(await read(failed), NOW)).toMatchObject({
      kind: 'failed',
      authorityCode: 'SBX-7',
      message: null,
    })
  })
})

describe('a result that nobody should believe', () => {
  const whole = fixture('eligibility-utf8').toString()

  it.each([
    ['a declared entity', '<!DOCTYPE x [<!ENTITY a "b">]><XmlMsg/>', 'forbidden'],
    ['an external DTD', '<!DOCTYPE x SYSTEM "file:///etc/passwd"><XmlMsg/>', 'forbidden'],
    ['an unknown entity', '<XmlMsg>&nbsp;</XmlMsg>', 'forbidden'],
    ['a reference to no character', '<XmlMsg>&#0;</XmlMsg>', 'forbidden'],
    ['half a file', whole.slice(0, whole.length / 2), 'notWellFormed'],
    ['a file without its last byte but one', whole.trimEnd().slice(0, -1), 'notWellFormed'],
    ['tags that do not match', '<XmlMsg><a></b></XmlMsg>', 'notWellFormed'],
    ['two roots', '<XmlMsg/><XmlMsg/>', 'notWellFormed'],
    ['text outside the root', '<XmlMsg/>x', 'notWellFormed'],
    ['nothing', '', 'notWellFormed'],
    ['a bare ampersand', '<XmlMsg>a & b</XmlMsg>', 'notWellFormed'],
    ['depth', `${'<a>'.repeat(25)}${'</a>'.repeat(25)}`, 'tooDeep'],
    ['another message', '<Other/>', 'notAMessage'],
    ['no header', '<XmlMsg><MessageBody/></XmlMsg>', 'notAMessage'],
    ['no 処理結果区分', result('', '').toString(), 'notAMessage'],
    [
      'a 処理結果区分 that there is not',
      result('', '<SegmentOfResult>7</SegmentOfResult>').toString(),
      'value',
    ],
    [
      'no 資格有効性',
      result('<ProcessingResultStatus>1</ProcessingResultStatus>').toString(),
      'notAMessage',
    ],
    ['有効 of nothing', person('1', '').toString(), 'notAMessage'],
    ['該当なし with an insurance', person('4').toString(), 'notAMessage'],
    [
      'a day that there is not',
      person('1', INSURED.replace('19800520', '19800231')).toString(),
      'value',
    ],
    [
      'no 被保険者証区分',
      person('1', INSURED.replace(/^<InsuredCard[^/]*\/[^>]*>/, '')).toString(),
      'notAMessage',
    ],
    ['no birth date', person('1', INSURED.replace(/<Birthdate>.*/, '')).toString(), 'notAMessage'],
    ['two different names', person('1', `${INSURED}<Name>練習　二郎</Name>`).toString(), 'value'],
  ])('is refused for %s', async (_, text, kind) => {
    const reading = read(Buffer.from(text)).then((message) => readAnswer(message, NOW))
    const fault: unknown = await reading.then(
      () => null,
      (cause: unknown) => cause,
    )
    expect(fault).toBeInstanceOf(CodecFault)
    expect(fault).toMatchObject({ kind })
    expect(String(fault)).not.toMatch(/見本|練習|1980/)
  })

  it('is refused where it is neither UTF-8 nor CP932', async () => {
    await expect(
      readText(Buffer.from([0x3c, 0x61, 0x81, 0x20, 0xff]), null, BUILT_IN_LAYOUT),
    ).rejects.toMatchObject({
      kind: 'encoding',
    })
  })
})

describe('names from the official specification', () => {
  it('take the place of ours without code', async () => {
    const layout = readLayout({
      elements: { validity: { names: ['ShikakuYukosei'] } },
      codes: { validity: { valid: 'Y' } },
    })
    const bytes = Buffer.from(
      person('Y').toString().replaceAll('QualificationValidity', 'ShikakuYukosei'),
    )
    const told = readAnswer(await read(bytes, layout), NOW)
    expect(told).toMatchObject({ kind: 'answered', person: { reply: { validity: 'valid' } } })
  })
})
