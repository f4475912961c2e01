/** Replaces the SNS client in functions whose routes send no texts, as `no-mail-client.ts` does for SES. */
export class SNSClient {
  send(): never {
    throw new Error('this function must not send texts, since its route does not touch them')
  }
}

/** The unused command. */
export class PublishCommand {}
