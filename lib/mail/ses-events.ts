import * as v from 'valibot'
import { parseEmail } from '../contacts/email.ts'
import type { MailFailure } from '../flows/ports/mail-failures.ts'

const recipients = v.array(v.object({ emailAddress: v.string() }))

/** An event of SES (Amazon SES Developer Guide, "Examples of event data that Amazon SES publishes to Amazon SNS"). */
const sesEvent = v.variant('eventType', [
  v.object({
    eventType: v.literal('Bounce'),
    bounce: v.object({ bounceType: v.string(), bouncedRecipients: recipients }),
  }),
  v.object({
    eventType: v.literal('Complaint'),
    complaint: v.object({ complainedRecipients: recipients }),
  }),
])

const snsRecord = v.object({ Sns: v.object({ Message: v.string() }) })

/** A recipient may stand there with a name: `Minji <minji@example.com>`. */
function failuresAt(
  given: v.InferOutput<typeof recipients>,
  why: MailFailure['why'],
): readonly MailFailure[] {
  return given.flatMap(({ emailAddress }) => {
    const address = parseEmail(/<([^<>]+)>\s*$/.exec(emailAddress)?.[1] ?? emailAddress)
    return address === undefined ? [] : [{ address, why }]
  })
}

function failuresOf(event: v.InferOutput<typeof sesEvent>): readonly MailFailure[] {
  if (event.eventType === 'Complaint') {
    return failuresAt(event.complaint.complainedRecipients, 'complaint')
  }
  // A transient bounce is a full mailbox or a slow server, and says nothing about the address.
  return event.bounce.bounceType === 'Permanent' ? failuresAt(event.bounce.bouncedRecipients, 'bounce') : []
}

/**
 * Reads records of SNS with events of SES: hard bounces and complaints. Another event gives nothing. Throws a `ValiError`
 * for input that is no record of SNS.
 */
export const readMailFailures = (records: readonly unknown[]): readonly MailFailure[] =>
  records.flatMap((given) => {
    const { Message } = v.parse(snsRecord, given).Sns
    const event = v.safeParse(v.pipe(v.string(), v.parseJson(), sesEvent), Message)
    return event.success ? failuresOf(event.output) : []
  })
