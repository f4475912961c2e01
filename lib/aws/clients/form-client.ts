import type { Service } from './address.ts'
import { type ClientSettings, type Send, signedRequests } from './signed-requests.ts'
import { xmlError } from './xml.ts'

/** A command of a service that speaks AWS's Query protocol, with its parameters. Nobody reads what it responds. */
export interface FormCommand {
  readonly action: string
  readonly parameters: readonly FormParameter[]
}

type FormParameter = readonly [name: string, value: string]

/** A service that speaks AWS's Query protocol. */
export interface FormService extends Service {
  readonly signingName: string
  readonly version: string
}

/** A client of one service. It throws `AwsError`, and the errors of the network. */
export class FormClient {
  readonly #send: Send
  readonly #version: string

  constructor(service: FormService, settings: ClientSettings) {
    this.#version = service.version
    this.#send = signedRequests({ service, errorOf: xmlError }, settings)
  }

  async send({ action, parameters }: FormCommand): Promise<object> {
    const form = new URLSearchParams([
      ['Action', action],
      ['Version', this.#version],
      ...parameters.map(([...pair]) => pair),
    ])
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    await this.#send({ method: 'POST', headers, body: form.toString() })
    return {}
  }
}

/**
 * The parameters of an input (Smithy, awsQuery): names joined by dots, and the members of a list counted from 1. Absent
 * values are left out.
 */
export function formParametersOf(value: unknown, name = ''): readonly FormParameter[] {
  if (value === undefined) return []
  if (typeof value !== 'object' || value === null) return [[name, String(value)]]
  if (Array.isArray(value))
    return value.flatMap((part, index) => formParametersOf(part, `${name}.member.${index + 1}`))
  return Object.entries(value).flatMap(([key, part]) =>
    formParametersOf(part, name === '' ? key : `${name}.${key}`),
  )
}
