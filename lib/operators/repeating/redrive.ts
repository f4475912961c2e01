import type { FailedMessages } from '../../flows/ports/store/operators/repeats.ts'

/**
 * Gives every failed message whose content is still there another life of a day, and the courier sends it within a minute. Gives
 * the number of messages. One that fails anew is in the failure queue again. Throws `unavailable` as the table does.
 */
export async function redrive(
  failedMessages: FailedMessages,
  now: Date,
): Promise<{ readonly redriven: number }> {
  let redriven = 0
  for await (const page of failedMessages.pages(now)) {
    for (const message of page) {
      if (await failedMessages.redrive(message, now)) redriven += 1
    }
  }
  return { redriven }
}
