/** One run of the courier inside the service worker. Needs no secret of a person: everything stays sealed. */
import { createDeviceServices } from '../sync/device-services'

/** Well within what a browser lets a sync event last. */
const WAIT_FOR_ANSWERS_MS = 60_000

/** @throws Error when checks remain that another try may bring through, so that the browser plans one */
export async function sendInBackground(): Promise<void> {
  const services = await createDeviceServices({ appVersion: __APP_VERSION__ })
  try {
    const report = await services.courier.run('sync')
    if (report.stoppedBy === null) {
      await services.courier.pullAnswers({ forMs: WAIT_FOR_ANSWERS_MS })
    }
    if (report.waiting + report.untold > 0) throw new Error(report.stoppedBy ?? 'TZ-D02')
  } finally {
    services.close()
  }
}
