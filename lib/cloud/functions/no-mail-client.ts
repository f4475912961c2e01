/**
 * Stands in for the client of SES in the functions whose routes send no mail. They would never load it, but
 * even what is only carried along takes a fifth of a cold start.
 */
export class SESClient {
  send(): never {
    throw new Error('this function sends no mail: its route does not say that it does')
  }
}

/** What would be sent. */
export class SendEmailCommand {}
