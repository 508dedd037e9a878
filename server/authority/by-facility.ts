/** Of several authorities the one of the facility that is asked about: each facility has a terminal of its own. */
import type { Authority } from './authority'

/**
 * @param of undefined for a facility that has none now. Its checks wait: what was asked for it stands with an authority that is not
 * here, so nothing may be concluded
 */
export function dispatchByFacility(of: (facilityId: string) => Authority | undefined): Authority {
  async function at<T>(facilityId: string, act: (authority: Authority) => Promise<T>): Promise<T> {
    const authority = of(facilityId)
    if (!authority) throw new Error('no authority is configured for this facility')
    return act(authority)
  }

  return {
    ask: (requestId, query) => at(query.facilityId, (one) => one.ask(requestId, query)),
    find: (requestId, facilityId) => at(facilityId, (one) => one.find(requestId, facilityId)),
    findAcceptance: (query) => at(query.facilityId, (one) => one.findAcceptance(query)),
    fetchMedical: (query) => at(query.facilityId, (one) => one.fetchMedical(query)),
    withdrawConsent: (notice) => at(notice.facilityId, (one) => one.withdrawConsent(notice)),
  }
}
