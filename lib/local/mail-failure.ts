import * as v from 'valibot'
import { runSubscriber } from './gateway/functions.ts'

/** A mail that did not reach its address, as somebody plays it by hand. */
export const mailFailureSchema = v.strictObject({
  address: v.pipe(v.string(), v.email()),
  why: v.picklist(['bounce', 'complaint']),
})

type PlayedFailure = v.InferOutput<typeof mailFailureSchema>

/** Events of SES (Amazon SES Developer Guide, "Examples of event data that Amazon SES publishes to Amazon SNS"). */
const eventOf = {
  bounce: (recipients: readonly object[]) => ({
    eventType: 'Bounce',
    bounce: { bounceType: 'Permanent', bouncedRecipients: recipients },
  }),
  complaint: (recipients: readonly object[]) => ({
    eventType: 'Complaint',
    complaint: { complainedRecipients: recipients },
  }),
} as const satisfies Record<PlayedFailure['why'], unknown>

/** Tells the function of mail failures what SES would. Gives its counts. */
export const failMail = ({ address, why }: PlayedFailure): Promise<unknown> =>
  runSubscriber('mail-failures', [
    { Sns: { Message: JSON.stringify(eventOf[why]([{ emailAddress: address }])) } },
  ])
