import { AwsError } from './aws-error.ts'
import { type Credentials, environmentCredentials } from './environment-credentials.ts'
import {
  type ClientSettings,
  regionOf,
  type Send,
  type ServiceResponse,
  signedRequests,
} from './signed-requests.ts'
import { escaped, xmlError } from './xml.ts'

/* Replaces `@aws-sdk/client-s3` in the bundles, with the one command of a function. */

/** The names of S3. */
export const s3 = { prefix: 's3', signingName: 's3', variable: 'S3', signsSentPath: true } as const

/** An error of S3. */
export class S3ServiceException extends AwsError {}

function errorOf(response: ServiceResponse): S3ServiceException {
  const { name, message } = xmlError(response)
  return new S3ServiceException(name, message, response)
}

/** The input of `PutObjectTagging`. */
interface TaggingInput {
  readonly Bucket: string
  readonly Key: string
  readonly Tagging: { readonly TagSet: readonly { readonly Key: string; readonly Value: string }[] }
}

/** Replaces the tags of an object (Amazon S3 API, `PutObjectTagging`). */
export class PutObjectTaggingCommand {
  readonly input: TaggingInput

  constructor(input: TaggingInput) {
    this.input = input
  }
}

/** The checksum that S3 compares (Amazon S3 user guide, checking object integrity). */
function crc32(text: string): string {
  const checksum = Buffer.alloc(4)
  checksum.writeUInt32BE(process.getBuiltinModule('node:zlib').crc32(text))
  return checksum.toString('base64')
}

function taggingXml({ TagSet }: TaggingInput['Tagging']): string {
  const tags = TagSet.map(
    ({ Key, Value }) => `<Tag><Key>${escaped(Key)}</Key><Value>${escaped(Value)}</Value></Tag>`,
  )
  const content = `<TagSet>${tags.join('')}</TagSet>`
  return `<?xml version="1.0" encoding="UTF-8"?><Tagging xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${content}</Tagging>`
}

/** The client of S3. It throws `S3ServiceException`, and the errors of the network. */
export class S3Client {
  readonly #send: Send
  readonly #settings: ClientSettings

  constructor(settings: ClientSettings) {
    this.#settings = settings
    this.#send = signedRequests({ service: s3, errorOf }, settings)
  }

  /** What a form is signed with. */
  signing(): {
    readonly region: string
    readonly credentials: Credentials
    readonly endpoint: string | undefined
  } {
    const { credentials = environmentCredentials(), endpoint } = this.#settings
    return { region: regionOf(this.#settings), credentials, endpoint }
  }

  async send({ input }: PutObjectTaggingCommand): Promise<object> {
    const body = taggingXml(input.Tagging)
    await this.#send({
      method: 'PUT',
      bucket: input.Bucket,
      path: `/${input.Key.split('/').map(encodeURIComponent).join('/')}`,
      query: { tagging: '' },
      headers: {
        'content-type': 'application/xml',
        'x-amz-sdk-checksum-algorithm': 'CRC32',
        'x-amz-checksum-crc32': crc32(body),
      },
      body,
    })
    return {}
  }
}
