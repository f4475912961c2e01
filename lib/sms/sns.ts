import { PublishCommand, type PublishCommandInput, type SNSClient } from '@aws-sdk/client-sns'
import { Undeliverable } from '../domain/message/undeliverable.ts'
import type { Phone } from '../domain/values/evidence.ts'
import type { SmsGateway } from './gateway.ts'

/** This room exports the client, so only users of this room load the SDK. */
export { SNSClient } from '@aws-sdk/client-sns'

/** The errors of SNS about one text (SNS API, `Publish`). Others are about the account or pass. */
const refusals = new Set([
  'InvalidParameter',
  'InvalidParameterException',
  'ParameterValueInvalid',
  'InvalidParameterValueException',
  'OptedOut',
  'OptedOutException',
])

/** Gives the input of `Publish` for a text (pure). `Transactional` texts go before advertisements. */
const publishInput = (to: Phone, text: string): PublishCommandInput => ({
  PhoneNumber: to,
  Message: text,
  MessageAttributes: {
    'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Transactional' },
  },
})

/** The gateway of Amazon SNS (`Publish` to a phone number). */
export const snsGateway = (client: Pick<SNSClient, 'send'>): SmsGateway => ({
  async deliver({ to, text }) {
    await client.send(new PublishCommand(publishInput(to, text))).catch((error: unknown) => {
      throw error instanceof Error && refusals.has(error.name) ? new Undeliverable(error.name) : error
    })
  },
})
