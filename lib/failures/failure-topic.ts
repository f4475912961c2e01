import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns'

/** Puts one failure, as JSON, on the topic that fills a queue for operators (SNS `Publish`). Throws the error of SNS. */
export const createFailureTopic =
  (client: Pick<SNSClient, 'send'>, topicArn: string) =>
  async (failure: object): Promise<void> => {
    await client.send(new PublishCommand({ TopicArn: topicArn, Message: JSON.stringify(failure) }))
  }
