import type { StageSettings } from '../config/stage-settings.ts'
import { optional, required, type Variables } from '../config/variables.ts'
import { defined } from '../domain/values/defined.ts'
import type { Mails } from '../flows/ports/mail.ts'
import type { Texts } from '../flows/ports/sms.ts'
import type { Uploads } from '../flows/ports/uploads.ts'
import { createRequestHandler } from './request-handler.ts'

/** The services of AWS whose clients are loaded on first use. */

/**
 * Mails through Amazon SES. The client is loaded for the first mail, so a function without
 * mail does not load it.
 */
export function mailsBySes(variables: Variables, stage: StageSettings): Mails {
  let mails: Promise<Mails> | undefined
  const load = async (): Promise<Mails> => {
    const { createMails, SESClient } = await import('../mail/mails.ts')
    const configurationSet = optional(variables, 'IEUM_MAIL_CONFIGURATION_SET')
    return createMails(new SESClient({ maxAttempts: 2, requestHandler: createRequestHandler() }), {
      sender: stage.mail.sender,
      serviceName: stage.serviceName,
      supportAddress: stage.supportAddress,
      timeZone: stage.timeZone,
      ...defined({ configurationSet }),
    })
  }
  return {
    async send(mail) {
      mails ??= load()
      await (await mails).send(mail)
    },
  }
}

/** Texts through Amazon SNS, or through the gateway configured in its place. Loaded on first use. */
export function textsBySns({ serviceName, sms }: Pick<StageSettings, 'serviceName' | 'sms'>): Texts {
  let texts: Promise<Texts> | undefined
  const load = async (): Promise<Texts> => {
    const [{ createTexts }, { SNSClient, snsGateway }] = await Promise.all([
      import('../sms/texts.ts'),
      import('../sms/sns.ts'),
    ])
    const { countries, region } = sms
    const client = new SNSClient({
      maxAttempts: 2,
      requestHandler: createRequestHandler(),
      ...defined({ region }),
    })
    return createTexts(snsGateway(client), { serviceName, countries })
  }
  const loaded = (): Promise<Texts> => {
    texts ??= load()
    return texts
  }
  return {
    send: async (text) => (await loaded()).send(text),
  }
}

/** Uploads in Amazon S3. The client is loaded on first use. */
export function uploadsInS3(variables: Variables): Uploads {
  let uploads: Promise<Uploads> | undefined
  const load = async (): Promise<Uploads> => {
    const { createUploads, S3Client } = await import('../uploads/s3-uploads.ts')
    const client = new S3Client({ maxAttempts: 2, requestHandler: createRequestHandler() })
    return createUploads(client, required(variables, 'IEUM_UPLOAD_BUCKET'))
  }
  const loaded = (): Promise<Uploads> => {
    uploads ??= load()
    return uploads
  }
  return {
    form: async (key, type, seconds) => (await loaded()).form(key, type, seconds),
    keep: async (key) => (await loaded()).keep(key),
    discard: async (key) => (await loaded()).discard(key),
  }
}
