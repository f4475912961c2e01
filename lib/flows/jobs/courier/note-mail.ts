import type { CourierWorld } from '../../ports/courier.ts'

/**
 * Notes whether SES lets the stage's sender send, for the deep check. No other function reaches SES. Never throws: after a
 * failure the note grows old, which says as much.
 */
export async function noteMail(
  world: Pick<CourierWorld, 'clock' | 'isSenderVerified' | 'healthNotes' | 'report'>,
): Promise<void> {
  try {
    const mail = (await world.isSenderVerified()) ? 'verified' : 'unverified'
    await world.healthNotes.note({ mail, at: world.clock.now() })
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown'
    world.report({ event: 'mail_not_noted', error: name })
  }
}
