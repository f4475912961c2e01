/** Stands in for the client of SNS in the functions whose routes send no texts, as `no-mail-client.ts` does for SES. */
export class SNSClient {
  send(): never {
    throw new Error('this function sends no texts: its route does not say that it does')
  }
}

/** What would be sent. */
export class PublishCommand {}
