/** A patient's phone without a browser: follows redirects, keeps cookies by hand, fills the provider's forms. */
export interface PhoneReply {
  status: number
  /** Where it ended. */
  url: URL
  text: string
  headers: Headers
}

export interface PatientPhone {
  /** Opens an address and follows where it leads. */
  open(address: string | URL): Promise<PhoneReply>
  /** Sends the form of a page. */
  submit(page: PhoneReply, fields: Record<string, string>): Promise<PhoneReply>
  /** Addresses in the order they were asked for. */
  readonly visited: URL[]
}

/** @param fetchFrom the fetch of an origin: the gateway's runs in this process */
export function createPhone(fetchFrom: (url: URL) => typeof fetch): PatientPhone {
  const jars = new Map<string, Map<string, string>>()
  const visited: URL[] = []

  async function request(url: URL, init: RequestInit): Promise<PhoneReply> {
    let [at, how] = [url, init]
    for (let steps = 0; steps < 20; steps += 1) {
      visited.push(at)
      const jar = jars.get(at.origin) ?? new Map<string, string>()
      jars.set(at.origin, jar)
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
      const reply = await fetchFrom(at)(at.href, {
        ...how,
        redirect: 'manual',
        headers: { ...(how.headers as Record<string, string>), ...(cookie !== '' && { cookie }) },
      })
      for (const line of reply.headers.getSetCookie()) keep(jar, line)
      const location = reply.headers.get('location')
      if (reply.status < 300 || reply.status > 399 || location === null) {
        return { status: reply.status, url: at, text: await reply.text(), headers: reply.headers }
      }
      ;[at, how] = [new URL(location, at), {}]
    }
    throw new Error('redirected without an end')
  }

  return {
    visited,
    open: (address) => request(new URL(address), {}),
    submit(page, fields) {
      const form = /<form[^>]* action="([^"]+)"/.exec(page.text)?.[1]
      if (form === undefined) throw new Error('there is no form on this page')
      const hidden = [...page.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
      const body = new URLSearchParams(hidden.map(([, name, value]) => [name ?? '', value ?? '']))
      for (const [name, value] of Object.entries(fields)) body.set(name, value)
      return request(new URL(form, page.url), {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: body.toString(),
      })
    },
  }
}

function keep(jar: Map<string, string>, line: string): void {
  const [pair = ''] = line.split(';')
  const at = pair.indexOf('=')
  const [name, value] = [pair.slice(0, at), pair.slice(at + 1)]
  if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(name)
  else jar.set(name, value)
}
