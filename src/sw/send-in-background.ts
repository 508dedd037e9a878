/** One run of the courier inside the service worker. Needs no secret of a person: everything stays sealed. */
import { createDeviceServices } from '../sync/device-services'

const ANSWER_WAIT_SECONDS = 20

/** @throws Error when checks remain that another try may bring through, so that the browser plans one */
export async function sendInBackground(): Promise<void> {
  const services = await createDeviceServices()
  try {
    const report = await services.courier.run('sync')
    if (report.stoppedBy === null) {
      await services.courier.pullAnswers({ once: true, waitSeconds: ANSWER_WAIT_SECONDS })
    }
    if (report.waiting > 0) throw new Error(report.stoppedBy ?? 'TZ-D02')
  } finally {
    services.close()
  }
}
