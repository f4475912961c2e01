import type { Service } from './address.ts'
import { AwsError } from './aws-error.ts'
import { type ClientSettings, type Send, type ServiceResponse, signedRequests } from './signed-requests.ts'

/** What was parsed from JSON, as an object. */
export type JsonObject = Readonly<Record<string, unknown>>

/** Whether something is an object with fields. */
export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null

/** A command of a service that speaks JSON: what goes out and what came back. */
export interface JsonCommand {
  readonly operation: string
  /** An object in JSON. */
  readonly text: string
  /** What stands for the same transaction each time that it is sent (DynamoDB, `ClientRequestToken`). */
  readonly token?: string
  outputOf(body: JsonObject): object
}

/** A service that speaks AWS's JSON protocol (Smithy, awsJson 1.0 and 1.1). */
export interface JsonService extends Service {
  /** The start of `X-Amz-Target`. */
  readonly target: string
  readonly version: '1.0' | '1.1'
  /** The classes of errors that have fields of their own or are told apart by class. */
  readonly errors?: Readonly<Record<string, typeof AwsError>>
}

/** A client of one service. It throws `AwsError`, and the errors of the network. */
export class JsonClient {
  readonly #send: Send
  readonly #service: JsonService

  constructor(service: JsonService, settings: ClientSettings) {
    this.#service = service
    const errorOf = (response: ServiceResponse): Error => jsonError(response, service.errors ?? {})
    this.#send = signedRequests({ service: { ...service, signingName: service.prefix }, errorOf }, settings)
  }

  async send({ operation, text: fields, token, outputOf }: JsonCommand): Promise<object> {
    const { target, version } = this.#service
    const headers = {
      'content-type': `application/x-amz-json-${version}`,
      'x-amz-target': `${target}.${operation}`,
    }
    const body = token === undefined ? fields : `${fields.slice(0, -1)},"ClientRequestToken":"${token}"}`
    const { text } = await this.#send({ method: 'POST', headers, body })
    const received: unknown = text === '' ? {} : JSON.parse(text)
    return outputOf(isObject(received) ? received : {})
  }
}

/** The body of a failed response, which may also come from something in between that speaks no JSON. */
function fieldsOf(text: string): JsonObject {
  try {
    const fields: unknown = JSON.parse(text)
    return isObject(fields) ? fields : {}
  } catch {
    return {}
  }
}

/** The error of a response. Its name is the shape's, without namespace and address (Smithy, awsJson, operation errors). */
export function jsonError(response: ServiceResponse, errors: NonNullable<JsonService['errors']>): Error {
  const { __type, code, message, Message, ...fields } = fieldsOf(response.text)
  const shape = String(response.headers['x-amzn-errortype'] ?? __type ?? code ?? 'UnknownError')
  const name = shape.split(':')[0]?.split('#').at(-1) ?? shape
  const Class = errors[name] ?? AwsError
  return Object.assign(new Class(name, String(message ?? Message ?? 'UnknownError'), response), fields)
}
