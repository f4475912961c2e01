import { PublishCommand, type PublishCommandInput, type SNSClient } from '@aws-sdk/client-sns'
import type { Phone } from '../domain/values/evidence.ts'
import type { SmsGateway } from './gateway.ts'

/** Made here, so that loading this room is what loads the SDK's client. */
export { SNSClient } from '@aws-sdk/client-sns'

/** What is sent for a text (pure). Codes go before advertisements: `Transactional`. */
export const publishInput = (to: Phone, text: string): PublishCommandInput => ({
  PhoneNumber: to,
  Message: text,
  MessageAttributes: {
    'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Transactional' },
  },
})

/** Texts through Amazon SNS (Publish, to a phone number). */
export const snsGateway = (client: Pick<SNSClient, 'send'>): SmsGateway => ({
  async deliver(to, text) {
    await client.send(new PublishCommand(publishInput(to, text)))
  },
})
