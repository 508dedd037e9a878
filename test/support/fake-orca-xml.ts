/** XML2 as the stand-in for ORCA writes and reads it. */

export type OrcaFields = Record<string, string>

export type Tree = Record<string, unknown>

export function result(
  request: string,
  next: string,
  karteUid: string,
  orcaUid: string,
  code: string,
  message: string,
  more = '',
  name = 'patientmodv3res2',
): string {
  const head = fieldsXml({
    Request_Number: request,
    Response_Number: next,
    Karte_Uid: karteUid,
    Orca_Uid: orcaUid,
    Api_Result: code,
    Api_Result_Message: message,
    Reskey: 'Acceptance_Info',
  })
  return `<${name} type="record">\n${head}${more}</${name}>`
}

/** ORCA answers arrays at their full length, empty records at the end. */
export function informationXml(insurances: OrcaFields[], publicExpenses: OrcaFields[]): string {
  const wrap = (name: string, inner: string) => `<${name} type="record">${inner}</${name}>\n`
  return (
    wrap('HealthInsurance_Information', arrayXml('HealthInsurance_Info', insurances, 40)) +
    wrap('PublicInsurance_Information', arrayXml('PublicInsurance_Info', publicExpenses, 60))
  )
}

export function arrayXml(name: string, records: OrcaFields[], length: number): string {
  const padded = [...records, ...Array.from({ length: length - records.length }, () => ({}))]
  const children = padded.map(
    (each) => `<${name}_child type="record">\n${fieldsXml(each)}</${name}_child>\n`,
  )
  return `<${name} type="array">\n${children.join('')}</${name}>\n`
}

export function recordXml(name: string, fields: OrcaFields): string {
  return `<${name} type="record">${fieldsXml(fields)}</${name}>`
}

function fieldsXml(fields: OrcaFields): string {
  return Object.entries(fields)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => field(name, value))
    .join('')
}

export function field(name: string, value: string): string {
  const escaped = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return `<${name} type="string">${escaped}</${name}>\n`
}

export function at(tree: unknown, name: string): unknown {
  return typeof tree === 'object' && tree !== null ? (tree as Tree)[name] : undefined
}

export function textAt(tree: unknown, name: string): string {
  const value = at(tree, name)
  const text = typeof value === 'object' ? at(value, '#text') : value
  return typeof text === 'string' ? text : ''
}

export function listAt(body: Tree, name: string, array: string): OrcaFields[] {
  const children = at(at(at(body, name), array), `${array}_child`)
  const list = children === undefined ? [] : [children].flat()
  return list.map((child) =>
    Object.fromEntries(
      Object.keys(child as Tree)
        .filter((key) => key !== '@_type')
        .map((key) => [key, textAt(child, key)]),
    ),
  )
}
